import { randomUUID } from 'node:crypto';
import { newParcel, saleOf } from '../test/e2e/clerk.ts';
import { send } from '../test/e2e/send.ts';

/** A till of a post office, at the HTTP API of a laptop that runs. */
export interface Till {
  token: string;
  sell(): Promise<void>;
}

/** @throws Error when the laptop gives no token. */
export async function openTill(origin: string): Promise<Till> {
  const answer = await send(`${origin}/oauth2/token`, 'POST', {
    headers: {
      authorization: `Basic ${Buffer.from('pos-demo:pos-demo-secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  const token: string = answer.body?.access_token;
  if (!token) throw new Error(`No token: ${answer.status} ${answer.text}`);
  return {
    token,
    async sell() {
      const sold = await send(`${origin}/v1/sales`, 'POST', {
        token,
        headers: { 'idempotency-key': randomUUID() },
        body: saleOf(newParcel(), new Date().toISOString()),
      });
      if (sold.status !== 201) throw new Error(`No sale: ${sold.status} ${sold.text}`);
    },
  };
}
