import * as z from 'zod';
import { actor, claimKind, instant, kopecks, line, text } from './primitives.ts';

/** The states of a claim; what each means, who acts and until when is the table in claims/claim-lifecycle.ts. */
export const claimStatus = z.enum([
  'awaiting-video',
  'in-review',
  'awaiting-customer',
  'in-appeal',
  'approved',
  'paying',
  'compensated',
  'refused',
  'withdrawn',
  'lapsed',
  'needs-attention',
]);
export type ClaimStatus = z.infer<typeof claimStatus>;

export const refusalReasonCode = z.enum([
  'not-covered',
  'no-deceit-found',
  'evidence-insufficient',
  'already-refunded',
  'other',
]);
export type RefusalReasonCode = z.infer<typeof refusalReasonCode>;

/** A specialist's decision; a refusal always says why, by which clause, on what evidence and until when to appeal. */
export const decision = z.strictObject({
  outcome: z.enum(['approved', 'refused']),
  by: actor,
  at: instant,
  amount: kopecks.optional(),
  reasonCode: refusalReasonCode.optional(),
  clause: line(40).optional(),
  evidence: z.array(line(120)).max(20).optional(),
  explanation: text(2000).optional(),
  whatWouldChange: text(2000).optional(),
  appealUntil: instant.optional(),
});
export type Decision = z.infer<typeof decision>;

/** The account that a customer has named for the money; without one it goes to the phone of the sale. */
export const accountPayee = z.strictObject({
  method: z.literal('account'),
  /** The bank's (БИК). */
  bankIdentificationCode: z.string().regex(/^[0-9]{9}$/),
  account: z.string().regex(/^[0-9]{20}$/),
  holder: line(120),
});
export type AccountPayee = z.infer<typeof accountPayee>;

export const claim = z.strictObject({
  trackingNumber: z.string(),
  claimId: z.string(),
  policyId: z.string(),
  termsVersion: z.string(),
  timeZone: z.string(),
  kind: claimKind,
  /** The loss that the customer names, in kopecks. */
  amount: kopecks,
  /** What was paid for the parcel, kopecks: all claims of the policy together get no more. */
  purchaseAmount: kopecks.optional(),
  channel: z.enum(['web', 'phone']),
  /** When the first filing reached us. */
  filedAt: instant,
  /** When it was begun (the upload's start, the call): this decides whether it is in time. */
  startedAt: instant,
  filedBy: actor,
  status: claimStatus,
  statusSince: instant,
  deadline: instant.optional(),
  version: z.int().min(1),
  /** Which execution of the workflow follows this claim; a restart counts up. */
  workflowRun: z.int().min(1),
  decision: decision.optional(),
  /** A refusal is looked at again once; from then on the claim is judged by somebody else than who refused it. */
  appeal: z.strictObject({ at: instant, by: actor, refusedBy: actor, previousDecision: decision }).optional(),
  question: z.strictObject({ text: text(2000), askedAt: instant, by: actor }).optional(),
  /** Why a person has to look, as a stable code. */
  attention: z.string().optional(),
  /** The last action and the digest of its input: the same one again answers the same. */
  lastAction: z.strictObject({ action: z.string(), digest: z.string(), by: actor }).optional(),
  /** Documents that came with the customer's answers, by their uploads' ids. */
  documents: z.array(z.string()).max(200).optional(),
  personal: z.strictObject({
    description: text(4000),
    answers: z.array(text(4000)).max(20),
    appealReason: text(4000).optional(),
    payee: accountPayee.optional(),
  }),
});
export type Claim = z.infer<typeof claim>;

export const uploadStatus = z.enum(['open', 'completing', 'received', 'aborted']);

/** A film shows the unboxing; a document (a photograph, a receipt) goes with an answer to the specialist. */
export const uploadPurpose = z.enum(['film', 'document']);
export type UploadPurpose = z.infer<typeof uploadPurpose>;

/** Codes of what the check of a film or a document finds; the specialist sees them, none refuses by itself. */
export const finding = z.enum([
  'not-a-video',
  'not-a-document',
  'too-short',
  'recorded-before-sale',
  'recorded-after-upload',
  'recording-time-unknown',
  'type-differs',
  'contains-markup',
  'sha256-differs',
  'unreadable',
]);
export type Finding = z.infer<typeof finding>;

