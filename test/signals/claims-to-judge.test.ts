import { emptyHead } from '../../functions/claims/timeline.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import { claimsOfUpload, claimsToJudge, isNewlyChecked } from '../../functions/signals/claims-to-judge.ts';
import { someClaim, someUpload } from '../builders/claim.ts';

const AT = '2026-03-05T10:00:00.000Z';
const CLAIM = { trackingNumber: '10100012123456', claimId: 'claim-1' };
const payee = {
  method: 'account',
  bankIdentificationCode: '044525225',
  account: '40817810000000000001',
  holder: 'ИВАНОВА АННА',
} as const;
const withPayee = (changed: object = {}) =>
  someClaim({ personal: { description: 'Кирпич', answers: [], payee: { ...payee, ...changed } } });
const withMoney = (moneyInPost: Partial<NonNullable<Claim['moneyInPost']>>) =>
  someClaim({ moneyInPost: { state: 'accepted', checkedAt: AT, ...moneyInPost } });

describe('a claim is judged', () => {
  it.each<[string, Claim | undefined, Claim]>([
    ['when it is new', undefined, someClaim()],
    ['when an account is named', someClaim(), withPayee()],
    ['when the account is another one', withPayee(), withPayee({ account: '40817810000000000002' })],
    ['when the account is at another bank', withPayee(), withPayee({ bankIdentificationCode: '044525974' })],
    ['when it is known that the money went in', someClaim(), withMoney({ acceptedAt: AT })],
    [
      'when the money went in at another time',
      withMoney({ acceptedAt: AT }),
      withMoney({ acceptedAt: '2026-03-05T09:00:00.000Z' }),
    ],
    ['when it comes to its end', someClaim(), someClaim({ status: 'refused' })],
  ])('%s', (_, before, after) => {
    expect(claimsToJudge(before, after)).toEqual([CLAIM]);
  });

  it.each<[string, Claim, Claim]>([
    ['nothing changed', someClaim(), someClaim({ version: 2 })],
    ['it goes on', someClaim(), someClaim({ status: 'awaiting-reply' })],
    ['it is at its end as before', someClaim({ status: 'refused' }), someClaim({ status: 'refused' })],
    ['the holder is spelled otherwise', withPayee(), withPayee({ holder: 'АННА ИВАНОВА' })],
    ['the money was only looked for', someClaim(), withMoney({ state: 'none' })],
  ])('not again where %s', (_, before, after) => {
    expect(claimsToJudge(before, after)).toEqual([]);
  });
});

it('a file that was checked before it was seen unchecked is news all the same', () => {
  const checked = someUpload({ check: { checkedAt: AT, sha256: 'ab', size: 1, findings: [] } });
  expect([isNewlyChecked(undefined, checked), isNewlyChecked(undefined, someUpload())]).toEqual([
    true,
    false,
  ]);
});

it('a file has the claims of its policy judged, each of them and no others', () => {
  const claims = [
    someClaim(),
    someClaim({ claimId: 'claim-2' }),
    someClaim({ claimId: 'claim-3', policyId: 'policy-2' }),
  ];
  const head = emptyHead(CLAIM.trackingNumber);
  const file = { head, claims, uploads: [], payouts: [], letters: [], timeline: [], judgements: [] };
  expect(claimsOfUpload(file, someUpload())).toEqual([CLAIM, { ...CLAIM, claimId: 'claim-2' }]);
  expect(claimsOfUpload(file, someUpload({ policyId: 'policy-9' }))).toEqual([]);
});
