import { type Instant, toMillis } from '../clock.ts';
import type { Claim, ClaimStatus } from '../contracts/case.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { actOnClaim, type CasePorts, type ClaimReference } from './act-on-claim.ts';
import { isFinal } from './claim-lifecycle.ts';
import { actionAtDeadline, hasAwaitedFilm } from './claim-rules.ts';
import type { ClaimStanding, ClaimWorkflow } from './ports.ts';

/** @throws Error when there is no such claim: the workflow was started for nothing. */
export async function readStanding(
  input: ClaimReference & { now: Instant },
  ports: CasePorts,
): Promise<ClaimStanding> {
  return standingOf(await findClaim(input, ports), input.now);
}

/**
 * Remembers that the execution waits in this state. Written before the claim is read again, so that a change at
 * the same moment is seen either here or by whoever made it.
 */
export async function awaitChange(
  input: ClaimReference & { status: ClaimStatus; taskToken: string; now: Instant },
  ports: CasePorts & { workflow: ClaimWorkflow },
): Promise<void> {
  const { trackingNumber, claimId, status, taskToken, now } = input;
  await ports.cases.saveWait({ trackingNumber, claimId, status, taskToken, since: now });
  const claim = await findClaim(input, ports);
  if (claim.status !== status) await ports.workflow.wake(taskToken, standingOf(claim, now));
}

/** Wakes the execution that still waits in a state which the claim has left, or whose deadline moved. A token that is gone is as good as done. */
export async function wakeWorkflow(
  input: ClaimReference & { now: Instant; isMoved?: boolean },
  ports: CasePorts & { workflow: ClaimWorkflow },
): Promise<void> {
  const [claim, wait] = await Promise.all([
    findClaim(input, ports),
    ports.cases.findWait(input.trackingNumber, input.claimId),
  ]);
  if (wait && (wait.status !== claim.status || input.isMoved))
    await ports.workflow.wake(wait.taskToken, standingOf(claim, input.now));
}

/** Composes the recordings whose time is over, of what had arrived (evidence/finish-recordings.ts). */
export type FinishRecordings = (of: {
  trackingNumber: string;
  policyId: string;
  now: Instant;
}) => Promise<unknown>;

/**
 * Does what the state table says when time is up; nothing when it is not, or when somebody acted meanwhile. A
 * recording that nobody ended is finished before its claim can lapse.
 */
export async function applyDeadline(
  input: ClaimReference & { now: Instant },
  ports: CasePorts & { finishRecordings: FinishRecordings },
): Promise<ClaimStanding> {
  const { trackingNumber, now } = input;
  let file = await ports.cases.read(trackingNumber);
  let claim = file.claims.find((each) => each.claimId === input.claimId);
  let due = claim && actionAtDeadline(file, claim, now);
  if (claim && due?.action === 'lapse') {
    await ports.finishRecordings({ trackingNumber, policyId: claim.policyId, now });
    file = await ports.cases.read(trackingNumber);
    claim = file.claims.find((each) => each.claimId === input.claimId);
    due = claim && actionAtDeadline(file, claim, now);
  }
  if (due) {
    // Refused only if the claim moved on between reading and writing, which is as well.
    await actOnClaim({ ...input, ...due, expectedVersion: file.head.version }, ports);
  }
  return readStanding(input, ports);
}

/** A film has arrived: every claim of its policy that waited for it goes on; told again, nothing happens. */
export async function receiveFilm(
  input: { trackingNumber: string; policyId: string; now: Instant },
  ports: CasePorts,
): Promise<void> {
  const file = await ports.cases.read(input.trackingNumber);
  const waiting = file.claims.filter(
    (claim) => claim.policyId === input.policyId && hasAwaitedFilm(file, claim),
  );
  for (const { claimId } of waiting) {
    const outcome = await actOnClaim(
      { ...input, claimId, action: 'receive-film', actor: { role: 'system' }, details: {} },
      ports,
    );
    if (isRefusal(outcome) && outcome.refused === 'try-again') throw new Error('The case changes too often.');
  }
}

/** Puts a claim before a person, with the reason as a code. */
export async function flagClaim(
  input: ClaimReference & { attention: string; now: Instant },
  ports: CasePorts,
): Promise<ClaimStanding> {
  const outcome = await actOnClaim(
    { ...input, action: 'flag', actor: { role: 'system' }, details: { attention: input.attention } },
    ports,
  );
  if (isRefusal(outcome) && outcome.refused !== 'action-not-allowed')
    throw new Error(`The claim could not be put before a person: ${outcome.refused}.`);
  return readStanding(input, ports);
}

export function standingOf(claim: Claim, now: Instant): ClaimStanding {
  if (isFinal(claim.status) || !claim.deadline) return { status: claim.status, final: isFinal(claim.status) };
  const seconds = Math.ceil((toMillis(claim.deadline) - toMillis(now)) / 1000);
  return { status: claim.status, final: false, secondsToDeadline: Math.max(seconds, 1) };
}

async function findClaim(input: ClaimReference, ports: CasePorts): Promise<Claim> {
  const file = await ports.cases.read(input.trackingNumber);
  const claim = file.claims.find((each) => each.claimId === input.claimId);
  if (!claim) throw new Error(`There is no claim ${input.claimId}.`);
  return claim;
}
