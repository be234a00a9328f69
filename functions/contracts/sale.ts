import * as z from 'zod';
import { customer, office, policyStatus, seller } from './policy.ts';
import { givenInstant, givenTrackingNumber, instant, kopecks, line } from './primitives.ts';

export const consent = z.strictObject({
  termsVersion: z.string().min(1).max(20),
  acceptedAt: givenInstant,
  /** A separate consent to the processing of personal data (152-ФЗ); without it nothing may be stored. */
  personalData: z.boolean(),
});

export const saleRequest = z.strictObject({
  trackingNumber: givenTrackingNumber,
  amount: z.int().describe('what the buyer pays on delivery, kopecks'),
  soldAt: givenInstant,
  office,
  clerkId: line(64),
  customer,
  seller,
  consent,
});
export type SaleRequest = z.infer<typeof saleRequest>;

/** A quote takes as much of the sale as is known already. */
export const quoteRequest = saleRequest.partial().required({ trackingNumber: true, amount: true });
export type QuoteRequest = z.infer<typeof quoteRequest>;

export const voidRequest = z.strictObject({ reason: line(300).optional(), clerkId: line(64).optional() });
export type VoidRequest = z.infer<typeof voidRequest>;

export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,64}$/);

const normalization = z
  .strictObject({
    given: z.string(),
    changes: z.array(z.enum(['spaces-removed', 'letters-capitalized', 'cyrillic-letters-replaced'])),
  })
  .describe('present when the number was not taken as given');

/** A fact about the seller that the clerk reads aloud before the buyer pays (sellers/warning-rules.ts). */
export const sellerWarning = z.strictObject({ rule: z.string(), ru: z.string(), en: z.string() });
export type SellerWarning = z.infer<typeof sellerWarning>;

const warnings = z
  .array(sellerWarning)
  .optional()
  .describe('left out where there is nothing to say, or where it was not known in time');

export const quoteAnswer = z.strictObject({
  trackingNumber: z.string(),
  amount: kopecks,
  price: kopecks,
  termsVersion: z.string(),
  videoRequired: z.boolean(),
  /** When the protection would end if it were sold now; only where the office's zone was given. */
  endsAt: instant.optional(),
  warnings,
  normalized: normalization.optional(),
});
export type QuoteAnswer = z.infer<typeof quoteAnswer>;

/** What a sale fixed for ever. */
const soldProtection = z.strictObject({
  policyId: z.string(),
  trackingNumber: z.string(),
  status: policyStatus,
  amount: kopecks,
  price: kopecks,
  termsVersion: z.string(),
  soldAt: instant,
  startsAt: instant,
  endsAt: instant,
  timeZone: z.string(),
  videoRequired: z.boolean(),
});

export const saleAnswer = soldProtection.extend({
  status: z.literal('active'),
  link: z.string(),
  warnings,
  normalized: normalization.optional(),
});
export type SaleAnswer = z.infer<typeof saleAnswer>;

/** A policy that was over when its number was sold protection again. */
export const earlierPolicy = z.strictObject({
  policyId: z.string(),
  status: policyStatus,
  amount: kopecks,
  soldAt: instant,
  endsAt: instant,
  voidedAt: instant.optional(),
});

export const saleView = soldProtection.extend({
  openClaims: z.int(),
  voidableUntil: instant.optional(),
  voidedAt: instant.optional(),
  earlierPolicies: z.array(earlierPolicy),
});
export type SaleView = z.infer<typeof saleView>;

export const voidAnswer = z.strictObject({
  policyId: z.string(),
  trackingNumber: z.string(),
  status: z.literal('voided'),
  voidedAt: instant,
  refund: kopecks,
});
export type VoidAnswer = z.infer<typeof voidAnswer>;
