import type { ClaimFacts } from '../contracts/facts.ts';
import type { ClaimJudgement, SignalLevel } from '../contracts/signals.ts';
import { outcomeMeasures } from '../reports/contributions.ts';
import { type Month, nextMonth } from '../reports/day-of.ts';
import type { Counters } from '../reports/ports.ts';
import { judge } from './judge.ts';
import type { JudgedPlace, JudgementStore } from './ports.ts';
import type { RuleSet } from './rule-set.ts';

/** So many judgements are in memory at a time. */
const PAGE = 100;

/** How a claim ended: in the buyer's favour, refused, otherwise (withdrawn, lapsed, merged), or not yet. */
export const outcomes = ['confirmed', 'refused', 'otherwise', 'open'] as const;
export type Outcome = (typeof outcomes)[number];

/** A claim that the other rules would advise on differently. */
export interface RehearsedChange {
  trackingNumber: string;
  claimId: string;
  filedAt: string;
  /** What was claimed, kopecks. */
  amount: number;
  before: { weight: number; level: SignalLevel };
  after: { weight: number; level: SignalLevel };
  /** Rules that speak only now, and that speak no more. */
  gained: string[];
  lost: string[];
  outcome: Outcome;
}

export interface ChangeTotals {
  from: SignalLevel;
  to: SignalLevel;
  claims: number;
  /** Kopecks. */
  amount: number;
  outcomes: Record<Outcome, number>;
}

export interface Rehearsal {
  from: Month;
  to: Month;
  current: string;
  rehearsed: string;
  claims: number;
  /** Of all claims of the period. */
  levels: Record<'before' | 'after', Record<SignalLevel, number>>;
  changes: ChangeTotals[];
}

/**
 * Past claims judged again by other rules, with the facts that they were judged by: month by month, so that it takes no
 * more memory for a year than for a day. Nothing is written.
 */
export async function rehearse(
  input: { rules: RuleSet; current: RuleSet; from: Month; to: Month },
  ports: { judgements: Pick<JudgementStore, 'list'>; counters: Pick<Counters, 'findClaim'> },
  onChange: (change: RehearsedChange) => void,
): Promise<Rehearsal> {
  const { rules, current, from, to } = input;
  const levels = { before: { none: 0, flag: 0, hold: 0 }, after: { none: 0, flag: 0, hold: 0 } };
  const totals = new Map<string, ChangeTotals>();
  let claims = 0;
  for (let month = from; month <= to; month = nextMonth(month)) {
    for await (const judgement of judgementsOf(month, ports.judgements)) {
      const before = judge(judgement.facts, current);
      const after = judge(judgement.facts, rules);
      claims += 1;
      levels.before[before.level] += 1;
      levels.after[after.level] += 1;
      if (before.level === after.level) continue;
      const outcome = await outcomeOf(judgement, ports.counters);
      onChange(changeOf(judgement, before, after, outcome));
      addTo(totals, before.level, after.level, judgement.facts.amount, outcome);
    }
  }
  const changes = [...totals.values()].sort((a, b) => b.amount - a.amount);
  return { from, to, current: current.version, rehearsed: rules.version, claims, levels, changes };
}

async function* judgementsOf(
  month: Month,
  judgements: Pick<JudgementStore, 'list'>,
): AsyncGenerator<ClaimJudgement> {
  let after: JudgedPlace | undefined;
  do {
    const page = await judgements.list({ month, limit: PAGE, after });
    yield* page.judgements;
    after = page.next;
  } while (after);
}

type Judged = ReturnType<typeof judge>;

function changeOf(
  { facts }: ClaimJudgement,
  before: Judged,
  after: Judged,
  outcome: Outcome,
): RehearsedChange {
  const { trackingNumber, claimId, filedAt, amount } = facts;
  const rulesOf = ({ signals }: Judged) => signals.map(({ rule }) => rule);
  return {
    ...{ trackingNumber, claimId, filedAt, amount, outcome },
    before: { weight: before.weight, level: before.level },
    after: { weight: after.weight, level: after.level },
    gained: rulesOf(after).filter((rule) => !rulesOf(before).includes(rule)),
    lost: rulesOf(before).filter((rule) => !rulesOf(after).includes(rule)),
  };
}

async function outcomeOf(
  { claimId }: ClaimJudgement,
  counters: Pick<Counters, 'findClaim'>,
): Promise<Outcome> {
  const found = await counters.findClaim(claimId);
  return found ? outcomeOfClaim(found.claim) : 'open';
}

function outcomeOfClaim({ status }: ClaimFacts): Outcome {
  switch (outcomeMeasures[status]) {
    case undefined:
      return 'open';
    case 'compensated':
    case 'refundedBySeller':
    case 'recoveredThroughBank':
      return 'confirmed';
    case 'refused':
      return 'refused';
    default:
      return 'otherwise';
  }
}

function addTo(
  totals: Map<string, ChangeTotals>,
  from: SignalLevel,
  to: SignalLevel,
  amount: number,
  outcome: Outcome,
): void {
  const key = `${from}>${to}`;
  const none = { confirmed: 0, refused: 0, otherwise: 0, open: 0 };
  const total = totals.get(key) ?? { from, to, claims: 0, amount: 0, outcomes: none };
  total.claims += 1;
  total.amount += amount;
  total.outcomes[outcome] += 1;
  totals.set(key, total);
}
