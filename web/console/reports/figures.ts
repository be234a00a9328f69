import type { ClaimMeasure, Measures } from '../../../functions/contracts/reports.ts';

/** The figures that the screen shows, in the order of its columns. */
export const FIGURE_NAMES = [
  'sold',
  'voided',
  'filed',
  'filedShare',
  'compensated',
  'refundedBySeller',
  'recoveredThroughBank',
  'refused',
  'compensatedShare',
  'paid',
  'premium',
  'paidToPremium',
  'decisionMedian',
  'decisionNinety',
  'payoutMedian',
] as const;
export type FigureName = (typeof FIGURE_NAMES)[number];

export function isFigureName(name: string | undefined): name is FigureName {
  return (FIGURE_NAMES as readonly (string | undefined)[]).includes(name);
}

/** `share`: 0.987 is shown as 98,7 %. `money`: kopecks. */
export type FigureKind = 'count' | 'share' | 'money' | 'hours';

export interface Figure {
  name: FigureName;
  kind: FigureKind;
  /** Null where there is nothing to tell. */
  of: (measures: Measures) => number | null;
  /** Whose claims can be listed. */
  claims?: ClaimMeasure;
  /** What a rise of it means to the one who answers for it. */
  rise: 'good' | 'bad' | 'neither';
}

const count = (
  name: FigureName & keyof Measures,
  rise: Figure['rise'],
  claims?: ClaimMeasure,
): [FigureName, Figure] => [
  name,
  { name, kind: 'count', of: (measures) => measures[name] as number, rise, ...(claims && { claims }) },
];

const other = (
  name: FigureName,
  kind: FigureKind,
  rise: Figure['rise'],
  of: Figure['of'],
): [FigureName, Figure] => [name, { name, kind, of, rise }];

export const FIGURES = Object.fromEntries([
  count('sold', 'good'),
  count('voided', 'neither'),
  count('filed', 'bad', 'filed'),
  other('filedShare', 'share', 'bad', ({ filed, sold }) => (sold > 0 ? filed / sold : null)),
  count('compensated', 'neither', 'compensated'),
  count('refundedBySeller', 'neither', 'refundedBySeller'),
  count('recoveredThroughBank', 'neither', 'recoveredThroughBank'),
  count('refused', 'neither', 'refused'),
  other('compensatedShare', 'share', 'good', (each) => each.compensatedShare),
  other('paid', 'money', 'neither', (each) => each.paid),
  other('premium', 'money', 'good', (each) => each.premium),
  other('paidToPremium', 'share', 'bad', (each) => each.paidToPremium),
  other('decisionMedian', 'hours', 'bad', (each) => each.timeToDecision.p50),
  other('decisionNinety', 'hours', 'bad', (each) => each.timeToDecision.p90),
  other('payoutMedian', 'hours', 'bad', (each) => each.timeToPayout.p50),
]) as Record<FigureName, Figure>;

/** What a figure did since the period before: counts and sums by their share, shares by points (`0.012`). */
export type Change = { by: 'share' | 'points'; value: number };

/** Undefined where nothing can be compared: it was nothing before, or nobody knows. */
export function changeOf(figure: Figure, now: Measures, before: Measures | undefined): Change | undefined {
  if (!before) return undefined;
  const [later, earlier] = [figure.of(now), figure.of(before)];
  if (later === null || earlier === null) return undefined;
  if (figure.kind === 'share') return { by: 'points', value: later - earlier };
  return earlier > 0 ? { by: 'share', value: later / earlier - 1 } : undefined;
}

export type Tone = 'good' | 'bad' | 'neither';

/** What would be shown as nought is no change. */
export const isSeen = ({ value }: Change): boolean => Math.abs(value) >= 0.0005;

/** Whether a change is good news. */
export function toneOf({ rise }: Figure, change: Change): Tone {
  if (rise === 'neither' || !isSeen(change)) return 'neither';
  return change.value > 0 === (rise === 'good') ? 'good' : 'bad';
}
