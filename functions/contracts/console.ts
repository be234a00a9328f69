import * as z from 'zod';
import {
  accountPayee,
  claim,
  claimStatus,
  payoutStatus,
  refusalReasonCode,
  timelineEntry,
  upload,
} from './case.ts';
import { policy } from './policy.ts';
import { claimKind, email, givenInstant, instant, kopecks, line, locale, phone, text } from './primitives.ts';
import { earlierPolicy } from './sale.ts';

/** A claim that a specialist takes down on the telephone. */
export const phoneClaimRequest = z.strictObject({
  kind: claimKind,
  description: text(4000),
  amount: z.int().describe('the loss, kopecks'),
  callStartedAt: givenInstant.optional().describe('when the call began: this decides whether it is in time'),
});

export const caseActionRequest = z.strictObject({
  amount: z.int().optional().describe('approve: kopecks, the whole loss when left out'),
  reasonCode: refusalReasonCode.optional(),
  clause: line(40).optional(),
  evidence: z.array(line(120)).max(20).optional().describe('what the decision rests on'),
  explanation: text(2000).optional(),
  whatWouldChange: text(2000).optional(),
  question: text(2000).optional().describe('ask-for-more'),
  answer: text(4000).optional().describe('answer, as given on the telephone'),
  documents: z.array(z.string().max(128)).max(10).optional().describe('answer: ids of received documents'),
  reason: text(4000).optional().describe('appeal, as given on the telephone'),
});

export const searchRequest = z.strictObject({ phone });

export const searchAnswer = z.strictObject({
  parcels: z.array(z.strictObject({ trackingNumber: z.string(), soldAt: instant })),
});

export const workPage = z.strictObject({
  cases: z.array(
    z.strictObject({
      trackingNumber: z.string(),
      claimId: z.string(),
      queue: z.string(),
      status: claimStatus,
      kind: claimKind,
      amount: kopecks,
      filedAt: instant,
      dueAt: instant,
      overdue: z.boolean(),
      allowedActions: z.array(z.string()),
    }),
  ),
  nextCursor: z.string().optional(),
});

const caseClaim = claim
  .omit({ personal: true, lastAction: true, trackingNumber: true, timeZone: true })
  .extend({
    description: z.string(),
    answers: z.array(z.string()),
    /** The account masked; missing while the money goes to the phone of the sale. */
    payee: accountPayee.extend({ account: z.string() }).optional(),
    appealReason: z.string().optional(),
    allowedActions: z.array(z.string()),
  });

const caseEvidence = upload
  .omit({ multipartId: true, objectKey: true, trackingNumber: true, uploadId: true, partSize: true })
  .extend({ evidenceId: z.string() });

export const caseView = z.strictObject({
  trackingNumber: z.string(),
  version: z.int(),
  policy: policy
    .omit({
      personal: true,
      idempotencyKey: true,
      requestDigest: true,
      dueAt: true,
      linkVersion: true,
      version: true,
    })
    .extend({
      videoRequired: z.boolean(),
      customer: z.strictObject({ phone, email: email.optional(), locale: locale.optional() }),
      seller: policy.shape.personal.shape.seller,
    }),
  earlierPolicies: z.array(earlierPolicy),
  claims: z.array(caseClaim),
  evidence: z.array(caseEvidence),
  payouts: z.array(
    z.strictObject({
      claimId: z.string(),
      reference: z.string(),
      amount: kopecks,
      status: payoutStatus,
      intendedAt: instant,
      settledAt: instant.optional(),
      rejection: z.string().optional(),
    }),
  ),
  timeline: z.array(timelineEntry.omit({ trackingNumber: true })),
});
export type CaseView = z.infer<typeof caseView>;

export const phoneClaimAnswer = caseClaim;

export const downloadAnswer = z.strictObject({ url: z.string(), expiresAt: instant });
