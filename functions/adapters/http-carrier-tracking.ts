import { type MoneyOrderEvent, moneyOrderOf } from '../claims/money-in-post.ts';
import { type CarrierTracking, CarrierUnavailable } from '../claims/ports.ts';
import { toInstant } from '../clock.ts';
import { callProvider, type HttpProviderSettings } from './bounded-fetch.ts';
import { answer } from './http-carrier-tracking-schemas.ts';

/** Nobody's claim waits for the carrier: the function that asks has 15 seconds for all it does. */
const TIMEOUT_MILLIS = 5_000;
const LONGEST_REPLY = 65_536;

/** Asks the carrier's HTTP API. A reply that cannot be read, or speaks of another parcel, is none. */
export function createHttpCarrierTracking(settings: HttpProviderSettings): CarrierTracking {
  return {
    async moneyOrder(trackingNumber, claimFiledAt) {
      const { status, body } = await callProvider(
        settings,
        `/parcels/${encodeURIComponent(trackingNumber)}/events`,
        { method: 'GET' },
        LIMITS,
      );
      return moneyOrderOf(believe(status, body, trackingNumber), claimFiledAt);
    },
  };
}

const LIMITS = {
  timeoutMillis: TIMEOUT_MILLIS,
  longestReply: LONGEST_REPLY,
  noAnswer: (kind: string) => new CarrierUnavailable(`No answer from the carrier (${kind}).`),
};

function believe(status: number, body: unknown, trackingNumber: string): MoneyOrderEvent[] {
  if (status < 200 || status > 299) throw new CarrierUnavailable(`The carrier answered ${status}.`);
  const reply = answer.safeParse(body);
  if (!reply.success) throw new CarrierUnavailable('The carrier answered what cannot be read.');
  if (reply.data.trackingNumber !== trackingNumber)
    throw new CarrierUnavailable('The carrier answered about another parcel.');
  return reply.data.events.map(({ number, at, ...event }) => ({
    ...event,
    orderNumber: number,
    at: toInstant(Date.parse(at)),
  }));
}
