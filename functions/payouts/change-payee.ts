import { applyAction } from '../claims/claim-rules.ts';
import type { CaseStore } from '../claims/ports.ts';
import { fileAfter, takeTurns } from '../claims/take-turns.ts';
import { appendToTimeline } from '../claims/timeline.ts';
import type { Instant } from '../clock.ts';
import { canonicalJson } from '../contracts/canonical-json.ts';
import type { CaseFile, Claim } from '../contracts/case.ts';
import type { GivenPayee } from '../contracts/customer.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { isValid, MOST_ATTEMPTS } from './one-time-code.ts';
import { isSamePayee, judgePayee, mayChangePayee, type Payee, payeeOf, withPayee } from './payee.ts';
import type { CodeChallenge, OneTimeCodeStore, OneTimeCodes } from './ports.ts';

export interface PayeePorts {
  cases: CaseStore;
  challenges: OneTimeCodeStore;
  codes: Pick<OneTimeCodes, 'matches' | 'receiptOf'>;
}

interface PayeeChange {
  trackingNumber: string;
  policyId: string;
  claimId: string;
  code: string;
  payee: GivenPayee;
  now: Instant;
}

/**
 * Sends the money of a claim elsewhere, for whoever holds the phone of the sale.
 *
 * What can be refused without the code is refused before it is compared, so that a mistyped account costs no try.
 * A right code is redeemed for exactly this payee before the case is written: the same request again, after a lost
 * answer or a crash in between, ends as the first would have.
 */
export async function changePayee(
  input: PayeeChange,
  ports: PayeePorts,
): Promise<{ file: CaseFile; claim: Claim } | Refusal> {
  const { trackingNumber, policyId, claimId, code, now } = input;
  const payee = judgePayee(input.payee);
  if (isRefusal(payee)) return payee;
  const file = await ports.cases.read(trackingNumber);
  const claim = file.claims.find((each) => each.claimId === claimId && each.policyId === policyId);
  if (!claim) return refuse('not-found');
  const challenge = await ports.challenges.find(trackingNumber, policyId);
  const use = challenge && {
    challenge,
    code,
    receipt: ports.codes.receiptOf(challenge, code, canonicalJson(payee)),
  };
  const isRepeated = use && use.challenge.redeemedFor === use.receipt;
  if (isRepeated && isSamePayee(payeeOf(claim), payee)) return { file, claim };
  if (!mayChangePayee(file, claim)) return refuse('payee-not-changeable', { status: claim.status });
  if (!use || use.challenge.claimId !== claimId || !isValid(use.challenge, now))
    return refuse('code-expired');
  return (await redeem(use, ports)) ?? writePayee({ ...input, payee }, ports);
}

/** Each try is counted before the code is compared, so that many at once get no more comparisons than one by one. */
async function redeem(
  { challenge, code, receipt }: { challenge: CodeChallenge; code: string; receipt: string },
  { challenges, codes }: PayeePorts,
): Promise<Refusal | undefined> {
  const attempts = await challenges.countAttempt(challenge, MOST_ATTEMPTS);
  if (attempts !== 'spent' && !codes.matches(code, challenge))
    return refuse('code-wrong', { attemptsLeft: MOST_ATTEMPTS - attempts });
  if (attempts !== 'spent' && (await challenges.redeem(challenge, receipt)) === 'redeemed') return undefined;
  // The same request before or beside this one has redeemed the code, for this payee: a receipt is of one challenge.
  const now = await challenges.find(challenge.trackingNumber, challenge.policyId);
  return now?.redeemedFor === receipt ? undefined : refuse('code-expired');
}

async function writePayee(
  input: Omit<PayeeChange, 'payee'> & { payee: Payee },
  { cases }: PayeePorts,
): Promise<{ file: CaseFile; claim: Claim } | Refusal> {
  const { trackingNumber, policyId, claimId, payee, now } = input;
  return takeTurns<{ file: CaseFile; claim: Claim } | Refusal>(cases, trackingNumber, async (file) => {
    // It was there a moment ago, and no claim is ever taken out of its case.
    const claim = file.claims.find((each) => each.claimId === claimId) as Claim;
    if (isSamePayee(payeeOf(claim), payee)) return { outcome: { file, claim } };
    if (!mayChangePayee(file, claim))
      return { outcome: refuse('payee-not-changeable', { status: claim.status }) };
    const after = withPayee(claim, payee);
    const outdated = outdatedBy(file, after, now);
    const change = {
      trackingNumber,
      expectedVersion: file.head.version,
      claims: [outdated?.claim ?? after],
      timeline: appendToTimeline(file.head, [
        {
          at: now,
          actor: { role: 'customer', id: policyId },
          action: 'payee-changed',
          claimId,
          facts: { method: payee.method },
        },
        ...(outdated ? [outdated.entry] : []),
      ]),
    };
    return { outcome: { file: fileAfter(file, change), claim: outdated?.claim ?? after }, change };
  });
}

/** What was proposed for another payee is worth nothing: the claim goes back to be proposed anew. */
function outdatedBy(file: CaseFile, claim: Claim, now: Instant) {
  const input = { action: 'outdate-proposal', actor: { role: 'system' }, details: {}, now } as const;
  const after = applyAction(file, claim, input);
  if (isRefusal(after)) return undefined;
  const { actor, action } = input;
  return {
    claim: after,
    entry: { at: now, actor, action, claimId: claim.claimId, from: claim.status, to: after.status },
  };
}
