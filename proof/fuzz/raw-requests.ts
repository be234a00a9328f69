import { connect } from 'node:net';
import { Broken } from '../proof.ts';
import { eachAtOnce } from './at-once.ts';
import { AT_ONCE, lookAround, TIMES } from './fuzz-at-once.ts';
import type { SeededLaptop } from './seeded-laptop.ts';
import { short } from './wire.ts';

/** What no client of HTTP sends, byte by byte. */
export interface RawRequest {
  title: string;
  bytes: Buffer;
}

const PATIENCE_MILLIS = 3_000;
const LISTENS_ON_MILLIS = 30;

/** Around a right request: the filing of a claim, which stores something where it gets through. */
export function rawRequests(host: string, link: string): RawRequest[] {
  const body = '{"kind":"damaged","description":"Разбито","amount":1000}';
  const length = Buffer.byteLength(body);
  const post = 'POST /v1/my/claims HTTP/1.1';
  const headers = [`Host: ${host}`, `Authorization: Bearer ${link}`, 'Content-Type: application/json'];
  const raw = (
    title: string,
    head: readonly string[],
    rest: string | Buffer = body,
    lineEnd = '\r\n',
  ): RawRequest => ({
    title,
    bytes: Buffer.concat([
      Buffer.from(`${head.join(lineEnd)}${lineEnd}${lineEnd}`, 'latin1'),
      Buffer.from(rest),
    ]),
  });
  const withHeaders = (title: string, ...more: string[]) =>
    raw(title, [post, ...headers, ...more, 'Connection: close']);
  const withTarget = (title: string, target: string) =>
    raw(title, [`GET ${target} HTTP/1.1`, ...headers, 'Connection: close'], '');
  return [
    withHeaders('a length that is too small', 'Content-Length: 10'),
    withHeaders('a length that is too large', `Content-Length: ${length + 100}`),
    withHeaders('a length below nothing', 'Content-Length: -1'),
    withHeaders('a length that is no number', 'Content-Length: 1e2'),
    withHeaders('a length beyond all numbers', `Content-Length: ${'9'.repeat(40)}`),
    withHeaders('two lengths', `Content-Length: ${length}`, 'Content-Length: 5'),
    withHeaders('two lengths in one', `Content-Length: ${length}, 5`),
    withHeaders('a length and pieces', `Content-Length: ${length}`, 'Transfer-Encoding: chunked'),
    withHeaders('pieces under a strange name', `Content-Length: ${length}`, 'Transfer-Encoding: xchunked'),
    withHeaders(
      'pieces with a blank before the colon',
      `Content-Length: ${length}`,
      'Transfer-Encoding : chunked',
    ),
    raw('a piece of no number', [post, ...headers, 'Transfer-Encoding: chunked'], 'zz\r\nabc\r\n0\r\n\r\n'),
    raw(
      'a piece that is too long',
      [post, ...headers, 'Transfer-Encoding: chunked'],
      'fffffffffffffff\r\nabc\r\n0\r\n\r\n',
    ),
    raw('pieces that are cut off', [post, ...headers, 'Transfer-Encoding: chunked'], '5\r\n{"kin'),
    raw(
      'a piece that hides a second request',
      [post, ...headers, 'Transfer-Encoding: chunked'],
      '0\r\n\r\nGET /v1/my/policy HTTP/1.1\r\n\r\n',
    ),
    raw('no host', [post, ...headers.slice(1), `Content-Length: ${length}`]),
    raw('two hosts', [post, 'Host: elsewhere.example', ...headers, `Content-Length: ${length}`]),
    withHeaders('a NUL in a header', 'X-A: a\0b', `Content-Length: ${length}`),
    withHeaders('a header of 100 KB', `X-A: ${'a'.repeat(100_000)}`, `Content-Length: ${length}`),
    withHeaders('5,000 headers', ...Array.from({ length: 5_000 }, (_, index) => `X-${index}: 1`)),
    withHeaders('a blank in the name of a header', 'X A: 1', `Content-Length: ${length}`),
    withHeaders('a header without a name', ': 1', `Content-Length: ${length}`),
    withHeaders('a header over two lines', 'X-A: 1\r\n 2', `Content-Length: ${length}`),
    withHeaders('a header that is no UTF-8', 'X-A: \u00ff\u00fe', `Content-Length: ${length}`),
    withHeaders(
      'two credentials',
      `Authorization: Bearer ${link.toUpperCase()}`,
      `Content-Length: ${length}`,
    ),
    withHeaders('two content types', 'Content-Type: text/plain', `Content-Length: ${length}`),
    withHeaders('an expectation', 'Expect: 100-continue', `Content-Length: ${length}`),
    withHeaders('an expectation of something else', 'Expect: the-unexpected', `Content-Length: ${length}`),
    withHeaders('an upgrade', 'Upgrade: websocket', 'Connection: Upgrade', `Content-Length: ${length}`),
    raw('lines that end in one character', [post, ...headers, `Content-Length: ${length}`], body, '\n'),
    raw('HTTP 1.0', ['POST /v1/my/claims HTTP/1.0', ...headers.slice(1)], ''),
    raw('HTTP 0.9', ['GET /v1/my/policy'], ''),
    raw('HTTP 3.0', ['GET /v1/my/policy HTTP/3.0', ...headers], ''),
    raw('the beginning of HTTP 2', ['PRI * HTTP/2.0'], 'SM\r\n\r\n'),
    { title: 'the beginning of TLS', bytes: Buffer.from('16030100a5010000a10303', 'hex') },
    { title: 'nothing but ends of lines', bytes: Buffer.from('\r\n'.repeat(1_000)) },
    {
      title: 'random bytes',
      bytes: Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 73) % 256)),
    },
    raw('a method that nobody knows', ['BREW /v1/my/policy HTTP/1.1', ...headers], ''),
    raw('a method in small letters', ['get /v1/my/policy HTTP/1.1', ...headers], ''),
    raw('TRACE', ['TRACE /v1/my/policy HTTP/1.1', ...headers, 'Connection: close'], ''),
    raw('CONNECT', ['CONNECT example.org:443 HTTP/1.1', ...headers], ''),
    withTarget('a whole address as the target', `http://${host}/v1/my/policy`),
    withTarget('an address of elsewhere as the target', 'http://elsewhere.example/v1/my/policy'),
    withTarget('a star as the target', '*'),
    withTarget('a target without a slash', 'v1/my/policy'),
    withTarget('two slashes', '//v1//my//policy'),
    withTarget('dots', '/v1/../v1/./my/policy'),
    withTarget('letters as they are', '/v1/my/claims/\u00d0\u00bf\u00d1\u0083'),
    withTarget('a fragment', '/v1/my/policy#x'),
    withTarget('a tab', '/v1/my/\tpolicy'),
    withTarget('a NUL', '/v1/my/claims/\0'),
    withTarget('an encoding that is none', '/v1/my/claims/%zz%'),
    withTarget('a query of 15 KB', `/v1/my/policy?${'a=1&'.repeat(3_800)}`),
    withTarget('a target of 100 KB', `/v1/my/claims/${'a'.repeat(100_000)}`),
    raw(
      'two requests at once',
      [`GET /v1/my/policy HTTP/1.1`, ...headers],
      `GET /v1/my/policy HTTP/1.1\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`,
    ),
  ];
}

