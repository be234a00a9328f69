import type { JudgementFacts } from '../../functions/contracts/signals.ts';
import { judge } from '../../functions/signals/judge.ts';
import type { RuleSet } from '../../functions/signals/rule-set.ts';
import { planYear } from '../../local/seed/plan-year.ts';
import { createFilingHistory } from './filing-history.ts';
import {
  type Filing,
  fraudKinds,
  honestFiling,
  type Nature,
  plantFrauds,
  STANDING_OUT,
} from './planted-frauds.ts';

export interface EvaluationOptions {
  honest: number;
  planted: number;
  year: number;
  seed: string;
  /** Told how many policies were sold by now. */
  onProgress?: (sold: number) => void;
}

/** A claim as it stood when a specialist decided on it. */
export interface JudgedFiling {
  nature: Nature;
  facts: JudgementFacts;
}

const CLAIM_RATE = 0.026;
/** Parcels that the office sold among which its planted claims stand. */
const SOLD_BY_STANDING_OUT = 140;

/**
 * A year of sales and claims with frauds among them, in the order of time. A claim is judged when somebody decides on
 * it, with what has come by then: that is what a specialist sees, also where the twin of a film came a day later.
 */
export async function judgeYear(options: EvaluationOptions): Promise<JudgedFiling[]> {
  const { honest, planted, year, seed, onProgress } = options;
  const history = createFilingHistory();
  const judged: JudgedFiling[] = [];
  const events: { at: string; happen: () => void }[] = [];
  const expect = (filing: Filing) =>
    events.push(
      { at: filing.claim.filedAt, happen: () => history.filed(filing) },
      {
        at: filing.claim.reviewedAt,
        happen: () => judged.push({ nature: filing.nature, facts: history.factsOf(filing) }),
      },
    );

  for (const filing of await plantFrauds({ count: planted, year, seed })) {
    expect(filing);
    events.push({ at: filing.parcel.sale.soldAt, happen: () => history.sold(filing.parcel.sale) });
    if (filing.nature === 'an office that stands out' && filing.parcel.sale.office === STANDING_OUT)
      events.push({
        at: filing.parcel.sale.soldAt,
        happen: () => history.sold(filing.parcel.sale, Math.round(SOLD_BY_STANDING_OUT / 15)),
      });
  }
  // Somewhat more than are needed: a plan's share of claims is one of chances.
  const policies = Math.ceil((honest / CLAIM_RATE) * 1.06);
  let filed = 0;
  let day = '';
  for await (const parcel of planYear({ policies, year, seed, claimRate: CLAIM_RATE })) {
    const today = parcel.sale.soldAt.slice(0, 10);
    if (today !== day) {
      day = today;
      happenUntil(events, `${day}T00:00:00.000Z`);
      onProgress?.(parcel.index);
    }
    history.sold(parcel.sale);
    for (const claim of parcel.claims) {
      if (filed < honest) expect(honestFiling(parcel, claim, seed));
      filed += 1;
    }
  }
  happenUntil(events, '9999');
  if (filed < honest) throw new Error(`The year had ${filed} honest claims, not ${honest}.`);
  return judged;
}

function happenUntil(events: { at: string; happen: () => void }[], until: string): void {
  events.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  while ((events.at(-1)?.at ?? '~') < until) events.pop()?.happen();
}

export interface Rates {
  claims: number;
  flagged: number;
  held: number;
}

/** How many of each nature reach each level. */
export function ratesOf(judged: readonly JudgedFiling[], ruleSet: RuleSet): Map<Nature, Rates> {
  const natures: Nature[] = [...(Object.keys(fraudKinds) as Nature[]), 'honest'];
  const rates = new Map(natures.map((nature) => [nature, { claims: 0, flagged: 0, held: 0 }]));
  for (const { nature, facts } of judged) {
    const { level } = judge(facts, ruleSet);
    const rate = rates.get(nature) as Rates;
    rate.claims += 1;
    if (level !== 'none') rate.flagged += 1;
    if (level === 'hold') rate.held += 1;
  }
  return rates;
}

export function sumOf(rates: Map<Nature, Rates>, isWanted: (nature: Nature) => boolean): Rates {
  const sum = { claims: 0, flagged: 0, held: 0 };
  for (const [nature, { claims, flagged, held }] of rates) {
    if (!isWanted(nature)) continue;
    sum.claims += claims;
    sum.flagged += flagged;
    sum.held += held;
  }
  return sum;
}

/** Found and wrongly flagged if the line were drawn at each weight, from the strictest to the mildest. */
export function tradeOff(judged: readonly JudgedFiling[], ruleSet: RuleSet) {
  const weights = judged.map(({ nature, facts }) => ({ nature, weight: judge(facts, ruleSet).weight }));
  const frauds = weights.filter(({ nature }) => nature !== 'honest');
  const honest = weights.filter(({ nature }) => nature === 'honest');
  const shareFrom = (some: typeof weights, line: number) =>
    some.filter(({ weight }) => weight >= line).length / Math.max(1, some.length);
  return Array.from({ length: 20 }, (_, index) => (index + 1) * 5).map((weight) => ({
    weight,
    found: shareFrom(frauds, weight),
    flagged: shareFrom(honest, weight),
  }));
}

/** How often each rule fires on honest claims and on planted ones. */
export function firingsOf(judged: readonly JudgedFiling[], ruleSet: RuleSet) {
  const firings = new Map(ruleSet.rules.map(({ id }) => [id, { honest: 0, planted: 0 }]));
  for (const { nature, facts } of judged) {
    for (const { rule } of judge(facts, ruleSet).signals) {
      const fired = firings.get(rule);
      if (fired) fired[nature === 'honest' ? 'honest' : 'planted'] += 1;
    }
  }
  return firings;
}
