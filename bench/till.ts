import { randomUUID } from 'node:crypto';
import { Agent, request as requestOf } from 'node:http';
import { saleOf } from '../test/e2e/clerk.ts';
import { send } from '../test/e2e/send.ts';
import { nextParcel } from './parcel-numbers.ts';

/** A till of a post office at the HTTP API of a laptop that runs, on connections that are kept, as a till's are. */
export interface Till {
  /** Sells protection for a new parcel. @throws Error when the answer is not 201. @returns its tracking number */
  sell(): Promise<string>;
  close(): void;
}

/** @throws Error when the laptop gives no token. */
export async function openTill(origin: string, connections = 1): Promise<Till> {
  const answer = await send(`${origin}/oauth2/token`, 'POST', {
    headers: {
      authorization: `Basic ${Buffer.from('pos-demo:pos-demo-secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  const token: string | undefined = answer.body?.access_token;
  if (!token) throw new Error(`No token: ${answer.status} ${answer.text}`);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    async sell() {
      const parcel = nextParcel();
      const body = JSON.stringify(saleOf(parcel, new Date().toISOString()));
      await post(`${origin}/v1/sales`, { agent, token, body });
      return parcel;
    },
    close: () => agent.destroy(),
  };
}

function post(url: string, { agent, token, body }: { agent: Agent; token: string; body: string }) {
  return new Promise<void>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': randomUUID(),
    };
    const outgoing = requestOf(url, { method: 'POST', agent, headers }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.once('error', reject);
      incoming.once('end', () => {
        if (incoming.statusCode === 201) resolve();
        else reject(new Error(`No sale: ${incoming.statusCode} ${Buffer.concat(pieces)}`));
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
