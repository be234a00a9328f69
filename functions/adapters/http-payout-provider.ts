import * as z from 'zod';
import { kopecks } from '../contracts/primitives.ts';
import { type PayoutAnswer, PayoutInDoubt, type PayoutOrder, type PayoutProvider } from '../payouts/ports.ts';
import { callProvider, type HttpProviderSettings } from './bounded-fetch.ts';

/** The function that pays has 30 seconds for one submission and one look-up. */
const TIMEOUT_MILLIS = 10_000;
const LONGEST_REPLY = 65_536;

const answer = z.object({
  reference: z.string(),
  status: z.enum(['pending', 'settled', 'rejected']),
  amount: kopecks,
  currency: z.literal('RUB').optional(),
  providerId: z.string().min(1).max(200),
  rejection: z.string().max(300).optional(),
});

/** A 404 counts only with this body: one from something in between must not look like "never heard of it". */
const unknown = z.object({ reference: z.string(), status: z.literal('unknown') });

/**
 * Pays over the provider's HTTP API under our own reference. Only a reply that can be read and speaks of that
 * reference is an answer; everything else leaves the payout in doubt.
 */
export function createHttpPayoutProvider(settings: HttpProviderSettings): PayoutProvider {
  return {
    async submit(order: PayoutOrder) {
      const { status, body } = await callProvider(
        settings,
        '/payouts',
        {
          method: 'POST',
          body: JSON.stringify(order),
          headers: { 'content-type': 'application/json', 'idempotency-key': order.reference },
        },
        LIMITS,
      );
      const reply = believe(status, body, order.reference);
      // A refusal of the request as such (wrong key, bad format) decides nothing about the money.
      if (status >= 400 && reply.status !== 'rejected') throw new PayoutInDoubt(`Answered ${status}.`);
      return reply;
    },
    async find(reference) {
      const { status, body } = await callProvider(
        settings,
        `/payouts/${encodeURIComponent(reference)}`,
        {
          method: 'GET',
        },
        LIMITS,
      );
      if (status === 404 && unknown.safeParse(body).data?.reference === reference) return undefined;
      const reply = believe(status, body, reference);
      if (status >= 400) throw new PayoutInDoubt(`Answered ${status}.`);
      return reply;
    },
  };
}

const LIMITS = {
  timeoutMillis: TIMEOUT_MILLIS,
  longestReply: LONGEST_REPLY,
  noAnswer: (kind: string) => new PayoutInDoubt(`No answer (${kind}).`),
};

function believe(status: number, body: unknown, reference: string): PayoutAnswer {
  if (status >= 500 || status < 200 || (status >= 300 && status < 400)) {
    throw new PayoutInDoubt(`Answered ${status}.`);
  }
  const reply = answer.safeParse(body);
  if (!reply.success) throw new PayoutInDoubt(`Answered ${status} with what cannot be read.`);
  if (reply.data.reference !== reference) throw new PayoutInDoubt('Answered about another reference.');
  const { currency: _, rejection, ...rest } = reply.data;
  return { ...rest, ...(rejection !== undefined && { rejection }) };
}
