import * as z from 'zod';
import { email, instant, kopecks, line, locale, phone } from './primitives.ts';

export const office = z.strictObject({
  index: z.string().regex(/^[0-9]{6}$/),
  region: line(80),
  timeZone: z.string().min(1).max(40).describe('IANA name, one of the eleven zones in use'),
});

export const customer = z.strictObject({
  phone,
  email: email.optional(),
  locale: locale.optional(),
});

export const seller = z.strictObject({
  name: line(120),
  taxNumber: z
    .string()
    .regex(/^[0-9]{10}([0-9]{2})?$/)
    .optional(),
  phone: phone.optional(),
  /** The account that the cash on delivery goes to, where the till knows it. */
  account: z
    .string()
    .regex(/^[0-9]{20}$/)
    .optional(),
});

/** What may be said of a person in a policy; it lives under one attribute and passes through the personal vault. */
export const policyPersonal = z.strictObject({ customer, seller });

export const policyStatus = z.enum(['active', 'ended', 'voided']);
export type PolicyStatus = z.infer<typeof policyStatus>;

/** A policy as it is stored: the outcome of one sale. What is true *now* is `effectiveStatus` (policies/policy.ts). */
export const policy = z.strictObject({
  trackingNumber: z.string(),
  policyId: z.string(),
  /** The terms that it was sold under judge it for ever. */
  termsVersion: z.string(),
  status: policyStatus,
  amount: kopecks,
  price: kopecks,
  soldAt: instant,
  receivedAt: instant,
  startsAt: instant,
  endsAt: instant,
  /** Until when a claim can be filed: `endsAt`, or later when something was begun before it. */
  claimableUntil: instant,
  openClaims: z.int().min(0),
  /** Uploads ever started: how many films may have to be removed. */
  uploads: z.int().min(0),
  office,
  clerkId: line(64),
  consent: z.strictObject({ termsVersion: z.string(), acceptedAt: instant, personalData: z.literal(true) }),
  idempotencyKey: z.string(),
  requestDigest: z.string(),
  linkVersion: z.int().min(1),
  personal: policyPersonal,
  /** The warning on the seller that the sale answered, packed (sellers/warnings.ts): a repeat answers it again. */
  warned: z.string().max(60).optional(),
  /** When the expiry job has to look at this policy again; absent when it has nothing to do. */
  dueAt: instant.optional(),
  endedAt: instant.optional(),
  /** The link goes on working for a while after the last claim was closed. */
  lastClaimClosedAt: instant.optional(),
  voidedAt: instant.optional(),
  voidReason: line(300).optional(),
  version: z.int().min(1),
});
export type Policy = z.infer<typeof policy>;
