import * as z from 'zod';
import { claimFacts, day, letterFacts, regionCode, sellerId } from './facts.ts';
import { claimKind, instant, kopecks, line } from './primitives.ts';
import { shownSignal, signalLevel } from './signals.ts';

const count = z.int().min(0);

/** Percentiles of a duration, in hours, within 1 % of the true value; null while there is none. */
export const durationHours = z.strictObject({
  count,
  p50: z.number().nullable(),
  p90: z.number().nullable(),
  p99: z.number().nullable(),
});
export type DurationHours = z.infer<typeof durationHours>;

/**
 * The figures of a place and a period. Each is counted on its own day: a sale on the day it was sold, a claim filed
 * on the day it was filed, an outcome and its money on the day the claim came to its end.
 */
export const measures = z.strictObject({
  sold: count,
  voided: count,
  ended: count,
  /** Prices of what was sold, less those of what was voided, by their days; kopecks, negative on a day of refunds. */
  premium: z.int(),
  filed: count,
  filedByKind: z.partialRecord(claimKind, count),
  filedByChannel: z.partialRecord(z.enum(['web', 'phone']), count),
  compensated: count,
  refundedBySeller: count,
  recoveredThroughBank: count,
  refused: count,
  withdrawn: count,
  lapsed: count,
  merged: count,
  paid: kopecks,
  recovered: kopecks,
  /** Helped (compensated, refunded, recovered) ÷ (helped + refused + lapsed); null while nothing was decided. */
  compensatedShare: z.number().nullable(),
  /** Kopecks paid by us ÷ premium; null without premium. */
  paidToPremium: z.number().nullable(),
  timeToDecision: durationHours,
  timeToPayout: durationHours,
});
export type Measures = z.infer<typeof measures>;

/** Measures whose claims can be listed; the number and the list are the same claims. */
export const claimMeasure = z.enum([
  'filed',
  'compensated',
  'refundedBySeller',
  'recoveredThroughBank',
  'refused',
  'withdrawn',
  'lapsed',
  'merged',
]);
export type ClaimMeasure = z.infer<typeof claimMeasure>;

/** Both days included; the period before is as long and ends on the day before `from`. */
const period = z.strictObject({ from: day, to: day });

export const regionReport = z.strictObject({
  period,
  previousPeriod: period.optional(),
  regions: z.array(z.strictObject({ region: regionCode, measures, previous: measures.optional() })),
  total: z.strictObject({ measures, previous: measures.optional() }),
});
export type RegionReport = z.infer<typeof regionReport>;

export const officeReport = z.strictObject({
  period,
  previousPeriod: period.optional(),
  region: regionCode,
  offices: z.array(z.strictObject({ office: z.string(), measures, previous: measures.optional() })),
  nextCursor: z.string().optional(),
});
export type OfficeReport = z.infer<typeof officeReport>;

/** For plots: one point for each day or month that has something. */
export const reportSeries = z.strictObject({
  period,
  step: z.enum(['day', 'month']),
  series: z.array(
    z.strictObject({
      region: regionCode,
      points: z.array(z.strictObject({ at: z.string().describe('2026-11-22 or 2026-11'), measures })),
    }),
  ),
});
export type ReportSeries = z.infer<typeof reportSeries>;

/** A claim as an analyst sees it: no person, no texts. */
export const reportClaim = claimFacts;

export const reportClaimPage = z.strictObject({
  claims: z.array(reportClaim),
  nextCursor: z.string().optional(),
});
export type ReportClaimPage = z.infer<typeof reportClaimPage>;

/** The case behind a number: what is known of a claim, its letters and what stands out. */
export const reportClaimSheet = z.strictObject({
  claim: reportClaim,
  letters: z.array(letterFacts),
  judgement: z
    .strictObject({
      ruleSet: z.string(),
      judgedAt: instant,
      weight: z.int(),
      level: signalLevel,
      signals: z.array(shownSignal),
    })
    .optional(),
});
export type ReportClaimSheet = z.infer<typeof reportClaimSheet>;

/** What a regional press office publishes, with where each number comes from. */
export const release = z.strictObject({
  period,
  /** Left out: the whole country. */
  region: regionCode.optional(),
  text: z.strictObject({ ru: z.string(), en: z.string() }),
  sources: z.array(
    z.strictObject({
      /** As it stands in the Russian text, and in the English one. */
      shown: z.string(),
      shownEn: z.string(),
      measure: z.string(),
      value: z.number(),
      /** How it was counted, in both languages. */
      counted: z.strictObject({ ru: z.string(), en: z.string() }),
    }),
  ),
});
export type Release = z.infer<typeof release>;

/** A seller over time: what was claimed, how it ended, what they answered, under which names. */
export const sellerPage = z.strictObject({
  sellerId,
  /** Names that the seller appeared under, newest first; a tax number where one was given. */
  aliases: z
    .array(
      z.strictObject({
        sellerId,
        name: line(120),
        taxNumber: z.string().optional(),
        firstSeenAt: instant,
        lastSeenAt: instant,
      }),
    )
    .max(50),
  /** Of the same 36 months as `months` are taken from, this one included. */
  totals: z.strictObject({
    parcels: count,
    filed: count,
    confirmed: count,
    refused: count,
    paid: kopecks,
    recovered: kopecks,
    lettersSent: count,
    lettersAnswered: count,
  }),
  months: z
    .array(
      z.strictObject({ month: z.string(), parcels: count, filed: count, confirmed: count, paid: kopecks }),
    )
    .max(36),
  /** Newest first. */
  claims: z
    .array(
      z.strictObject({
        trackingNumber: z.string(),
        claimId: z.string(),
        kind: claimKind,
        status: z.string(),
        amount: kopecks,
        paid: kopecks,
        filedAt: instant,
        closedAt: instant.optional(),
      }),
    )
    .max(200),
  letters: z.array(letterFacts).max(200),
  /** As the clerk would be told now. */
  warnings: z.array(z.strictObject({ rule: z.string(), ru: z.string(), en: z.string() })),
});
export type SellerPage = z.infer<typeof sellerPage>;
