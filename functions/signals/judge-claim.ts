import type { Instant } from '../clock.ts';
import type { CaseReference, ClaimJudgement, JudgementFacts, SignalLevel } from '../contracts/signals.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { type GatherPorts, gatherFacts, MOST_CASES } from './gather-facts.ts';
import { judge } from './judge.ts';
import type { JudgementStore, SignalQueue, TraceIndex } from './ports.ts';
import type { RuleSet } from './rule-set.ts';
import { tracesOf } from './traces-of-claim.ts';

/** Other claims that one judgement has judged again, at most. */
const MOST_OTHERS = 20;

interface JudgePorts extends GatherPorts {
  policies: Pick<PolicyStore, 'findAll'>;
  traces: TraceIndex;
  judgements: Pick<JudgementStore, 'find' | 'save'>;
  queue: SignalQueue;
}

type SeenCases = NonNullable<JudgementFacts['seenIn'][keyof JudgementFacts['seenIn']]>;

export type ClaimJudged = { outcome: 'judged'; level: SignalLevel; others: number } | { outcome: 'unknown' };

/**
 * Judges a claim by what is known now, as often as it is asked to.
 *
 * Its traces are kept before others' are read: of two claims that are judged at once at least one sees the other, and
 * has that one judged again. Others are asked for before the judgement is saved, so a crash between repeats it all.
 */
export async function judgeClaim(
  input: { trackingNumber: string; claimId: string; ruleSet: RuleSet; now: Instant },
  ports: JudgePorts,
): Promise<ClaimJudged> {
  const { trackingNumber, claimId, ruleSet, now } = input;
  const file = await ports.cases.read(trackingNumber);
  const claim = file.claims.find((each) => each.claimId === claimId);
  const policies = claim ? await ports.policies.findAll(trackingNumber) : [];
  const policy = policies.find(({ policyId }) => policyId === claim?.policyId);
  if (!claim || !policy) return { outcome: 'unknown' };

  const judged = { file, claim, policy };
  for (const trace of tracesOf(judged, ports.hasher)) await ports.traces.remember(trace);
  const facts = await gatherFacts(judged, ports);
  const before = file.judgements.find((each) => each.claimId === claimId);
  const others = await thoseThatLack(facts, before?.facts, ports.judgements);
  await ports.queue.enqueue(others);
  const { weight, level, signals } = judge(facts, ruleSet);
  await ports.judgements.save(
    { trackingNumber, claimId, ruleSet: ruleSet.version, judgedAt: now, weight, level, signals, facts },
    claim.filedAt,
  );
  return { outcome: 'judged', level, others: others.length };
}

/**
 * Claims whose judgement would gain this one: they share something that this claim did not share with them before, and
 * were judged without it. So each pair calls for at most one more judgement each way, and claims never call for each
 * other in circles. One that was not judged yet will see the traces that were just kept.
 */
async function thoseThatLack(
  facts: JudgementFacts,
  before: JudgementFacts | undefined,
  judgements: Pick<JudgementStore, 'find'>,
): Promise<CaseReference[]> {
  const known = before ? sharedWith(before) : new Map<string, CaseReference>();
  const gained = [...sharedWith(facts)].filter(([key]) => !known.has(key)).slice(0, MOST_OTHERS);
  const lacking = await Promise.all(
    gained.map(async ([, other]) => {
      const theirs = await judgements.find(other.trackingNumber, other.claimId);
      return theirs && !hasSeen(theirs, facts) ? [other] : [];
    }),
  );
  const byClaim = new Map(lacking.flat().map((other) => [other.claimId, other]));
  return [...byClaim.values()];
}

/** By kind and claim: a document in common is news also to somebody who shares the phone. */
function sharedWith({ seenIn }: JudgementFacts): Map<string, CaseReference> {
  return new Map(
    Object.entries(seenIn).flatMap(([kind, cases = []]) =>
      cases.map(({ trackingNumber, claimId }) => [`${kind}#${claimId}`, { trackingNumber, claimId }]),
    ),
  );
}

/** In everything that both share, as far as this claim knows. */
function hasSeen({ claimId, facts: theirs }: ClaimJudgement, mine: JudgementFacts): boolean {
  const shared = Object.entries(mine.seenIn).filter(([, cases = []]) =>
    cases.some((each) => each.claimId === claimId),
  );
  return shared.every(([kind]) => {
    const seen = theirs.seenIn[kind as keyof typeof theirs.seenIn] ?? [];
    return seen.some((each) => each.claimId === mine.claimId) || isFullOfNewer(seen, mine);
  });
}

/**
 * They see as many as they ever will, all of them newer: judged again, they would not see this one either. Without that,
 * each change of an old claim of something that many share had twenty others judged in vain.
 */
function isFullOfNewer(seen: SeenCases, { filedAt, claimId }: JudgementFacts): boolean {
  return (
    seen.length >= MOST_CASES && seen.every((each) => `${each.at}#${each.claimId}` > `${filedAt}#${claimId}`)
  );
}
