import { claimFacts, letterFacts, policyFacts } from '../../functions/contracts/facts.ts';
import { claimFactsOf, letterFactsOf, policyFactsOf } from '../../functions/reports/facts-of.ts';
import { someClaim } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';

const SELLERS = ['a'.repeat(22), 'b'.repeat(22)];
const SPECIALIST = { role: 'specialist', id: 'anna' } as const;
const policy = somePolicy({ termsVersion: '2026-02', version: 3 });
const sale = {
  trackingNumber: '10100012123456',
  policyId: 'policy-1',
  region: 'TA',
  office: '420000',
  clerkId: 'clerk-17',
  sellerIds: SELLERS,
  soldAt: '2026-03-01T09:30:00.000Z',
};

describe('what is counted of a policy', () => {
  const counted = {
    ...sale,
    version: 3,
    termsVersion: '2026-02',
    timeZone: 'Europe/Moscow',
    status: 'active',
    amount: 450_000,
    price: 9_900,
    endsAt: '2026-03-31T21:00:00.000Z',
  };

  it('is the sale, and nothing that tells who bought', () => {
    const facts = policyFactsOf(policy, SELLERS);
    expect(facts).toStrictEqual(counted);
    expect(policyFacts.parse(facts)).toStrictEqual(facts);
  });

  it('says when it came to its end and when it was voided', () => {
    const endedAt = '2026-03-31T21:00:00.000Z';
    expect(policyFactsOf(somePolicy({ ...policy, status: 'ended', endedAt }), SELLERS)).toStrictEqual({
      ...counted,
      ...{ status: 'ended', endedAt },
    });
    const voidedAt = '2026-03-01T10:00:00.000Z';
    expect(policyFactsOf(somePolicy({ ...policy, status: 'voided', voidedAt }), SELLERS)).toStrictEqual({
      ...counted,
      ...{ status: 'voided', voidedAt },
    });
  });

  it('counts a region that is in no list under none, and keeps its sale', () => {
    const office = { ...policy.office, region: 'Атлантида' };
    expect(policyFactsOf({ ...policy, office }, SELLERS)).toStrictEqual({ ...counted, region: 'unknown' });
  });
});

describe('what is counted of a claim', () => {
  const FILED = '2026-03-05T10:00:00.000Z';
  const CLOSED = '2026-03-09T10:00:00.000Z';
  const open = {
    ...sale,
    claimId: 'claim-1',
    version: 1,
    kind: 'foreign-object',
    channel: 'web',
    amount: 450_000,
    filedAt: FILED,
    status: 'in-review',
    paid: 0,
    recovered: 0,
  };
  const approved = {
    outcome: 'approved',
    by: SPECIALIST,
    at: '2026-03-07T10:00:00.000Z',
    amount: 400_000,
  } as const;

  it('is the claim with the place and the seller of the sale', () => {
    const facts = claimFactsOf(someClaim(), policy, SELLERS);
    expect(facts).toStrictEqual(open);
    expect(claimFacts.parse(facts)).toStrictEqual(facts);
    expect(claimFactsOf(someClaim({ purchaseAmount: 900_000 }), policy, SELLERS)).toStrictEqual({
      ...open,
      purchaseAmount: 900_000,
    });
  });

  it('says when it came to its end, by any of the seven ends and by no other state', () => {
    const closedAs = (status: typeof open.status) =>
      claimFactsOf(someClaim({ status: status as 'refused', statusSince: CLOSED }), policy, SELLERS).closedAt;
    const ends = [
      ...['compensated', 'refunded-by-seller', 'recovered-through-bank', 'refused'],
      ...['withdrawn', 'lapsed', 'merged'],
    ];
    expect(ends.map(closedAs)).toEqual(ends.map(() => CLOSED));
    const others = ['in-review', 'awaiting-customer', 'in-appeal', 'approved', 'paying', 'needs-attention'];
    expect(others.map(closedAs)).toEqual(others.map(() => undefined));
  });

  it('counts as paid only what has arrived, not what was approved', () => {
    const decided = { decision: 'approved', decidedAt: '2026-03-07T10:00:00.000Z' };
    expect(claimFactsOf(someClaim({ status: 'paying', decision: approved }), policy, SELLERS)).toStrictEqual({
      ...open,
      ...decided,
      status: 'paying',
    });
    const compensated = someClaim({ status: 'compensated', statusSince: CLOSED, decision: approved });
    expect(claimFactsOf(compensated, policy, SELLERS)).toStrictEqual({
      ...open,
      ...decided,
      ...{ status: 'compensated', closedAt: CLOSED, paid: 400_000 },
    });
  });

  it('pays nothing where no sum was decided', () => {
    const { amount: _none, ...unnamed } = approved;
    const paidOn = (decision: Parameters<typeof someClaim>[0]) =>
      claimFactsOf(someClaim({ status: 'compensated', ...decision }), policy, SELLERS).paid;
    expect([paidOn({}), paidOn({ decision: unnamed })]).toEqual([0, 0]);
  });

  it('adds up what came back, from whomever', () => {
    const recoveries = [
      { source: 'seller' as const, amount: 100_000, at: CLOSED, by: SPECIALIST },
      { source: 'bank' as const, amount: 50_000, at: CLOSED, by: SPECIALIST },
    ];
    expect(claimFactsOf(someClaim({ recoveries }), policy, SELLERS)).toStrictEqual({
      ...open,
      recovered: 150_000,
    });
  });
});

describe('what is counted of a letter', () => {
  const sent = {
    trackingNumber: '10100012123456',
    letterId: 'claim-1-1',
    claimId: 'claim-1',
    version: 2,
    region: 'TA',
    kind: 'claim-to-seller',
    sellerIds: SELLERS,
    sentAt: '2026-03-06T10:00:00.000Z',
  };
  const letter = someLetter({ version: 2, sentAt: '2026-03-06T10:00:00.000Z' });
  const reply = (receivedAt: string, outcome: 'agreed' | 'declined') => ({
    ...{ receivedAt, outcome, filedAt: receivedAt, by: SPECIALIST },
    documents: [],
  });

  it('is when it went, and until when an answer is awaited', () => {
    const facts = letterFactsOf(letter, policy, SELLERS);
    expect(facts).toStrictEqual(sent);
    expect(letterFacts.parse(facts)).toStrictEqual(facts);
    const replyDueAt = '2026-03-16T21:00:00.000Z';
    expect(letterFactsOf({ ...letter, replyDueAt }, policy, SELLERS)).toStrictEqual({ ...sent, replyDueAt });
  });

  it('says nothing of a sending that has not been', () => {
    const { sentAt: _unsent, ...draft } = letter;
    const { sentAt: _none, ...unsent } = sent;
    expect(letterFactsOf(draft, policy, SELLERS)).toStrictEqual(unsent);
  });

  it('is answered by the first reply, and as the last one says', () => {
    const first = '2026-03-08T10:00:00.000Z';
    const replies = [
      reply(first, 'declined'),
      reply('2026-03-10T10:00:00.000Z', 'declined'),
      reply('2026-03-12T10:00:00.000Z', 'agreed'),
    ];
    const answered = { ...letter, replies };
    expect(letterFactsOf(answered, policy, SELLERS)).toStrictEqual({
      ...sent,
      ...{ answeredAt: first, outcome: 'agreed' },
    });
  });
});
