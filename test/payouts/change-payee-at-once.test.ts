import { fileClaim } from '../../functions/claims/file-claim.ts';
import { changePayee } from '../../functions/payouts/change-payee.ts';
import { requestPayeeCode } from '../../functions/payouts/request-payee-code.ts';
import { done, filingOf, NOW, PARCEL, refused } from '../claims/claims-fixture.ts';
import { ACCOUNT, later, OTHER, openClaim } from './payee-fixture.ts';

const inputOf = (claim: Awaited<ReturnType<typeof openClaim>>, code: string) => ({
  trackingNumber: PARCEL,
  policyId: 'policy-1',
  claimId: claim.claimId,
  payee: ACCOUNT,
  code,
  now: NOW,
});

it('one code at once for two payees changes to one of them, and the other is refused', async () => {
  for (const payees of [
    [ACCOUNT, OTHER],
    [OTHER, ACCOUNT],
  ]) {
    const claim = await openClaim();
    done(await claim.request());
    const code = await claim.code();
    const outcomes = await Promise.all(payees.map((payee) => claim.change({ code, payee })));
    const refusals = outcomes.filter((outcome) => 'refused' in outcome);
    expect(refusals).toEqual([{ refused: 'code-expired', facts: {} }]);
    const changed = outcomes.findIndex((outcome) => !('refused' in outcome));
    expect((await claim.readClaim()).personal.payee).toEqual(payees[changed]);
    const { timeline } = await claim.readCase();
    expect(timeline.filter(({ action }) => action === 'payee-changed')).toHaveLength(1);
  }
});

it('a link of another policy of the parcel changes nothing, with whatever code', async () => {
  const claim = await openClaim();
  done(await claim.request());
  const input = { ...inputOf(claim, await claim.code()), policyId: 'policy-2' };
  expect(refused(await changePayee(input, claim.ports)).refused).toBe('not-found');
  expect((await claim.readClaim()).personal).not.toHaveProperty('payee');
});

it('of several claims the one that was asked for gets the payee', async () => {
  const claim = await openClaim();
  const other = done(await fileClaim(filingOf({ kind: 'damaged', amount: 1_000 }), claim.ports)).claim;
  done(await claim.request(NOW, other.claimId));
  done(await claim.change({ code: await claim.code(), claimId: other.claimId }));
  expect((await claim.readClaim(other.claimId)).personal.payee).toEqual(ACCOUNT);
  expect((await claim.readClaim(claim.claimId)).personal).not.toHaveProperty('payee');
});

describe('a claim that was decided', () => {
  it('before the code came is refused by its state, and costs no try', async () => {
    const claim = await openClaim();
    done(await claim.request());
    await claim.act('approve');
    expect(refused(await claim.change({ code: await claim.code() }))).toEqual({
      refused: 'payee-not-changeable',
      facts: { status: 'approved' },
    });
    expect(await claim.challenge()).toMatchObject({ attempts: 0 });
    expect(await claim.challenge()).not.toHaveProperty('redeemedFor');
  });

  it('while the code was compared keeps its payee, too', async () => {
    const claim = await openClaim();
    done(await claim.request());
    const challenges = {
      ...claim.ports.challenges,
      redeem: async (...given: Parameters<typeof claim.ports.challenges.redeem>) => {
        await claim.act('approve');
        return claim.ports.challenges.redeem(...given);
      },
    };
    const outcome = await changePayee(inputOf(claim, await claim.code()), { ...claim.ports, challenges });
    expect(refused(outcome)).toEqual({ refused: 'payee-not-changeable', facts: { status: 'approved' } });
    expect((await claim.readClaim()).personal).not.toHaveProperty('payee');
  });
});

it('a challenge that is gone when its code is redeemed is worth nothing', async () => {
  const claim = await openClaim();
  done(await claim.request());
  let isGone = false;
  const challenges = {
    ...claim.ports.challenges,
    find: async (...given: Parameters<typeof claim.ports.challenges.find>) =>
      isGone ? undefined : claim.ports.challenges.find(...given),
    redeem: async () => {
      isGone = true;
      return 'spent' as const;
    },
  };
  const outcome = await changePayee(inputOf(claim, await claim.code()), { ...claim.ports, challenges });
  expect(refused(outcome).refused).toBe('code-expired');
});

it('a code that others always ask for first is given up after three turns', async () => {
  const claim = await openClaim();
  let turns = 0;
  const challenges = {
    ...claim.ports.challenges,
    issue: async () => {
      turns += 1;
      if (turns > 10) throw new Error('It never gives up.');
      return 'conflict' as const;
    },
  };
  const input = { policy: claim.policy, claimId: claim.claimId, now: later(0) };
  expect(refused(await requestPayeeCode(input, { ...claim.ports, challenges }))).toEqual({
    refused: 'try-again',
    facts: {},
  });
  expect([turns, claim.queue]).toEqual([3, []]);
});
