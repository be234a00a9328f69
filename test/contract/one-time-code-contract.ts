import { emptyHead } from '../../functions/claims/timeline.ts';
import type { OneTimeCodeStore } from '../../functions/payouts/ports.ts';
import { someChallenge } from '../builders/claim.ts';
import type { Stores } from './stores.ts';

const { trackingNumber: PARCEL, policyId: POLICY } = someChallenge();

export function describeOneTimeCodeStore(stores: () => Stores): void {
  let challenges: OneTimeCodeStore;
  beforeEach(() => {
    ({ challenges } = stores());
  });
  const find = () => challenges.find(PARCEL, POLICY);

  it('keeps one challenge of a policy, the newest', async () => {
    expect(await find()).toBeUndefined();
    const first = someChallenge();
    expect(await challenges.issue(first, undefined)).toBe('issued');
    expect(await find()).toStrictEqual(first);
    expect(await challenges.find(PARCEL, 'policy-2')).toBeUndefined();
    expect(await challenges.find('63000045987655', POLICY)).toBeUndefined();
    const second = someChallenge({
      challengeId: 'challenge-2',
      recentIssues: ['2026-03-05T10:00:00.000Z', '2026-03-05T10:01:00.000Z'],
    });
    expect(await challenges.issue(second, first)).toBe('issued');
    expect(await find()).toStrictEqual(second);
  });

  it('lets a challenge in only after the one that its maker has seen', async () => {
    const [first, second] = [someChallenge(), someChallenge({ challengeId: 'challenge-2' })];
    expect(await challenges.issue(second, first)).toBe('conflict');
    expect(await find()).toBeUndefined();
    await challenges.issue(first, undefined);
    expect(await challenges.issue(second, undefined)).toBe('conflict');
    expect(await challenges.issue(second, someChallenge({ challengeId: 'challenge-0' }))).toBe('conflict');
    expect(await find()).toStrictEqual(first);
  });

  it('lets one of many at once in', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        challenges.issue(someChallenge({ challengeId: `challenge-${n}` }), undefined),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'issued')).toHaveLength(1);
  });

  it('counts attempts up to the most there may be, also many at once', async () => {
    const challenge = someChallenge();
    await challenges.issue(challenge, undefined);
    expect(await challenges.countAttempt(challenge, 5)).toBe(1);
    const counted = await Promise.all(
      Array.from({ length: 20 }, () => challenges.countAttempt(challenge, 5)),
    );
    expect(counted.filter((each) => each !== 'spent').sort()).toEqual([2, 3, 4, 5]);
    expect((await find())?.attempts).toBe(5);
  });

  it('counts nothing for a challenge that was replaced, is used or never was', async () => {
    const challenge = someChallenge();
    expect(await challenges.countAttempt(challenge, 5)).toBe('spent');
    await challenges.issue(challenge, undefined);
    expect(await challenges.countAttempt(someChallenge({ challengeId: 'challenge-0' }), 5)).toBe('spent');
    await challenges.redeem(challenge, 'receipt-1');
    expect(await challenges.countAttempt(challenge, 5)).toBe('spent');
    expect(await find()).toStrictEqual({ ...challenge, redeemedFor: 'receipt-1' });
  });

  it('is used once, by one of many at once, and only while it is the newest', async () => {
    const challenge = someChallenge();
    expect(await challenges.redeem(challenge, 'receipt-1')).toBe('spent');
    await challenges.issue(challenge, undefined);
    expect(await challenges.redeem(someChallenge({ challengeId: 'challenge-0' }), 'receipt-1')).toBe('spent');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => challenges.redeem(challenge, `receipt-${n}`)),
    );
    const winner = outcomes.indexOf('redeemed');
    expect(outcomes.filter((outcome) => outcome === 'redeemed')).toHaveLength(1);
    expect((await find())?.redeemedFor).toBe(`receipt-${winner}`);
  });

  it('raises no version of the case and is no part of its file', async () => {
    const challenge = someChallenge();
    await challenges.issue(challenge, undefined);
    await challenges.countAttempt(challenge, 5);
    await challenges.redeem(challenge, 'receipt-1');
    const file = await stores().cases.read(PARCEL);
    expect(file.head).toEqual(emptyHead(PARCEL));
  });
}
