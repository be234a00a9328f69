import { claimStatus } from '../../functions/contracts/case.ts';
import { notice } from '../../functions/messages/notice-schemas.ts';
import {
  noticesOfClaimChange,
  noticesOfLetterChange,
  noticesOfPolicyChange,
} from '../../functions/messages/notices-of-change.ts';
import { someClaim } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';

const aboutsOf = (...change: Parameters<typeof noticesOfPolicyChange>) =>
  noticesOfPolicyChange(...change).map(({ about, policyId }) => [about, policyId]);

describe('a change of a policy', () => {
  const sold = somePolicy();
  const ended = somePolicy({ status: 'ended', version: 2 });
  const voided = somePolicy({ status: 'voided', version: 2 });

  it('tells of the sale, the end and the cancellation', () => {
    expect(aboutsOf(undefined, sold)).toEqual([['policy-sold', 'policy-1']]);
    expect(aboutsOf(sold, ended)).toEqual([['policy-ended', 'policy-1']]);
    expect(aboutsOf(sold, voided)).toEqual([['policy-voided', 'policy-1']]);
  });

  it('tells of it in the form in which notices wait to be sent', () => {
    for (const after of [sold, ended, voided]) {
      const told = noticesOfPolicyChange(after === sold ? undefined : sold, after);
      expect(notice.parse(told[0])).toEqual(told[0]);
    }
    const { trackingNumber, policyId } = sold;
    const ids = { trackingNumber, policyId, claimId: 'claim-1' };
    for (const other of [
      { about: 'policy-ending', trackingNumber, policyId },
      { about: 'payee-code', ...ids, challengeId: 'challenge-1' },
      { about: 'letter-sent', ...ids, letterId: 'claim-1-1' },
    ]) {
      expect(notice.parse(other)).toEqual(other);
      // Ids only: what a person typed has no place in a queue.
      expect(notice.safeParse({ ...other, phone: '+79991234567' }).success).toBe(false);
    }
    expect(notice.safeParse({ about: 'anything', trackingNumber, policyId }).success).toBe(false);
  });

  it('tells of a new sale when the number came back, and nothing of the copy in the archive', () => {
    expect(aboutsOf(ended, somePolicy({ policyId: 'policy-2' }))).toEqual([['policy-sold', 'policy-2']]);
    expect(aboutsOf(undefined, ended)).toEqual([]);
    expect(aboutsOf(undefined, voided)).toEqual([]);
  });

  it('says nothing of other changes and of removal', () => {
    expect(aboutsOf(sold, somePolicy({ openClaims: 1, version: 2 }))).toEqual([]);
    expect(aboutsOf(ended, { ...ended, version: 3 })).toEqual([]);
    // Opened again, for a claim that was begun in time.
    expect(aboutsOf(ended, somePolicy({ openClaims: 1, version: 3 }))).toEqual([]);
    expect(aboutsOf(ended, undefined)).toEqual([]);
    expect(aboutsOf(undefined, undefined)).toEqual([]);
  });
});

describe('a change of a letter', () => {
  const draft = someLetter();
  const sent = someLetter({ status: 'sent', channel: 'email', sentAt: '2026-03-05T12:00:00.000Z' });

  it('tells that it was sent by e-mail, once', () => {
    const { trackingNumber, policyId, claimId, letterId } = sent;
    const told = [{ about: 'letter-sent', trackingNumber, policyId, claimId, letterId }];
    expect(noticesOfLetterChange(draft, sent)).toEqual(told);
    expect(noticesOfLetterChange(undefined, sent)).toEqual(told);
    expect(noticesOfLetterChange(sent, { ...sent, version: 2 })).toEqual([]);
  });

  it('says nothing of a draft, of the post and of a removal', () => {
    expect(noticesOfLetterChange(undefined, draft)).toEqual([]);
    expect(noticesOfLetterChange(draft, someLetter({ channel: 'email' }))).toEqual([]);
    expect(noticesOfLetterChange(draft, { ...sent, channel: 'post' })).toEqual([]);
    expect(noticesOfLetterChange(sent, undefined)).toEqual([]);
  });
});

describe('a change of a claim', () => {
  it.each(claimStatus.options)('tells of the entry into %s, once', (status) => {
    const before = someClaim({ status: status === 'in-review' ? 'awaiting-video' : 'in-review' });
    const after = someClaim({ status, version: 2 });
    const told = noticesOfClaimChange(before, after);
    expect(told).toEqual([expect.objectContaining({ about: 'claim-status', status, version: 2 })]);
    expect(notice.parse(told[0])).toEqual(told[0]);
    expect(noticesOfClaimChange(after, { ...after, version: 3 })).toEqual([]);
  });

  it('tells of the filing and nothing of a removal', () => {
    expect(noticesOfClaimChange(undefined, someClaim())).toHaveLength(1);
    expect(noticesOfClaimChange(someClaim(), undefined)).toEqual([]);
  });
});
