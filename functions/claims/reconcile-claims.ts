import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { Claim } from '../contracts/case.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { isUnfinishedRecording } from '../evidence/purpose.ts';
import type { CasePorts, ClaimReference } from './act-on-claim.ts';
import { isFinal } from './claim-lifecycle.ts';
import { type FinishRecordings, standingOf } from './follow-claim.ts';
import { isWorthAsking } from './money-in-post.ts';
import { type ClaimWorkflow, executionName, type WorkItem, type WorkQueue } from './ports.ts';
import { takeTurns } from './take-turns.ts';
import { appendToTimeline } from './timeline.ts';

const QUEUES: WorkQueue[] = ['system', 'supervisor', 'specialist', 'outside', 'customer'];
const PAGE = 100;
/** The stream is usually heard within a second; younger changes are left to it. */
const SETTLED_AFTER_SECONDS = 60;
/** Of one run: a carrier that takes five seconds for each answer takes eight minutes of its fifteen. */
const MOST_LOOKS_FOR_MONEY = 100;
/** A carrier that is down is left alone until the next run. */
const MOST_LOOKS_IN_VAIN = 3;

export interface ReconcileCounts {
  seen: number;
  /** Claims that could not be looked at this time; the next run tries again. */
  failed: number;
  restarted: number;
  woken: number;
  /** Claims of which the carrier told something new. */
  moneyFound: number;
}

type RestartPorts = CasePorts & { workflow: ClaimWorkflow };

type ReconcilePorts = RestartPorts & {
  /** Asks the provider about money that a person is waiting for, so that late money ends the claim. */
  lookAgainAtPayout: (claim: ClaimReference) => Promise<void>;
  finishRecordings: FinishRecordings;
  /** Asks the carrier where the cash is. */
  lookForMoney: (claim: ClaimReference) => Promise<'found' | 'nothing-new'>;
};

/**
 * Compares the open claims of the table with the executions that run: starts what never started or died, wakes
 * what was not told. The table is the truth, so this may run at any time, twice or never.
 */
export async function reconcileClaims(
  input: { now: Instant },
  ports: ReconcilePorts,
): Promise<ReconcileCounts> {
  const running = new Set<string>();
  for await (const name of ports.workflow.running()) running.add(name);

  const counts: ReconcileCounts = { seen: 0, failed: 0, restarted: 0, woken: 0, moneyFound: 0 };
  const run: Run = { now: input.now, running, counts, looks: 0, looksInVain: 0 };
  for (const queue of QUEUES) {
    for await (const work of openWork(queue, ports)) {
      counts.seen += 1;
      // One claim that cannot be reconciled must not keep the others from it.
      const done = await reconcileClaim(work, run, ports).catch(() => 'failed' as const);
      if (done) counts[done] += 1;
    }
  }
  return counts;
}

interface Run {
  now: Instant;
  running: ReadonlySet<string>;
  counts: ReconcileCounts;
  /** How often the carrier was asked, and how often in vain. */
  looks: number;
  looksInVain: number;
}

async function* openWork(queue: WorkQueue, ports: ReconcilePorts): AsyncGenerator<WorkItem> {
  let after: Awaited<ReturnType<ReconcilePorts['cases']['listWork']>>['next'];
  do {
    const page = await ports.cases.listWork({ queue, limit: PAGE, after });
    yield* page.work;
    after = page.next;
  } while (after);
}

async function reconcileClaim(
  work: WorkItem,
  run: Run,
  ports: ReconcilePorts,
): Promise<'restarted' | 'woken' | undefined> {
  const { now, running } = run;
  const [file, wait] = await Promise.all([
    ports.cases.read(work.trackingNumber),
    ports.cases.findWait(work.trackingNumber, work.claimId),
  ]);
  const claim = file.claims.find((each) => each.claimId === work.claimId);
  const settledSince = toInstant(toMillis(now) - SETTLED_AFTER_SECONDS * 1000);
  if (!claim || isFinal(claim.status) || claim.statusSince > settledSince) return undefined;
  const { trackingNumber, policyId } = claim;
  if (file.uploads.some((upload) => isUnfinishedRecording(upload, policyId)))
    await ports.finishRecordings({ trackingNumber, policyId, now });
  if (claim.status === 'needs-attention') await ports.lookAgainAtPayout(claim);
  await lookForItsMoney(claim, run, ports);
  if (!running.has(executionName(claim))) {
    await restartWorkflow(claim, now, ports);
    return 'restarted';
  }
  // A deadline that moved while its execution began to wait may have been told to nobody.
  const isOverdue = claim.deadline !== undefined && claim.deadline < settledSince;
  if (!wait || (wait.status === claim.status && !isOverdue)) return undefined;
  // An execution that pays has left the wait that it once had: that token is gone, and nobody was missed.
  const told = await ports.workflow.wake(wait.taskToken, standingOf(claim, now));
  return told === 'woken' ? 'woken' : undefined;
}

/** Asks the carrier as long as it answers; a claim goes on without. */
async function lookForItsMoney(claim: Claim, run: Run, ports: ReconcilePorts): Promise<void> {
  const mayAsk = run.looks < MOST_LOOKS_FOR_MONEY && run.looksInVain < MOST_LOOKS_IN_VAIN;
  if (!mayAsk || !isWorthAsking(claim, run.now)) return;
  run.looks += 1;
  try {
    if ((await ports.lookForMoney(claim)) === 'found') run.counts.moneyFound += 1;
  } catch {
    run.looksInVain += 1;
    run.counts.failed += 1;
  }
}

/** Starts the execution of this claim, under the next run's name when the present one is over. */
export async function restartWorkflow(
  claim: Pick<Claim, 'trackingNumber' | 'claimId'>,
  now: Instant,
  ports: RestartPorts,
): Promise<void> {
  const file = await ports.cases.read(claim.trackingNumber);
  const current = file.claims.find((each) => each.claimId === claim.claimId);
  if (!current || isFinal(current.status)) return;
  if ((await ports.workflow.start(current)) === 'running') return;
  const next = await takeTurns<Claim | undefined>(ports.cases, claim.trackingNumber, async (present) => {
    const found = present.claims.find((each) => each.claimId === claim.claimId);
    if (!found || isFinal(found.status) || found.workflowRun !== current.workflowRun)
      return { outcome: undefined };
    const counted = { ...found, workflowRun: found.workflowRun + 1 };
    return {
      outcome: counted,
      change: {
        trackingNumber: claim.trackingNumber,
        expectedVersion: present.head.version,
        claims: [counted],
        timeline: appendToTimeline(present.head, [
          {
            at: now,
            actor: { role: 'system' },
            action: 'restart-workflow',
            claimId: claim.claimId,
            facts: { run: counted.workflowRun },
          },
        ]),
      },
    };
  });
  if (next && isRefusal(next)) throw new Error('The case changes too often.');
  if (next) await ports.workflow.start(next);
}
