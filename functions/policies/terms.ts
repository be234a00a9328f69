import type { RefusalReasonCode, SuggestedStep } from '../contracts/case.ts';
import type { ClaimKind, DocumentKind, LetterKind } from '../contracts/primitives.ts';

/** A length in calendar units, counted in a time zone: 30 days is not one month (policies/deadline.ts). */
export type Term = { days: number } | { months: number };

/**
 * How a customer may cancel: insurance law gives the premium back within a cooling-off period when nothing was
 * claimed, service law at any time; both occur, so the regime is a term of the product.
 */
export type CancellationRegime = { regime: 'insurance'; coolingOff: Term } | { regime: 'service' };

/**
 * The terms of the product as they are sold. A policy keeps the version that it was sold under and is judged by
 * it for ever, so a published version is never edited: changed terms are a new entry in `termsByVersion`.
 */
export interface ProductTerms {
  version: string;
  /** Price of the protection, kopecks. */
  price: number;
  duration: Term;
  /** A purchase strictly above this sum (kopecks) needs a film of the unboxing; up to it a call is enough. */
  videoThreshold: number;
  coveredKinds: readonly ClaimKind[];
  /** The clause that each kind is paid by. */
  coverageClauses: Record<ClaimKind, string>;
  /** Sum of the purchase that can be protected, kopecks, both inclusive. */
  purchaseAmount: { minimum: number; maximum: number };
  /** The most that is paid out on one policy, kopecks, and never more than the purchase itself. */
  compensation: { maximumPerPolicy: number };
  /** Claims on one policy, over its whole life. */
  claimsPerPolicy: number;
  cancellation: CancellationRegime;
  /** What was begun in time can be finished until this much later: an upload, a call. */
  startedCounts: { upload: Term; callMinutes: number };
  /** How long each side has for its next step. */
  deadlines: Record<DeadlineName, Term>;
  appealWindow: Term;
  /** What is approved on a policy strictly above this sum (kopecks) takes a second person. */
  approval: { secondPersonAbove: number };
  /** How long an answer to a letter is awaited, and what is proposed when none comes. */
  letters: Record<LetterKind, LetterTerms>;
  /** While the cash on delivery has not reached the seller: how soon the letter that recalls it has to be out. */
  moneyInPost: { recallWithinHours: number };
  /** Documents that a claim of a kind is decided on; a requirement is met by any one of its documents. */
  checklists: Record<ClaimKind, readonly DocumentRequirement[]>;
  film: {
    /** Bytes of one file, 5 GiB: the most that one S3 object copy or completion is asked to handle. */
    maximumBytes: number;
    filesPerPolicy: number;
    acceptedTypes: readonly string[];
    /** Shorter films are pointed out to the specialist. */
    minimumSeconds: number;
  };
  /** Photographs and papers that go with an answer, counted apart from films. */
  documents: {
    /** Bytes of one file. */
    maximumBytes: number;
    filesPerPolicy: number;
    acceptedTypes: readonly string[];
  };
  retention: {
    /** Films of a policy that ended without a claim, counted from its end. */
    unclaimedFilm: Term;
    /** Films of a claim, counted from its filing: the limitation period (Civil Code, article 196). */
    claimedFilm: Term;
  };
  /** The customer is reminded this long before the end. */
  reminderBeforeEnd: { days: number };
  /** The customer's link works this long after the policy ended or its last claim closed. */
  linkAfterEnd: Term;
  /** Clauses that a refusal can rest on. */
  refusalReasons: Record<RefusalReasonCode, { clause: string }>;
}

export interface LetterTerms {
  /** Left out: no answer is awaited. */
  replyWithin?: Term;
  whenNoReply: SuggestedStep;
}

export interface DocumentRequirement {
  anyOf: readonly DocumentKind[];
  /** A claim is approved without it only with a reason. */
  mandatory: boolean;
}

/** The deadlines that the state table of a claim refers to. */
export type DeadlineName =
  | 'customer-films'
  | 'specialist-decides'
  | 'supervisor-approves'
  | 'reply-arrives'
  | 'customer-answers'
  | 'appeal-decided'
  | 'payout-starts'
  | 'payout-arrives'
  | 'supervisor-looks';

