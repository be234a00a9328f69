import * as z from 'zod';
import { claimStatus } from '../contracts/case.ts';

/**
 * Something that a customer has to be told. It carries ids and codes only, never a text or a phone: whoever
 * sends it reads the truth again and drops what is no longer true.
 */
export const notice = z.discriminatedUnion('about', [
  z.strictObject({
    about: z.enum(['policy-sold', 'policy-ending', 'policy-ended', 'policy-voided']),
    trackingNumber: z.string(),
    policyId: z.string(),
  }),
  z.strictObject({
    about: z.literal('claim-status'),
    trackingNumber: z.string(),
    policyId: z.string(),
    claimId: z.string(),
    /** The claim's version at which it entered this status: one message per entry. */
    version: z.int(),
    status: claimStatus,
  }),
  z.strictObject({
    about: z.literal('payee-code'),
    trackingNumber: z.string(),
    policyId: z.string(),
    claimId: z.string(),
    /** The code is derived from it when the message is written: it is never queued. */
    challengeId: z.string(),
  }),
  // A letter that a specialist sent by e-mail: to a seller or a bank, or to the customer.
  z.strictObject({
    about: z.literal('letter-sent'),
    trackingNumber: z.string(),
    policyId: z.string(),
    claimId: z.string(),
    letterId: z.string(),
  }),
]);
export type Notice = z.infer<typeof notice>;
