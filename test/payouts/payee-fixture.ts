import { createHmacOneTimeCodes } from '../../functions/adapters/hmac-one-time-codes.ts';
import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import type { ClaimAction } from '../../functions/claims/claim-lifecycle.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { GivenPayee } from '../../functions/contracts/customer.ts';
import type { Actor } from '../../functions/contracts/primitives.ts';
import type { Notice } from '../../functions/messages/notice-schemas.ts';
import { changePayee } from '../../functions/payouts/change-payee.ts';
import { payClaim } from '../../functions/payouts/pay-claim.ts';
import { requestPayeeCode } from '../../functions/payouts/request-payee-code.ts';
import { someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { ANNA, done, filingOf, NOW, openCase, PARCEL } from '../claims/claims-fixture.ts';
import { createMemoryOneTimeCodeStore } from '../twins/memory-one-time-code-store.ts';
import { PAID_AT } from './payout-fixture.ts';
import { type Behaviour, createScriptedProvider } from './scripted-provider.ts';

/** The control key was computed for the test of the rules (payee.test.ts). */
export const BANK_ACCOUNT = {
  bankIdentificationCode: '044525225',
  account: '40817810438000000001',
  holder: 'Анна Иванова',
};
export const ACCOUNT: GivenPayee = { method: 'account', ...BANK_ACCOUNT };
export const OTHER: GivenPayee = {
  ...ACCOUNT,
  bankIdentificationCode: '044525974',
  account: '40817810500001234567',
};

export const later = (seconds: number) => toInstant(toMillis(NOW) + seconds * 1000);

/** A claim in review, and the customer who holds the link; `code` reads the SMS. */
export async function openClaim(behaviour: Behaviour = {}, amount = 200_000) {
  const uploads = [someUpload({ status: 'received' })];
  const opened = await openCase(somePolicy({ amount: Math.max(amount, 300_000) }), { uploads });
  const { claimId } = done(await fileClaim(filingOf({ amount }), opened.ports)).claim;
  const challenges = createMemoryOneTimeCodeStore();
  const codes = createHmacOneTimeCodes('k'.repeat(64));
  const queue: Notice[] = [];
  const notices = { enqueue: async (given: Notice[]) => void queue.push(...given) };
  const provider = createScriptedProvider(behaviour);
  const ports = { ...opened.ports, challenges, codes, notices, provider };
  const policy = await opened.readPolicy();
  const { trackingNumber, policyId } = policy;
  const challenge = async () => {
    const found = await challenges.find(trackingNumber, policyId);
    if (!found) throw new Error('No code was asked for.');
    return found;
  };
  const code = async () => codes.codeOf(await challenge());
  const change = (given: { code: string; payee?: GivenPayee; now?: string; claimId?: string }) =>
    changePayee({ trackingNumber, policyId, claimId, payee: ACCOUNT, now: NOW, ...given }, ports);
  return {
    ...opened,
    ports,
    policy,
    claimId,
    queue,
    provider,
    challenge,
    code,
    change,
    request: (now = NOW, of = claimId) => requestPayeeCode({ policy, claimId: of, now }, ports),
    wrongCode: async () => String((Number(await code()) + 1) % 1_000_000).padStart(6, '0'),
    act: async (action: ClaimAction, actor: Actor = ANNA, details = {}) =>
      done(await actOnClaim({ trackingNumber, claimId, action, actor, details, now: NOW }, opened.ports)),
    pay: () => payClaim({ trackingNumber: PARCEL, claimId, now: PAID_AT }, ports),
  };
}