const terms2026: ProductTerms = {
  version: '2026-01',
  price: 9_900,
  duration: { days: 30 },
  videoThreshold: 300_000,
  coveredKinds: [
    'foreign-object',
    'wrong-item',
    'empty-or-incomplete',
    'damaged',
    'poor-quality',
    'counterfeit',
    'overcharged',
    'refund-withheld',
    'other',
  ],
  coverageClauses: {
    'foreign-object': '2.1',
    'wrong-item': '2.2',
    'empty-or-incomplete': '2.3',
    damaged: '2.4',
    'poor-quality': '2.5',
    counterfeit: '2.6',
    overcharged: '2.7',
    'refund-withheld': '2.8',
    other: '2.9',
  },
  purchaseAmount: { minimum: 1, maximum: 50_000_000 },
  compensation: { maximumPerPolicy: 50_000_000 },
  claimsPerPolicy: 20,
  cancellation: { regime: 'insurance', coolingOff: { days: 14 } },
  startedCounts: { upload: { days: 7 }, callMinutes: 120 },
  deadlines: {
    'customer-films': { days: 7 },
    'specialist-decides': { days: 5 },
    'supervisor-approves': { days: 2 },
    'reply-arrives': { days: 30 },
    'customer-answers': { days: 14 },
    'appeal-decided': { days: 10 },
    'payout-starts': { days: 1 },
    'payout-arrives': { days: 5 },
    'supervisor-looks': { days: 2 },
  },
  appealWindow: { days: 30 },
  approval: { secondPersonAbove: 1_000_000 },
  letters: {
    // The seller has ten days to give the money back (Consumer Protection Law, articles 22 and 26.1).
    'claim-to-seller': { replyWithin: { days: 10 }, whenNoReply: 'request-to-bank' },
    // A bank answers a complaint within fifteen days, thirty where it asks a payment system abroad (Law 161-FZ, 9.8).
    'request-to-bank': { replyWithin: { days: 30 }, whenNoReply: 'decide' },
    'recall-of-money-order': { replyWithin: { days: 3 }, whenNoReply: 'claim-to-seller' },
    'reply-to-customer': { whenNoReply: 'decide' },
  },
  moneyInPost: { recallWithinHours: 4 },
  checklists: {
    'foreign-object': [
      { anyOf: ['label-photo', 'packaging-photo'], mandatory: false },
      { anyOf: ['order-page', 'seller-correspondence'], mandatory: false },
    ],
    'wrong-item': [
      { anyOf: ['order-page', 'seller-correspondence'], mandatory: false },
      { anyOf: ['label-photo', 'packaging-photo'], mandatory: false },
    ],
    'empty-or-incomplete': [
      { anyOf: ['packaging-photo', 'label-photo'], mandatory: false },
      { anyOf: ['order-page', 'seller-correspondence'], mandatory: false },
    ],
    damaged: [
      { anyOf: ['item-photo', 'expert-opinion'], mandatory: true },
      { anyOf: ['packaging-photo', 'label-photo'], mandatory: false },
    ],
    'poor-quality': [
      { anyOf: ['item-photo', 'expert-opinion'], mandatory: true },
      { anyOf: ['order-page', 'seller-correspondence'], mandatory: false },
    ],
    counterfeit: [
      { anyOf: ['expert-opinion', 'item-photo'], mandatory: true },
      { anyOf: ['order-page', 'seller-correspondence'], mandatory: false },
    ],
    overcharged: [
      { anyOf: ['receipt', 'bank-statement'], mandatory: true },
      { anyOf: ['order-page', 'seller-correspondence'], mandatory: false },
    ],
    'refund-withheld': [
      { anyOf: ['return-receipt'], mandatory: true },
      { anyOf: ['seller-correspondence', 'bank-statement'], mandatory: false },
    ],
    other: [{ anyOf: ['seller-correspondence', 'order-page', 'other'], mandatory: false }],
  },
  film: {
    maximumBytes: 5 * 1024 ** 3,
    filesPerPolicy: 5,
    acceptedTypes: ['video/mp4', 'video/quicktime', 'video/webm', 'video/3gpp', 'video/x-matroska'],
    minimumSeconds: 10,
  },
  documents: {
    maximumBytes: 25 * 1024 ** 2,
    filesPerPolicy: 20,
    acceptedTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'application/pdf'],
  },
  retention: { unclaimedFilm: { days: 30 }, claimedFilm: { months: 36 } },
  reminderBeforeEnd: { days: 3 },
  linkAfterEnd: { months: 6 },
  refusalReasons: {
    'not-covered': { clause: '3.1' },
    'no-deceit-found': { clause: '3.2' },
    'evidence-insufficient': { clause: '4.2' },
    'already-refunded': { clause: '5.4' },
    other: { clause: '6.1' },
  },
};

/** Every version that was ever sold. */
export const publishedTerms: readonly ProductTerms[] = [terms2026];

const termsByVersion: ReadonlyMap<string, ProductTerms> = new Map(
  publishedTerms.map((terms) => [terms.version, terms]),
);

/** The version that is sold today. */
export const TERMS_ON_SALE = terms2026;

/** The terms of that version, or undefined when there never were such. */
export function findTerms(version: string): ProductTerms | undefined {
  return termsByVersion.get(version);
}

/** @throws Error for a version that was never published: a stored policy cannot carry one. */
export function termsOf(policy: { termsVersion: string }): ProductTerms {
  const terms = findTerms(policy.termsVersion);
  // Without the version: what stands there is none of ours, may be anything, and an error comes into a log.
  if (!terms) throw new Error('The policy carries a version of terms that was never published.');
  return terms;
}
