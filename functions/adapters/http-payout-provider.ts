import { type PayoutAnswer, PayoutInDoubt, type PayoutOrder, type PayoutProvider } from '../payouts/ports.ts';
import { callProvider, type HttpProviderSettings } from './bounded-fetch.ts';
import { answer, unknown } from './http-payout-provider-schemas.ts';

/** The function that pays has 30 seconds for one submission and one look-up. */
const TIMEOUT_MILLIS = 10_000;
const LONGEST_REPLY = 65_536;

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