/** The status lines that came back, in their order; none where the connection was closed or nothing came. */
export function statusesOf({ bytes }: RawRequest, port: number): Promise<number[]> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const done = () => {
      socket.destroy();
      resolve([...text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => Number(status)));
    };
    const timer = setTimeout(done, PATIENCE_MILLIS);
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      timer.refresh();
    });
    socket.once('error', () => {
      clearTimeout(timer);
      done();
    });
    socket.once('close', () => {
      clearTimeout(timer);
      done();
    });
    // Half of the connection is closed, so that whoever waits for more learns that nothing will come.
    socket.write(bytes, () => setTimeout(() => socket.end(), LISTENS_ON_MILLIS));
  });
}

/** @throws Broken when one of them is answered with a fault, stores where it was refused, or leaves the laptop deaf. */
export async function tryRawRequests(
  { laptop, target, stored }: SeededLaptop,
  rounds: number,
): Promise<number> {
  const { host, port } = new URL(laptop.origin);
  const { pool } = await target();
  const { link } = pool.parcels[0] ?? { link: '' };
  const requests = rawRequests(host, link);
  for (let round = 0; round < rounds; round += 1) {
    const suspects: RawRequest[] = [];
    await eachAtOnce(requests, AT_ONCE, async (request) => {
      if (isRefused(request, await statusesOf(request, Number(port)))) suspects.push(request);
    });
    for (const request of suspects) await toStoreNothing(request);
    const { status } = await laptop.call('GET', '/v1/desk/settings');
    if (status !== 200) throw new Broken(`After raw requests the laptop answers ${status}.`);
  }
  return rounds * requests.length;

  /** Sent once more by itself; a moment in which something else wrote is followed by another one. */
  async function toStoreNothing(request: RawRequest): Promise<void> {
    let changes: string[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const again = await lookAround(stored, () => statusesOf(request, Number(port)));
      changes = again.changes;
      if (changes.length === 0 || !isRefused(request, again.value)) return;
    }
    throw new Broken(`${request.title} was refused, and stored: ${short(changes.join(' '), 2_000)}`);
  }
}

/** @throws Broken when it is answered with a fault. */
function isRefused({ title }: RawRequest, statuses: readonly number[]): boolean {
  if (statuses.some((status) => status >= 500)) throw new Broken(`${title} was answered ${statuses}.`);
  return statuses.every((status) => status >= 400);
}
