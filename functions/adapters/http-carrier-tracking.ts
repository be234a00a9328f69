import * as z from 'zod';
import { type MoneyOrderEvent, moneyOrderOf } from '../claims/money-in-post.ts';
import { type CarrierTracking, CarrierUnavailable } from '../claims/ports.ts';
import { toInstant } from '../clock.ts';
import { kopecks, line } from '../contracts/primitives.ts';
import { callProvider, type HttpProviderSettings } from './bounded-fetch.ts';

/** Nobody's claim waits for the carrier: the function that asks has 15 seconds for all it does. */
const TIMEOUT_MILLIS = 5_000;
const LONGEST_REPLY = 65_536;

/** More than a parcel ever has; a longer list is not one of a parcel. */
const MOST_EVENTS = 200;

/** Unknown fields are the carrier's own affair, and so are types of events that say nothing of accepting or paying. */
const answer = z.object({
  trackingNumber: z.string(),
  events: z
    .array(
      z.object({
        number: line(40),
        type: z.int(),
        /** A time without its offset could be anywhere between Kaliningrad and Kamchatka. */
        at: z.iso.datetime({ offset: true }),
        amount: kopecks,
        payeeOffice: z
          .string()
          .regex(/^[0-9]{6}$/)
          .optional(),
      }),
    )
    .max(MOST_EVENTS),
});

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
