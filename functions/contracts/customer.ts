import * as z from 'zod';
import { claimStatus, finding, refusalReasonCode, uploadStatus } from './case.ts';
import { policyStatus } from './policy.ts';
import { claimKind, instant, kopecks, text } from './primitives.ts';

export const claimRequest = z.strictObject({
  kind: claimKind,
  description: text(4000),
  amount: z.int().describe('the loss, kopecks'),
});

export const customerActionRequest = z.strictObject({
  answer: text(4000).optional(),
  reason: text(4000).optional().describe('appeal: why the decision should be looked at again'),
});

/** What the customer reads about a claim: who acts, by when, and what happens otherwise. */
const claimCard = z.strictObject({
  title: z.string(),
  whoActs: z.string(),
  byWhen: z.string().optional(),
  otherwise: z.string().optional(),
});

export const customerClaim = z.strictObject({
  claimId: z.string(),
  trackingNumber: z.string(),
  status: claimStatus,
  kind: claimKind,
  amount: kopecks,
  description: z.string(),
  channel: z.enum(['web', 'phone']),
  filedAt: instant,
  deadline: instant.optional(),
  timeZone: z.string(),
  allowedActions: z.array(z.string()),
  question: z.string().optional(),
  refusal: z
    .strictObject({
      reasonCode: refusalReasonCode,
      reason: z.string(),
      clause: z.string(),
      evidence: z.array(z.string()),
      explanation: z.string().optional(),
      whatWouldChange: z.string().optional(),
      appealUntil: instant,
    })
    .optional(),
  approvedAmount: kopecks.optional(),
  paidAmount: kopecks.optional(),
  card: claimCard,
});
export type CustomerClaim = z.infer<typeof customerClaim>;

export const uploadRequest = z.strictObject({
  fileName: z.string().min(1).max(255),
  contentType: z.string().min(1).max(127),
  size: z.int().min(1),
});

export const uploadStarted = z.strictObject({
  uploadId: z.string(),
  partSize: z.int(),
  partCount: z.int(),
});

export const partsRequest = z.strictObject({
  parts: z
    .array(
      z.strictObject({
        partNumber: z.int().min(1).max(10_000),
        size: z.int().min(1),
        sha256: z
          .string()
          .regex(/^[A-Za-z0-9+/]{43}=$/)
          .describe('of the part, base64'),
      }),
    )
    .min(1)
    .max(50),
});

export const partsSigned = z.strictObject({
  parts: z.array(
    z.strictObject({
      partNumber: z.int(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      expiresAt: instant,
    }),
  ),
});

export const uploadView = z.strictObject({
  uploadId: z.string(),
  status: uploadStatus,
  fileName: z.string(),
  size: z.int(),
  partSize: z.int(),
  partCount: z.int(),
  receivedParts: z.array(z.strictObject({ partNumber: z.int(), size: z.int() })),
});

export const completeRequest = z.strictObject({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('of the whole file, hex'),
});

export const uploadCompleted = z.strictObject({ evidenceId: z.string(), status: z.literal('received') });

export const customerPolicy = z.strictObject({
  policyId: z.string(),
  trackingNumber: z.string(),
  status: policyStatus,
  amount: kopecks,
  price: kopecks,
  termsVersion: z.string(),
  startsAt: instant,
  endsAt: instant,
  claimableUntil: instant,
  timeZone: z.string(),
  videoRequired: z.boolean(),
  coveredKinds: z.array(claimKind),
  film: z.strictObject({
    maximumBytes: z.int(),
    filesPerPolicy: z.int(),
    acceptedTypes: z.array(z.string()),
    minimumSeconds: z.number(),
  }),
  claims: z.array(customerClaim),
  uploads: z.array(
    z.strictObject({
      uploadId: z.string(),
      fileName: z.string(),
      size: z.int(),
      status: uploadStatus,
      startedAt: instant,
      findings: z.array(finding).optional(),
    }),
  ),
  serverTime: instant,
});
export type CustomerPolicy = z.infer<typeof customerPolicy>;
