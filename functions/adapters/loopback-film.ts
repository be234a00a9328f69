import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LookedAtFilm } from '../signals/ports.ts';

const PIECE_BYTES = 2 * 1024 ** 2;
/** A film is read once, its index apart; whoever asks for much more goes round in it. */
const READ_TWICE_AND = 64 * 1024 ** 2;

export interface LoopbackFilm {
  url: string;
  /** What went wrong in the storage, if anything did. */
  fault(): unknown;
  close(): Promise<void>;
}

/**
 * The film on an address of this machine that nobody else can guess: the decoder seeks in it as in a file, without
 * credentials, a name server, TLS or a way to any other host, and the film is never laid on a disk.
 */
export async function serveFilm(film: Pick<LookedAtFilm, 'size' | 'readRange'>): Promise<LoopbackFilm> {
  const path = `/${randomBytes(16).toString('hex')}`;
  const budget = { left: 2 * film.size + READ_TWICE_AND };
  let fault: unknown;
  const server = createServer((request, response) => {
    if (request.url !== path) return void response.writeHead(404).end();
    send(film, rangeOf(request, film.size), response, budget).catch((error: unknown) => {
      fault ??= error;
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    fault: () => fault,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function send(
  film: Pick<LookedAtFilm, 'size' | 'readRange'>,
  [first, end]: [number, number],
  response: ServerResponse,
  budget: { left: number },
): Promise<void> {
  if (first >= end) return void response.writeHead(416, { 'content-range': `bytes */${film.size}` }).end();
  response.writeHead(206, {
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': end - first,
    'content-range': `bytes ${first}-${end - 1}/${film.size}`,
  });
  for (let start = first; start < end && !response.destroyed; start += PIECE_BYTES) {
    const piece = await film.readRange(start, Math.min(end, start + PIECE_BYTES));
    budget.left -= piece.length;
    if (budget.left < 0) return void response.destroy();
    if (!response.destroyed && !response.write(piece)) await drained(response);
  }
  response.end();
}

/** Until there is room again, or nobody is there any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

function rangeOf({ headers }: IncomingMessage, size: number): [number, number] {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  if (first === undefined) return [0, size];
  return [Number(first), last ? Math.min(size, Number(last) + 1) : size];
}
