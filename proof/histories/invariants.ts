import { isFinal, openState, placeInQueue } from '../../functions/claims/claim-lifecycle.ts';
import { allowedActions } from '../../functions/claims/claim-rules.ts';
import { executionName } from '../../functions/claims/ports.ts';
import type { CaseFile, Claim } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import type { Actor } from '../../functions/contracts/primitives.ts';
import { unlawfulSteps } from '../../test/claims/lawful-history.ts';
import { Broken } from '../proof.ts';
import { memoryTables, outside } from '../world/outside.ts';
import { type History, PEOPLE } from './model.ts';
import { loadStores } from './stores.ts';

/** What must hold of a parcel at every moment, whatever is under way. */
export async function checkParcel(history: History, trackingNumber: string): Promise<void> {
  const { cases, policies } = await loadStores();
  const [file, stored] = await Promise.all([cases.read(trackingNumber), policies.findAll(trackingNumber)]);
  const fail = (what: string): never => {
    throw new Broken(`${trackingNumber}: ${what}`);
  };
  const faults = unlawfulSteps(file);
  if (faults.length > 0) fail(`no lawful history: ${faults.join('; ')}`);
  checkSales(history, trackingNumber, stored, fail);
  checkClaims(history, trackingNumber, file, stored, fail);
  checkIndex(file, fail);
  for (const claim of file.claims) checkWayOn(file, claim, history.world.now, fail);
  for (const claim of file.claims) checkMoney(file, claim, fail);
  checkSums(file, stored, fail);
}

type Fail = (what: string) => never;

/** One sale, one policy; and none that nobody sold. */
function checkSales(history: History, trackingNumber: string, stored: Policy[], fail: Fail): void {
  const sold = history.sold.filter((sale) => sale.trackingNumber === trackingNumber);
  const ids = stored.map(({ policyId }) => policyId);
  if (new Set(ids).size !== ids.length || stored.length !== sold.length)
    fail(`${sold.length} sales made the policies ${ids.join(', ')}`);
  for (const { policyId, key } of sold)
    if (stored.find((policy) => policy.policyId === policyId)?.idempotencyKey !== key)
      fail(`the policy ${policyId} of the sale ${key} is gone`);
}

/** A claim that was answered is there; an open one stands in a queue with a deadline and holds its policy open. */
function checkClaims(
  history: History,
  trackingNumber: string,
  file: CaseFile,
  stored: Policy[],
  fail: Fail,
): void {
  const ids = file.claims.map(({ claimId }) => claimId);
  if (new Set(ids).size !== ids.length) fail(`a claim is there twice: ${ids.join(', ')}`);
  for (const filed of history.filed)
    if (filed.trackingNumber === trackingNumber && !ids.includes(filed.claimId))
      fail(`${filed.claimId} is lost`);
  for (const claim of file.claims)
    if (!isFinal(claim.status) && !placeInQueue(claim)?.dueAt) fail(`${claim.claimId} stands nowhere`);
  // One that a newer sale has replaced is over and stays so, also when its claim is opened again.
  for (const { policyId, openClaims, status } of stored.slice(0, 1)) {
    const open = file.claims.filter((claim) => claim.policyId === policyId && !isFinal(claim.status));
    if (open.length !== openClaims)
      fail(`${open.length} claims of ${policyId} are open, it counts ${openClaims}`);
    if (open.length > 0 && status !== 'active') fail(`${policyId} is ${status} while a claim is open`);
  }
}

interface IndexedClaim {
  claimId?: string;
  workShard?: string;
  workDue?: string;
  workQueue?: string;
  dueAt?: string;
}

/** As it stands in the table: open claims are in the index of work, where and by when they are due; closed ones are not. */
function checkIndex({ claims, head }: CaseFile, fail: Fail): void {
  const items = itemsOfParcel(head.trackingNumber);
  for (const claim of claims) {
    const { claimId, deadline, urgentUntil } = claim;
    const item = items.find((each) => each.claimId === claimId && 'filedAt' in each) as IndexedClaim;
    const state = openState(claim.status);
    if (!state) {
      if (item.workShard ?? item.workDue)
        fail(`${claimId} is ${claim.status} and stands in ${item.workShard}`);
      continue;
    }
    // While money can be stopped, it is a specialist's turn, and the hour of that may be the nearer one.
    const isUrgent = item.workQueue === 'specialist' && urgentUntil !== undefined;
    const queue = isUrgent ? 'specialist' : state.queue;
    const dueAt = isUrgent ? [urgentUntil, deadline].sort()[0] : deadline;
    if (item.workQueue !== queue || !item.workShard?.startsWith(`${queue}#`))
      fail(`${claimId} is ${claim.status} and is in no queue ${queue}: ${item.workShard}`);
    if (dueAt === undefined || item.dueAt !== dueAt || !item.workDue?.startsWith(dueAt))
      fail(`${claimId} is due at ${dueAt} and stands at ${item.dueAt} (${item.workDue})`);
  }
}

const itemsOfParcel = (trackingNumber: string): Readonly<Record<string, unknown>>[] =>
  [...memoryTables.peek('cases')].filter((item) => item.trackingNumber === trackingNumber);

