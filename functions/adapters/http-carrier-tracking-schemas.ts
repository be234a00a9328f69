import * as z from 'zod';
import { kopecks, line } from '../contracts/primitives.ts';

/** More than a parcel ever has; a longer list is not one of a parcel. */
const MOST_EVENTS = 200;

/** Unknown fields are the carrier's own affair, and so are types of events that say nothing of accepting or paying. */
export const answer = z.object({
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
