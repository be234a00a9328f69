import * as z from 'zod';
import { regionCode, sellerId } from './facts.ts';
import { claimKind, instant, kopecks } from './primitives.ts';

/** What the sum of the weights advises: nothing, to look closely, or to take a second look before money goes out. */
export const signalLevel = z.enum(['none', 'flag', 'hold']);
export type SignalLevel = z.infer<typeof signalLevel>;

/** Another case that a signal points at. */
export const caseReference = z.strictObject({ trackingNumber: z.string(), claimId: z.string() });
export type CaseReference = z.infer<typeof caseReference>;

/** In what another case is the same: the trace that both left. */
export const traceKind = z.enum(['film', 'film-frames', 'document', 'payee', 'phone', 'device']);
export type TraceKind = z.infer<typeof traceKind>;

const share = z.strictObject({ sold: z.int().min(0), filed: z.int().min(0) });

/**
 * All that the rules may look at when they judge a claim: gathered once, kept with the judgement, so that another
 * rule set can judge the same claim again (`npm run signals -- rehearse`). Nothing personal.
 */
export const judgementFacts = z.strictObject({
  trackingNumber: z.string(),
  claimId: z.string(),
  policyId: z.string(),
  kind: claimKind,
  channel: z.enum(['web', 'phone']),
  amount: kopecks,
  purchaseAmount: kopecks,
  /** Of the terms: above it a film is needed. */
  videoThreshold: kopecks,
  region: regionCode,
  office: z.string(),
  clerkId: z.string(),
  sellerId,
  soldAt: instant,
  filedAt: instant,
  /** End of the protection as it was sold; what was begun in time may be filed later. */
  claimableUntil: instant,
  /** When the carrier says that the buyer paid for the parcel, where it says so. */
  handedOverAt: instant.optional(),
  /** Other cases with the same trace, newest first, of other policies only; `at`: when that claim was filed. */
  seenIn: z.partialRecord(traceKind, z.array(caseReference.extend({ at: instant.optional() })).max(20)),
  seller: z.strictObject({
    /** Parcels with protection in the last 90 days. */
    parcels: z.int().min(0),
    /** Claims that ended in the buyer's favour before this one, newest first, with when. */
    confirmed: z.array(caseReference.extend({ at: instant })).max(50),
  }),
  /** In the months in which the 90 days before the claim lie; `peerShare` is of the region's other offices. */
  officeShare: share,
  peerShare: share,
  clerkShare: share,
});
export type JudgementFacts = z.infer<typeof judgementFacts>;

/** One rule that fired. Its sentence is filled from `values`, in the rule set that judged (signals/rule-sets). */
export const signal = z.strictObject({
  rule: z.string().max(60),
  weight: z.int(),
  values: z.record(z.string().max(30), z.union([z.string().max(60), z.number()])),
  cases: z.array(caseReference).max(20),
});
export type Signal = z.infer<typeof signal>;

/** The judgement of a claim as it is kept beside it; a newer one replaces it. */
export const claimJudgement = z.strictObject({
  trackingNumber: z.string(),
  claimId: z.string(),
  /** Version of the rule set. */
  ruleSet: z.string().max(40),
  judgedAt: instant,
  weight: z.int(),
  level: signalLevel,
  signals: z.array(signal).max(40),
  facts: judgementFacts,
});
export type ClaimJudgement = z.infer<typeof claimJudgement>;

/** A signal as somebody reads it. */
export const shownSignal = z.strictObject({
  rule: z.string(),
  weight: z.int(),
  sentence: z.strictObject({ ru: z.string(), en: z.string() }),
  cases: z.array(caseReference),
  /** Whom it is about; in the list it stands with those. */
  about: z.enum(['buyer', 'seller', 'office']).optional(),
  /** Where the signal is about the seller: whose page to open. */
  sellerId: sellerId.optional(),
});
export type ShownSignal = z.infer<typeof shownSignal>;

/** In a case's view, for each claim that was judged. */
export const shownJudgement = z.strictObject({
  claimId: z.string(),
  ruleSet: z.string(),
  judgedAt: instant,
  weight: z.int(),
  level: signalLevel,
  signals: z.array(shownSignal),
  sellerId,
});
export type ShownJudgement = z.infer<typeof shownJudgement>;

/** Claims that stand out, heaviest first within a month of filing, the newest month first. */
export const signalPage = z.strictObject({
  claims: z.array(
    shownJudgement.extend({
      trackingNumber: z.string(),
      region: regionCode,
      kind: claimKind,
      amount: kopecks,
      filedAt: instant,
    }),
  ),
  nextCursor: z.string().optional(),
});
export type SignalPage = z.infer<typeof signalPage>;