/** An upload and, once received, the evidence that it is: one item, one key in the bucket, used once. */
export const upload = z.strictObject({
  trackingNumber: z.string(),
  uploadId: z.string(),
  policyId: z.string(),
  /** Id of the multipart upload at the object storage. */
  multipartId: z.string(),
  objectKey: z.string(),
  fileName: line(255),
  contentType: line(127),
  /** Left out: a film, as everything was before there were documents. */
  purpose: uploadPurpose.optional(),
  /** Not there while a film is being recorded in the page: its length shows when it is complete. */
  size: z.int().min(1).optional(),
  partSize: z.int().min(1),
  partCount: z.int().min(1).optional(),
  /** Said into the camera of a film that is recorded in the page: six characters of Crockford's base 32. */
  recordingCode: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{6}$/)
    .optional(),
  startedAt: instant,
  status: uploadStatus,
  receivedAt: instant.optional(),
  /** SHA-256 of the whole in hex: as the browser said, and as the server computed from the stored object. */
  claimedSha256: z.string().optional(),
  check: z
    .strictObject({
      checkedAt: instant,
      sha256: z.string(),
      size: z.int(),
      versionId: z.string().optional(),
      container: z.string().optional(),
      durationSeconds: z.number().optional(),
      width: z.int().optional(),
      height: z.int().optional(),
      recordedAt: instant.optional(),
      findings: z.array(finding).max(20),
    })
    .optional(),
  /** Until when the object is locked against removal, once it is evidence of a claim. */
  retainedUntil: instant.optional(),
  removedAt: instant.optional(),
});
export type Upload = z.infer<typeof upload>;

export const payoutStatus = z.enum(['intended', 'settled', 'rejected']);

/** To whom an intent goes, as far as it may stand outside of what is personal; the whole stands with the claim. */
export const payoutRecipient = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('phone') }),
  z.strictObject({ method: z.literal('account'), lastDigits: z.string().regex(/^[0-9]{4}$/) }),
]);
export type PayoutRecipient = z.infer<typeof payoutRecipient>;

/** One intent to pay, written before the provider hears of it; the reference is derived from the claim. */
export const payout = z.strictObject({
  trackingNumber: z.string(),
  claimId: z.string(),
  reference: z.string(),
  amount: kopecks,
  status: payoutStatus,
  intendedAt: instant,
  /** Fixed with the intent; intents of before there was a choice have none and go to the phone of the sale. */
  recipient: payoutRecipient.optional(),
  /** Set before the first call: from then on the provider may know the reference, so look up before any resend. */
  submittedAt: instant.optional(),
  settledAt: instant.optional(),
  providerId: z.string().optional(),
  rejection: z.string().optional(),
});
export type Payout = z.infer<typeof payout>;

/** Append-only, chained by hash: removing, changing or reordering an entry shows (claims/timeline.ts). */
export const timelineEntry = z.strictObject({
  trackingNumber: z.string(),
  sequence: z.int().min(1),
  at: instant,
  actor,
  action: z.string().max(60),
  claimId: z.string().optional(),
  uploadId: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** Codes, sums and dates only: nothing personal. */
  facts: z.record(z.string().max(40), z.union([z.string().max(300), z.number(), z.boolean()])).optional(),
  previousHash: z.string(),
  hash: z.string(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** Counts every change of a parcel's case: the ETag, and what makes concurrent writers take turns. */
export const caseHead = z.strictObject({
  trackingNumber: z.string(),
  version: z.int().min(0),
  timelineLength: z.int().min(0),
  timelineHash: z.string(),
});
export type CaseHead = z.infer<typeof caseHead>;

export interface CaseFile {
  head: CaseHead;
  claims: Claim[];
  uploads: Upload[];
  payouts: Payout[];
  timeline: TimelineEntry[];
}

/** Where an execution waits for this claim: the task token goes no further than the table and Step Functions. */
export const workflowWait = z.strictObject({
  trackingNumber: z.string(),
  claimId: z.string(),
  status: claimStatus,
  taskToken: z.string(),
  since: instant,
});
export type WorkflowWait = z.infer<typeof workflowWait>;
