import { isFinal } from '../claims/claim-lifecycle.ts';
import type { AccountPayee, CaseFile, Claim, Payout, PayoutRecipient } from '../contracts/case.ts';
import { accountPayee } from '../contracts/case.ts';
import type { GivenPayee, ShownPayee } from '../contracts/customer.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { lastDigits, maskAccount, maskPhone } from '../messages/mask.ts';
import { livePayout } from './payout-rules.ts';
import type { PayoutOrder } from './ports.ts';

/** Who gets the money: an account, or, as long as none is named, the phone of the sale. */
export type Payee = AccountPayee | { method: 'phone' };

/**
 * Only while nobody has decided to pay, and never while money may be under way: an order that is sent again has to
 * go where it was sent first. Told by what forbids it, so that a state which is added later allows it.
 */
export function mayChangePayee(file: CaseFile, claim: Claim): boolean {
  const isDecided = isFinal(claim.status) || claim.status === 'approved' || claim.status === 'paying';
  return !isDecided && !livePayout(file, claim);
}

/** What a customer typed, without the blanks that people put between digits; or which field cannot be right, and why. */
export function judgePayee(given: GivenPayee): Payee | Refusal {
  if (given.method === 'phone') return { method: 'phone' };
  const payee = {
    method: 'account' as const,
    bankIdentificationCode: withoutBlanks(given.bankIdentificationCode),
    account: withoutBlanks(given.account),
    holder: given.holder.trim(),
  };
  const field = accountPayee.safeParse(payee).error?.issues[0]?.path[0];
  if (field !== undefined)
    return refuse('payee-invalid', { field: String(field), rule: field === 'holder' ? 'text' : 'digits' });
  if (!isInRoubles(payee.account)) return refuse('payee-invalid', { field: 'account', rule: 'currency' });
  if (!hasRightKey(payee.bankIdentificationCode, payee.account))
    return refuse('payee-invalid', { field: 'account', rule: 'control-key' });
  return payee;
}

/** Digits 6 to 8 are the currency: 810 is the rouble of accounts, 643 the one of the currency classifier. */
function isInRoubles(account: string): boolean {
  return ['810', '643'].includes(account.slice(5, 8));
}

const WEIGHTS = [7, 1, 3];

/**
 * Whether the account's control key (its ninth digit) fits the bank, so that one wrong digit is found out before
 * money goes to nobody: «Порядок расчёта контрольного ключа в номере лицевого счёта», Bank of Russia, 08.09.1997
 * No. 515. Three digits stand for the bank, the 20 of the account follow; each is multiplied by 7, 1, 3, 7, 1, 3 …,
 * and the last digits of the products add up to a multiple of ten.
 *
 * For an account in a credit institution the three are the last of its BIC; for one that a bank has in the central
 * bank (301…) they are 0 and the digits 5 and 6 of the BIC.
 */
export function hasRightKey(bankIdentificationCode: string, account: string): boolean {
  const bank = account.startsWith('301')
    ? `0${bankIdentificationCode.slice(4, 6)}`
    : bankIdentificationCode.slice(-3);
  const sum = [...`${bank}${account}`].reduce(
    (total, digit, index) => total + ((Number(digit) * (WEIGHTS[index % 3] ?? 0)) % 10),
    0,
  );
  return sum % 10 === 0;
}

export function payeeOf(claim: Claim): Payee {
  return claim.personal.payee ?? { method: 'phone' };
}

export function isSamePayee(one: Payee, other: Payee): boolean {
  if (one.method === 'phone' || other.method === 'phone') return one.method === other.method;
  return (
    one.bankIdentificationCode === other.bankIdentificationCode &&
    one.account === other.account &&
    one.holder === other.holder
  );
}

/** The claim with another payee, and nothing else: no step, so its status, deadline and version stay. */
export function withPayee(claim: Claim, payee: Payee): Claim {
  const { payee: _before, ...personal } = claim.personal;
  return { ...claim, personal: { ...personal, ...(payee.method === 'account' && { payee }) } };
}

/** As anybody may see it who may see the claim. `phone` is the one of the sale. */
export function showPayee(payee: Payee, phone: string): ShownPayee {
  return payee.method === 'phone'
    ? { method: 'phone', phone: maskPhone(phone) }
    : { ...payee, account: maskAccount(payee.account) };
}

/** What an intent keeps of its payee: enough to notice another one, too little to pay to. */
export function recipientOfIntent(claim: Claim): PayoutRecipient {
  const payee = payeeOf(claim);
  return payee.method === 'phone'
    ? { method: 'phone' }
    : { method: 'account', lastDigits: lastDigits(payee.account) };
}

/**
 * Where the order of this intent goes, at every attempt the same. An intent of before payees could be named is for
 * the phone of the sale.
 * @throws Error when the claim's payee is not the one of the intent, which `mayChangePayee` does not let happen.
 */
export function recipientOf(payout: Payout, claim: Claim, phone: string): PayoutOrder['recipient'] {
  const intended = payout.recipient ?? { method: 'phone' };
  if (intended.method === 'phone') return { phone };
  const { payee } = claim.personal;
  if (!payee || lastDigits(payee.account) !== intended.lastDigits)
    throw new Error(`Payout ${payout.reference} was intended for another payee.`);
  const { method: _method, ...account } = payee;
  return { account };
}

function withoutBlanks(digits: string): string {
  return digits.replace(/\s/g, '');
}
