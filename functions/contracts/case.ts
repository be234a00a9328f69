import * as z from 'zod';
import { MOST_RECOVERIES } from './most-recoveries.ts';
import {
  actor,
  claimKind,
  device,
  documentKind,
  email,
  instant,
  kopecks,
  letterKind,
  line,
  locale,
  text,
} from './primitives.ts';
import type { ClaimJudgement } from './signals.ts';

/** The states of a claim; what each means, who acts and until when is the table in claims/claim-lifecycle.ts. */
export const claimStatus = z.enum([
  'awaiting-video',
  'in-review',
  'awaiting-customer',
  'awaiting-reply',
  'in-appeal',
  'awaiting-approval',
  'approved',
  'paying',
  'compensated',
  'refunded-by-seller',
  'recovered-through-bank',
  'refused',
  'withdrawn',
  'lapsed',
  'merged',
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

/** A file that a decision rests on, and the second of a film that matters. */
export const citedFile = z.strictObject({
  evidenceId: z.string().max(128),
  second: z.number().min(0).optional(),
});
export type CitedFile = z.infer<typeof citedFile>;

/** Mandatory documents of the terms that a decision goes without, and why. */
export const withoutDocuments = z.strictObject({
  documents: z.array(documentKind).min(1).max(20),
  reason: text(500),
});

/**
 * What a specialist wants to be paid above the limit of the terms. `binding` is a digest of amount, payee and
 * evidence (claims/approval-binding.ts): when one of them changes, the proposal is worth nothing.
 */
export const proposal = z.strictObject({
  by: actor,
  at: instant,
  amount: kopecks,
  /** Of the terms, by which it would be paid. */
  clause: line(40).optional(),
  evidence: z.array(line(120)).max(20),
  files: z.array(citedFile).max(20),
  explanation: text(2000).optional(),
  withoutDocuments: withoutDocuments.optional(),
  binding: z.string(),
});
export type Proposal = z.infer<typeof proposal>;

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
  files: z.array(citedFile).max(20).optional(),
  withoutDocuments: withoutDocuments.optional(),
  /** The second person, where the sum needs one, and what their approval is bound to. */
  approvedBy: actor.optional(),
  binding: z.string().optional(),
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

/** What was got back from somebody else than us. */
export const recovery = z.strictObject({
  source: z.enum(['seller', 'bank']),
  amount: kopecks,
  at: instant,
  by: actor,
});
export type Recovery = z.infer<typeof recovery>;

/** Where the cash on delivery is, as the carrier tells: between accepted and paid out it can still be stopped. */
export const moneyInPost = z.strictObject({
  state: z.enum(['none', 'accepted', 'paid-out']),
  checkedAt: instant,
  orderNumber: line(40).optional(),
  amount: kopecks.optional(),
  acceptedAt: instant.optional(),
  paidOutAt: instant.optional(),
  /** Index of the office where the seller gets the money. */
  payeeOffice: line(80).optional(),
});
export type MoneyInPost = z.infer<typeof moneyInPost>;

/** What the service proposes to do next: a letter, or to decide. */
export const suggestedStep = z.enum([...letterKind.options, 'decide']);
export type SuggestedStep = z.infer<typeof suggestedStep>;

export const claim = z.strictObject({
  trackingNumber: z.string(),
  claimId: z.string(),
  policyId: z.string(),
  termsVersion: z.string(),
  timeZone: z.string(),
  /** The customer's, so that somebody takes the case who speaks it. */
  locale: locale.optional(),
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
  question: z
    .strictObject({
      text: text(2000),
      askedAt: instant,
      by: actor,
      /** Documents of the checklist that were asked for. */
      documents: z.array(documentKind).max(20).optional(),
    })
    .optional(),
  /** Whose case it is; nobody's since `unassignedSince` otherwise. */
  assignee: z.strictObject({ id: z.string().max(128), since: instant }).optional(),
  unassignedSince: instant.optional(),
  proposal: proposal.optional(),
  /** Refunds by the seller and through the bank: together with what is paid never more than the loss. */
  recoveries: z.array(recovery).max(MOST_RECOVERIES).optional(),
  moneyInPost: moneyInPost.optional(),
  /** A specialist has to act by then whatever the state: the money can still be stopped. */
  urgentUntil: instant.optional(),
  suggestedStep: suggestedStep.optional(),
  /** The claim of the same event that this one goes on in. */
  mergedInto: z.string().optional(),
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
    /** What the second person, or whoever gave the claim back or opened it again, says to the next one. */
    remark: text(2000).optional(),
    payee: accountPayee.optional(),
    /** The browser that filed it; only its keyed hash is ever compared, and nobody is shown it. */
    device: device.optional(),
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
  /** What a document shows, as whoever sent it said or a specialist found. */
  documentKind: documentKind.optional(),
  /** A specialist who filed it for the customer; left out: the customer. */
  filedBy: actor.optional(),
  /** Moments of a film that matter. */
  bookmarks: z
    .array(z.strictObject({ second: z.number().min(0), note: line(200), by: actor, at: instant }))
    .max(50)
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
  /** Set before the first sending: from then on the provider may know the reference, and after a day may have forgotten it. */
  submittedAt: instant.optional(),
  settledAt: instant.optional(),
  providerId: z.string().optional(),
  rejection: z.string().optional(),
  /** Who found out elsewhere that the money arrived, where the provider never said so. */
  settledBy: actor.optional(),
});
export type Payout = z.infer<typeof payout>;

export const letterStatus = z.enum(['draft', 'sent', 'answered', 'discarded']);

export const letterRecipient = z.strictObject({
  name: line(200),
  address: text(500).optional(),
  email: email.optional(),
});
export type LetterRecipient = z.infer<typeof letterRecipient>;

/** A letter of a claim. Once sent it is what was sent: the bytes stand in the bucket under `pdf`. */
export const letter = z.strictObject({
  trackingNumber: z.string(),
  letterId: z.string(),
  claimId: z.string(),
  policyId: z.string(),
  kind: letterKind,
  status: letterStatus,
  version: z.int().min(1),
  createdAt: instant,
  createdBy: actor,
  /** Uploads that go along. */
  enclosures: z.array(z.string().max(128)).max(30),
  channel: z.enum(['email', 'post']).optional(),
  outgoingNumber: z.string().optional(),
  sentAt: instant.optional(),
  sentBy: actor.optional(),
  /** Until when an answer is awaited; left out where none is. */
  replyDueAt: instant.optional(),
  /** Of the registered letter that it was posted as. */
  postalTrackingNumber: z.string().optional(),
  pdf: z
    .strictObject({ objectKey: z.string(), sha256: z.string(), size: z.int(), pages: z.int() })
    .optional(),
  replies: z
    .array(
      z.strictObject({
        receivedAt: instant,
        filedAt: instant,
        by: actor,
        outcome: z.enum(['agreed', 'declined', 'other']),
        documents: z.array(z.string().max(128)).max(20),
      }),
    )
    .max(20),
  personal: z.strictObject({
    recipient: letterRecipient,
    subject: line(300),
    body: text(12_000),
    /** In the order of `replies`. */
    replySummaries: z.array(text(4000)).max(20),
  }),
});
export type Letter = z.infer<typeof letter>;

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
  letters: Letter[];
  timeline: TimelineEntry[];
  /** What stands out about its claims. They change no version, and no rule of a claim looks at them. */
  judgements: ClaimJudgement[];
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
