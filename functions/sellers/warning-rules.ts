/** One sentence for a clerk to read aloud, and when there is enough behind it. */
export interface WarningRule {
  id: string;
  /** `name`: where nothing but a name tells who the seller is, which takes more to be sure of. */
  knownBy: 'tax-number-or-phone' | 'name';
  /** Claims that ended in the buyer's favour, at least. */
  confirmed: number;
  /** Counted back from now, at most the days that parcels are counted over. */
  windowDays: number;
  /** Confirmed claims ÷ the seller's parcels, at least. */
  share: number;
  /** Placeholders: `claims` and `days`. Facts as of now, no opinion of the seller. */
  sentence: { ru: string; en: string };
}

export interface WarningRuleSet {
  version: string;
  /** The first that holds speaks: one sentence is what a clerk can read aloud. */
  rules: readonly WarningRule[];
}

/** Parcels are counted over as many days; no rule may look further back. */
export const PARCEL_DAYS = 90;

/**
 * About one protected parcel in twenty leads to a claim, and nearly all claims are confirmed: a seller is spoken of
 * from three times that share on (docs/decisions/28). A set that was ever in use stays here unchanged, because a
 * repeated sale answers its sentence for ever; a change is a new set at the front.
 */
export const WARNING_RULE_SETS: readonly [WarningRuleSet, ...WarningRuleSet[]] = [
  {
    version: '2026-11',
    rules: [
      {
        id: 'many-confirmed',
        knownBy: 'tax-number-or-phone',
        confirmed: 7,
        windowDays: 90,
        share: 0.15,
        sentence: {
          ru: 'За {days} по посылкам этого продавца подтверждено {claims}.',
          en: 'In the last {days}: {claims} confirmed on this seller’s parcels.',
        },
      },
      {
        id: 'large-share',
        knownBy: 'tax-number-or-phone',
        confirmed: 4,
        windowDays: 90,
        share: 0.4,
        sentence: {
          ru: 'За {days} по посылкам этого продавца подтверждено {claims}.',
          en: 'In the last {days}: {claims} confirmed on this seller’s parcels.',
        },
      },
      {
        id: 'same-name',
        knownBy: 'name',
        confirmed: 7,
        windowDays: 90,
        share: 0.3,
        sentence: {
          ru: 'За {days} по посылкам продавца с таким названием подтверждено {claims}.',
          en: 'In the last {days}: {claims} confirmed on parcels of a seller of this name.',
        },
      },
    ],
  },
];