const ACTORS: readonly Actor[] = [
  ...PEOPLE.map(({ role, id }) => ({ role: role as 'specialist' | 'supervisor', id })),
  { role: 'customer' },
];

/** People's turn is somebody's: whoever of the desk refused or proposed, one of them or the customer can take a step. */
function checkWayOn(file: CaseFile, claim: Claim, now: string, fail: Fail): void {
  const queue = openState(claim.status)?.queue;
  if (queue === undefined || queue === 'system') return;
  if (!ACTORS.some((actor) => allowedActions(file, claim, actor, now).length > 0))
    fail(`${claim.claimId} is ${claim.status}, and nobody can do anything`);
}

/** Paid equals approved, to the kopeck and once. */
function checkMoney(file: CaseFile, claim: Claim, fail: Fail): void {
  const payouts = file.payouts.filter(({ claimId }) => claimId === claim.claimId);
  const live = payouts.filter(({ status }) => status !== 'rejected');
  if (live.length > 1) fail(`${claim.claimId} has ${live.length} payouts that may become money`);
  const references = payouts.map(({ reference }) => reference);
  const paid = outside().payouts.paid.filter(({ reference }) => references.includes(reference));
  if (paid.length > 1) fail(`${claim.claimId} was paid ${paid.length} times`);
  const approved = claim.decision?.outcome === 'approved' ? claim.decision.amount : undefined;
  for (const { amount } of [...paid, ...live])
    if (amount !== approved) fail(`${claim.claimId} was approved for ${approved} and is paid ${amount}`);
  if (claim.status !== 'compensated') return;
  const byHand = file.timeline.some(
    ({ action, claimId }) => action === 'settle-by-hand' && claimId === claim.claimId,
  );
  if (paid.length === 0 && !byHand) fail(`${claim.claimId} is compensated, and nobody paid`);
}

/**
 * All that was approved on a policy is no more than the purchase, less what had come back before. What comes back later
 * is a fact that nobody can refuse.
 */
function checkSums(file: CaseFile, stored: Policy[], fail: Fail): void {
  for (const { policyId, amount } of stored) {
    const claims = file.claims.filter((claim) => claim.policyId === policyId);
    const decisions = claims.flatMap(({ decision }) => (decision?.outcome === 'approved' ? [decision] : []));
    const recoveries = claims.flatMap((claim) => claim.recoveries ?? []);
    for (const { at: decidedAt } of decisions) {
      const approved = decisions.filter(({ at }) => at <= decidedAt).map((decision) => decision.amount ?? 0);
      const recovered = recoveries.filter(({ at }) => at < decidedAt).map((recovery) => recovery.amount);
      const sum = [...approved, ...recovered].reduce((total, each) => total + each, 0);
      if (sum > amount) fail(`${sum} was approved or had come back on a purchase of ${amount}`);
    }
  }
}

/** All that was paid belongs to a payout of a case. */
export async function checkLedger(history: History): Promise<void> {
  const { cases } = await loadStores();
  const parcels = new Set(history.sold.map(({ trackingNumber }) => trackingNumber));
  const files = await Promise.all([...parcels].map((parcel) => cases.read(parcel)));
  const known = new Set(files.flatMap(({ payouts }) => payouts.map(({ reference }) => reference)));
  const stranger = outside().payouts.paid.find(({ reference }) => !known.has(reference));
  if (stranger) throw new Broken(`${stranger.reference} was paid, and no case knows of it.`);
}

/**
 * What must hold once everything that was under way has come to rest: nothing was given up, every open claim is
 * followed by an execution, found in its queue and not overdue, and the counters are those of a recount.
 */
export async function checkAtRest(history: History): Promise<void> {
  const { cases } = await loadStores();
  const { world } = history;
  const running = new Set<string>();
  for await (const name of outside().executions.running()) running.add(name);
  for (const trackingNumber of new Set(history.sold.map((sold) => sold.trackingNumber))) {
    const { claims } = await cases.read(trackingNumber);
    for (const claim of claims.filter(({ status }) => !isFinal(status))) {
      const place = placeInQueue(claim);
      const name = `${trackingNumber}: ${claim.claimId} (${claim.status})`;
      if (!running.has(executionName(claim))) throw new Broken(`${name} is followed by no execution.`);
      const { work } = await cases.listWork({ queue: place?.queue ?? 'system', limit: 100 });
      if (!work.some(({ claimId }) => claimId === claim.claimId)) throw new Broken(`${name} is in no queue.`);
      if (claim.deadline !== undefined && claim.deadline <= world.now)
        throw new Broken(`${name} is overdue since ${claim.deadline}, and nothing was done.`);
    }
  }
  if (world.lost.length > 0) throw new Broken(`Given up: ${world.lost.join('; ')}.`);
  await checkCounters();
}

/** Only where both followers that count have seen every change. */
export async function checkCounters(): Promise<void> {
  const { recount } = await loadStores();
  const differences = await recount(memoryTables.client);
  if (differences.length > 0) throw new Broken(`Counters differ from a recount: ${differences.join('; ')}.`);
}
