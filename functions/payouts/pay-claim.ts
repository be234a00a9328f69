import { isBindingKept } from '../claims/approval-binding.ts';
import { changeOfAction } from '../claims/change-case.ts';
import { type ClaimAction, isFinal } from '../claims/claim-lifecycle.ts';
import { type ActionInput, applyAction } from '../claims/claim-rules.ts';
import type { CaseChange, CaseStore } from '../claims/ports.ts';
import { fileAfter, takeTurns } from '../claims/take-turns.ts';
import { appendToTimeline } from '../claims/timeline.ts';
import type { Instant } from '../clock.ts';
import type { CaseFile, Claim, Payout } from '../contracts/case.ts';
import { isRefusal } from '../contracts/refusal.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { recipientOf, recipientOfIntent } from './payee.ts';
import { intendPayout, judgeAnswer, livePayout, mayBeForgotten } from './payout-rules.ts';
import { type PayoutAnswer, PayoutInDoubt, type PayoutProvider } from './ports.ts';
import { changeOfRevival, findRevoked } from './revoked-rejection.ts';

export interface PayoutPorts {
  policies: PolicyStore;
  cases: CaseStore;
  provider: PayoutProvider;
}

interface PayoutInput {
  trackingNumber: string;
  claimId: string;
  now: Instant;
}

/** What only writes has no outcome but a refusal. */
const WRITTEN = { outcome: undefined };

/** An answer that ends an intent. */
type FinalAnswer = PayoutAnswer & { status: 'settled' | 'rejected' };

/** The provider has taken the order and not finished it: ask again later. */
export class PayoutPending extends Error {
  override name = 'PayoutPending';
}

/**
 * Takes an approved claim one step nearer to its money; safe to call at any time and any number of times.
 *
 * The intent is written before the provider hears of it. Then the provider is asked what it knows of our reference,
 * and only when it knows nothing that is written down and the order sent (again): an order never starts towards a
 * provider that does not answer, so that few are ever in doubt. What it may have forgotten is for a person.
 *
 * @throws PayoutInDoubt, PayoutPending: call again later.
 */
export async function payClaim(input: PayoutInput, ports: PayoutPorts): Promise<void> {
  const { file, claim, payout } = await startPayout(input, ports);
  if (payout?.status !== 'intended' || !isPayable(claim)) return;

  const revoked = await findRevoked(file, payout, ports.provider);
  if (revoked) {
    await revive(revoked, payout, input, ports);
    return payClaim(input, ports);
  }
  const known = await ports.provider.find(payout.reference);
  // A person is looking at this claim: late money is noticed, but nothing is sent behind their back.
  if (!known && claim.status === 'needs-attention') return;
  if (!known && mayBeForgotten(payout, claim, input.now))
    return finish(input, ports, 'flag', { attention: 'payout-unknown' });
  const answer = known ?? (await submit(file, payout, input, ports));
  if (!answer) return payClaim(input, ports);
  switch (judgeAnswer(payout, answer)) {
    case 'pending':
      throw new PayoutPending(`Payout ${payout.reference} is under way.`);
    case 'settled':
      return finish(input, ports, 'settle', { answer: { ...answer, status: 'settled' } });
    case 'rejected':
      return finish(input, ports, 'flag', {
        answer: { ...answer, status: 'rejected' },
        attention: 'payout-rejected',
      });
    case 'differs':
      return finish(input, ports, 'flag', { attention: 'payout-amount-differs' });
  }
}

/** For a claim that a person is looking at: notices money that arrived late; the provider's silence changes nothing. */
export async function lookAgainAtPayout(input: PayoutInput, ports: PayoutPorts): Promise<void> {
  try {
    await payClaim(input, ports);
  } catch (error) {
    if (!(error instanceof PayoutInDoubt || error instanceof PayoutPending)) throw error;
  }
}

function isPayable(claim: Claim): boolean {
  return claim.status === 'paying' || claim.status === 'needs-attention';
}

/** approved → paying together with the intent; a retry after a rejection gets a new intent. */
async function startPayout(
  input: PayoutInput,
  ports: PayoutPorts,
): Promise<{ file: CaseFile; claim: Claim; payout: Payout | undefined }> {
  const started = await takeTurns<{ file: CaseFile; claim: Claim; payout: Payout | undefined }>(
    ports.cases,
    input.trackingNumber,
    async (file) => {
      const claim = claimIn(file, input.claimId);
      const payout = livePayout(file, claim);
      if (payout || (claim.status !== 'approved' && claim.status !== 'paying'))
        return { outcome: { file, claim, payout } };
      if (!isBindingKept(claim)) return outdate(file, claim, input);
      const intent = intendPayout(file, claim, recipientOfIntent(claim), input.now);
      const change =
        claim.status === 'approved'
          ? stepOf(file, claim, actionInput(input, 'start-payout'), undefined)
          : noteOf(file, claim, input.now, 'intend-payout', intent);
      if (!change) throw new Error(`Claim ${claim.claimId} cannot be paid from ${claim.status}.`);
      const withIntent = { ...change, payouts: [intent] };
      const after = fileAfter(file, withIntent);
      return {
        outcome: { file: after, claim: claimIn(after, input.claimId), payout: intent },
        change: withIntent,
      };
    },
  );
  if (isRefusal(started)) throw new Error('The case changes too often.');
  return started;
}

