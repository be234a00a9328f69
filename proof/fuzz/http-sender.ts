import { Agent, request as requestOf } from 'node:http';
import { LARGEST_BODY_BYTES } from '../../local/http/http-event.ts';
import { Broken } from '../proof.ts';
import { type Send, toldRequest, type WireAnswer, type WireRequest } from './wire.ts';

const PATIENCE_MILLIS = 60_000;

/** Sends over connections that are kept; as flat lists, so that a header can stand there twice. */
export function httpSender(origin: string): { send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true });
  return {
    send: (request) =>
      sendOnce(origin, request, agent).catch((error: Error) => {
        throw new Broken(`${toldRequest(request)} was not answered: ${error.message}`);
      }),
    close: () => agent.destroy(),
  };
}

/** @param agent Has the kept connections; without it the request has one of its own. */
function sendOnce(origin: string, wire: WireRequest, agent: Agent | false): Promise<WireAnswer> {
  const { host } = new URL(origin);
  const { method, target, headers, body } = wire;
  return new Promise((resolve, reject) => {
    const outgoing = requestOf(
      origin,
      {
        agent,
        method,
        path: target,
        headers: ['Host', host, ...headers.flat(), ...(body ? ['Content-Length', String(body.length)] : [])],
      },
      (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on('data', (piece: Buffer) => pieces.push(piece));
        incoming.once('error', reject);
        incoming.once('end', () => {
          const named = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(named),
            text: Buffer.concat(pieces).toString('utf8'),
          });
        });
      },
    );
    outgoing.setTimeout(PATIENCE_MILLIS, () =>
      outgoing.destroy(new Error(`No answer for ${PATIENCE_MILLIS} ms.`)),
    );
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      const isCut = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      // Whoever still sends when the gateway has heard enough may never read its answer.
      if (isCut && body && body.length > LARGEST_BODY_BYTES) resolve(tooLarge);
      // A kept connection may have been closed at this very moment, before it was used again; others of them too.
      else if (isCut && agent) sendOnce(origin, wire, false).then(resolve, reject);
      else reject(error);
    });
    outgoing.end(body);
  });
}

const tooLarge: WireAnswer = {
  status: 413,
  headers: { 'content-type': 'application/json' },
  text: '{"message":"The connection was closed."}',
};