/** What a second person approved is not what would be paid: it goes back, and nothing is intended. */
function outdate(file: CaseFile, claim: Claim, input: PayoutInput) {
  const action = claim.status === 'approved' ? 'outdate-proposal' : 'flag';
  const change = stepOf(file, claim, actionInput(input, action, 'approval-outdated'), undefined);
  if (!change) throw new Error(`Claim ${claim.claimId} is not what was approved.`);
  const after = fileAfter(file, change);
  return { outcome: { file: after, claim: claimIn(after, claim.claimId), payout: undefined }, change };
}

/** Sends the order; undefined when somebody changed the case in between, so that all is looked at anew. */
async function submit(
  file: CaseFile,
  payout: Payout,
  input: PayoutInput,
  ports: PayoutPorts,
): Promise<PayoutAnswer | undefined> {
  const claim = claimIn(file, payout.claimId);
  if (!payout.submittedAt) {
    const submitted = { ...payout, submittedAt: input.now };
    const change = noteOf(file, claim, input.now, 'submit-payout', submitted);
    if ((await ports.cases.commit({ ...change, payouts: [submitted] })) === 'conflict') return undefined;
  }
  const policy = (await ports.policies.findAll(payout.trackingNumber)).find(
    (each) => each.policyId === claim.policyId,
  );
  if (!policy) throw new Error(`Claim ${claim.claimId} has no policy.`);
  return ports.provider.submit({
    reference: payout.reference,
    amount: payout.amount,
    currency: 'RUB',
    recipient: recipientOf(payout, claim, policy.personal.customer.phone),
  });
}

/** Goes on with an order that the provider had turned down and carries out after all, in the place of the next one. */
async function revive(
  revoked: Payout,
  unsent: Payout,
  input: PayoutInput,
  ports: PayoutPorts,
): Promise<void> {
  const refused = await takeTurns<undefined>(ports.cases, input.trackingNumber, async (file) => {
    const claim = claimIn(file, input.claimId);
    const present = livePayout(file, claim);
    const isAsSeen = present?.reference === unsent.reference && present.submittedAt === undefined;
    if (!isAsSeen) return WRITTEN;
    const { payouts, isPayable: isSum } = changeOfRevival(revoked, unsent);
    const flagged = isSum
      ? undefined
      : stepOf(file, claim, actionInput(input, 'flag', 'payout-amount-differs'), undefined);
    const change =
      flagged ?? noteOf(file, claim, input.now, isSum ? 'payout-revived' : 'payout-differs', revoked);
    return { ...WRITTEN, change: { ...change, payouts } };
  });
  if (refused) throw new Error('The case changes too often.');
}

async function finish(
  input: PayoutInput,
  ports: PayoutPorts,
  action: Extract<ClaimAction, 'settle' | 'flag'>,
  { answer, attention }: { answer?: FinalAnswer; attention?: string },
): Promise<void> {
  const refused = await takeTurns<undefined>(ports.cases, input.trackingNumber, async (file) => {
    const claim = claimIn(file, input.claimId);
    const payout = livePayout(file, claim);
    if (payout?.status !== 'intended') return WRITTEN;
    const policy = action === 'settle' ? await ports.policies.find(input.trackingNumber) : undefined;
    const step = stepOf(file, claim, actionInput(input, action, attention), policy);
    if (!answer) return step ? { ...WRITTEN, change: step } : WRITTEN;
    // A claim that a person already looks at cannot be flagged once more; what the provider said is kept all the same.
    const change = step ?? noteOf(file, claim, input.now, `payout-${answer.status}`, payout);
    return { ...WRITTEN, change: { ...change, payouts: [withAnswer(payout, answer, input.now)] } };
  });
  if (refused) throw new Error('The case changes too often.');
}

function withAnswer(payout: Payout, { status, providerId, rejection }: FinalAnswer, now: Instant): Payout {
  return {
    ...payout,
    status,
    providerId,
    ...(status === 'settled' && { settledAt: now }),
    ...(rejection && { rejection }),
  };
}

function actionInput(input: PayoutInput, action: ClaimAction, attention?: string): ActionInput {
  return { action, actor: { role: 'system' }, details: { ...(attention && { attention }) }, now: input.now };
}

function stepOf(
  file: CaseFile,
  claim: Claim,
  input: ActionInput,
  policy: Parameters<typeof changeOfAction>[4],
) {
  const after = applyAction(file, claim, input);
  if (isRefusal(after)) return undefined;
  return changeOfAction(file, claim, after, input, isFinal(after.status) ? policy : undefined);
}

/** A change that is no step of the claim: only its payout and an entry in the timeline. */
function noteOf(file: CaseFile, claim: Claim, now: Instant, action: string, payout: Payout): CaseChange {
  return {
    trackingNumber: claim.trackingNumber,
    expectedVersion: file.head.version,
    timeline: appendToTimeline(file.head, [
      {
        at: now,
        actor: { role: 'system' },
        action,
        claimId: claim.claimId,
        facts: { reference: payout.reference, amount: payout.amount },
      },
    ]),
  };
}

function claimIn(file: CaseFile, claimId: string): Claim {
  const claim = file.claims.find((each) => each.claimId === claimId);
  if (!claim) throw new Error(`There is no claim ${claimId}.`);
  return claim;
}
