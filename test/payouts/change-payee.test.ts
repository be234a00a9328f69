import { caseViewOf } from '../../functions/claims/case-view.ts';
import { customerClaimOf } from '../../functions/claims/customer-view.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import { firstBrokenEntry } from '../../functions/claims/timeline.ts';
import { changePayee } from '../../functions/payouts/change-payee.ts';
import { PayoutInDoubt } from '../../functions/payouts/ports.ts';
import { requestPayeeCode } from '../../functions/payouts/request-payee-code.ts';
import { ANNA, BORIS, done, filingOf, NOW, PARCEL, refused } from '../claims/claims-fixture.ts';
import { unlawfulSteps } from '../claims/lawful-history.ts';
import { ACCOUNT, BANK_ACCOUNT, later, OTHER, openClaim } from './payee-fixture.ts';
import { APPROVED, openApprovedClaim, PHONE, payUntilDone } from './payout-fixture.ts';
import type { Behaviour } from './scripted-provider.ts';

describe('asking for a code', () => {
  it('sends one to the phone of the sale and says when there can be another; nothing of it is queued', async () => {
    const claim = await openClaim();
    const before = await claim.readCase();
    expect(done(await claim.request())).toEqual({
      sentTo: '+7 ••• •••-45-67',
      validUntil: later(600),
      nextCodeAt: later(60),
    });
    const { challengeId } = await claim.challenge();
    expect(claim.queue).toEqual([
      {
        about: 'payee-code',
        trackingNumber: PARCEL,
        policyId: 'policy-1',
        claimId: claim.claimId,
        challengeId,
      },
    ]);
    const stored = JSON.stringify([claim.queue, await claim.challenge()]);
    expect(stored).not.toContain(await claim.code());
    expect(await claim.readCase()).toEqual(before);
  });

  it('is refused too soon after the last, and a sixth time in a day', async () => {
    const claim = await openClaim();
    for (const seconds of [0, 60, 120, 180]) done(await claim.request(later(seconds)));
    expect(done(await claim.request(later(240))).nextCodeAt).toBe(later(86_400));
    expect(refused(await claim.request(later(299)))).toMatchObject({
      refused: 'code-too-soon',
      facts: { nextCodeAt: later(86_400), retryAfterSeconds: 86_101, timeZone: 'Europe/Moscow' },
    });
    done(await claim.request(later(86_400)));
    expect(claim.queue).toHaveLength(6);
  });

  it('a hundred times at once sends one', async () => {
    const claim = await openClaim();
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => claim.request()));
    expect(outcomes.filter((outcome) => 'sentTo' in outcome)).toHaveLength(1);
    expect(claim.queue).toHaveLength(1);
    expect(claim.queue[0]).toMatchObject({ challengeId: (await claim.challenge()).challengeId });
  });

  it('needs a claim of this policy that can still change', async () => {
    const claim = await openClaim();
    expect(refused(await claim.request(NOW, 'claim-of-nobody')).refused).toBe('not-found');
    const policy = { ...claim.policy, policyId: 'policy-2' };
    const ofAnother = { policy, claimId: claim.claimId, now: NOW };
    expect(refused(await requestPayeeCode(ofAnother, claim.ports)).refused).toBe('not-found');
    await claim.act('approve');
    expect(refused(await claim.request())).toMatchObject({
      refused: 'payee-not-changeable',
      facts: { status: 'approved' },
    });
    expect(claim.queue).toEqual([]);
  });
});

describe('with the right code', () => {
  it('the payee is changed, and nothing else of the claim', async () => {
    const claim = await openClaim();
    const before = await claim.readClaim();
    done(await claim.request());
    const { file, claim: changed } = done(await claim.change({ code: await claim.code() }));
    expect(changed).toEqual({ ...before, personal: { ...before.personal, payee: ACCOUNT } });
    expect(await claim.readClaim()).toEqual(changed);
    expect(await claim.readCase()).toEqual(file);
    expect(file.timeline.at(-1)).toMatchObject({
      action: 'payee-changed',
      actor: { role: 'customer', id: 'policy-1' },
      claimId: claim.claimId,
      facts: { method: 'account' },
    });
    expect(firstBrokenEntry(file.head, file.timeline)).toBeUndefined();
    expect(unlawfulSteps(file)).toEqual([]);
    expect(JSON.stringify(file.timeline)).not.toMatch(/4081781|Иванова/);
  });

  it('can go back to the phone, with another code', async () => {
    const claim = await openClaim();
    done(await claim.request());
    done(await claim.change({ code: await claim.code() }));
    done(await claim.request(later(60)));
    done(await claim.change({ code: await claim.code(), payee: { method: 'phone' }, now: later(60) }));
    expect((await claim.readClaim()).personal).not.toHaveProperty('payee');
    expect((await claim.readCase()).timeline.at(-1)).toMatchObject({ facts: { method: 'phone' } });
  });

  it('is shown masked, to the customer and at the console', async () => {
    const claim = await openClaim();
    const shown = async () => {
      const file = await claim.readCase();
      return [
        customerClaimOf(file, await claim.readClaim(), { policy: claim.policy, locale: 'ru', now: NOW }),
        caseViewOf(file, [claim.policy], { role: 'specialist', id: 'anna' }, NOW).claims[0],
      ] as const;
    };
    const [customer, console] = await shown();
    expect(customer).toMatchObject({
      payee: { method: 'phone', phone: '+7 ••• •••-45-67' },
      payeeChangeable: true,
    });
    expect(console).not.toHaveProperty('payee');
    done(await claim.request());
    done(await claim.change({ code: await claim.code() }));
    await claim.act('approve');
    const masked = { ...ACCOUNT, account: '•••• 0001' };
    const [customerAfter, consoleAfter] = await shown();
    expect(customerAfter).toMatchObject({ payee: masked, payeeChangeable: false });
    expect(consoleAfter).toMatchObject({ payee: { ...masked, holder: 'А••• И•••' } });
    expect(JSON.stringify(await shown())).not.toContain(BANK_ACCOUNT.account);
  });

  it('the same request again, also at once, answers the same and writes once', async () => {
    const claim = await openClaim();
    done(await claim.request());
    const code = await claim.code();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => claim.change({ code })));
    for (const outcome of outcomes) expect(done(outcome).claim.personal.payee).toEqual(ACCOUNT);
    const file = await claim.readCase();
    // Later too, when the code is old and the payout has begun: the answer was lost, the change was made.
    await claim.act('approve');
    expect(done(await claim.change({ code, now: later(3_600) })).claim.personal.payee).toEqual(ACCOUNT);
    expect(file.timeline.filter(({ action }) => action === 'payee-changed')).toHaveLength(1);
  });

  it('ends a change that was cut off between the code and the case', async () => {
    const claim = await openClaim();
    done(await claim.request());
    const code = await claim.code();
    const cutOff = {
      ...claim.ports,
      cases: {
        ...claim.ports.cases,
        commit: () => Promise.reject(new Error('killed')),
      },
    };
    const input = { trackingNumber: PARCEL, policyId: 'policy-1', claimId: claim.claimId, code, now: NOW };
    await expect(changePayee({ ...input, payee: ACCOUNT }, cutOff)).rejects.toThrow('killed');
    expect((await claim.challenge()).redeemedFor).toBeDefined();
    expect(refused(await claim.change({ code, payee: OTHER })).refused).toBe('code-expired');
    expect(done(await claim.change({ code })).claim.personal.payee).toEqual(ACCOUNT);
  });

  it('is used up: not for another payee, nor for the same one after it was changed again', async () => {
    const claim = await openClaim();
    done(await claim.request());
    const first = await claim.code();
    done(await claim.change({ code: first }));
    expect(refused(await claim.change({ code: first, payee: OTHER })).refused).toBe('code-expired');
    done(await claim.request(later(60)));
    done(await claim.change({ code: await claim.code(), payee: OTHER, now: later(60) }));
    expect(refused(await claim.change({ code: first, now: later(60) })).refused).toBe('code-expired');
    expect((await claim.readClaim()).personal.payee).toEqual(OTHER);
  });
});

describe('without it', () => {
  it('nothing is changed: a wrong code costs a try, and after five there is none', async () => {
    const claim = await openClaim();
    done(await claim.request());
    const [right, code] = [await claim.code(), await claim.wrongCode()];
    const before = await claim.readCase();
    for (const attemptsLeft of [4, 3, 2, 1, 0])
      expect(refused(await claim.change({ code }))).toEqual({
        refused: 'code-wrong',
        facts: { attemptsLeft },
      });
    expect(refused(await claim.change({ code })).refused).toBe('code-expired');
    expect(refused(await claim.change({ code: right })).refused).toBe('code-expired');
    expect(await claim.readCase()).toEqual(before);
  });

  it('a hundred guesses at once are at most five comparisons', async () => {
    const claim = await openClaim();
    done(await claim.request());
    const code = await claim.wrongCode();
    let comparisons = 0;
    const { codes } = claim.ports;
    const counting = {
      ...codes,
      matches: (...given: Parameters<typeof codes.matches>) => {
        comparisons += 1;
        return codes.matches(...given);
      },
    };
    const input = {
      trackingNumber: PARCEL,
      policyId: 'policy-1',
      claimId: claim.claimId,
      payee: ACCOUNT,
      now: NOW,
    };
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => changePayee({ ...input, code }, { ...claim.ports, codes: counting })),
    );
    expect(comparisons).toBe(5);
    const refusals = outcomes.map((outcome) => refused(outcome).refused);
    expect(refusals.filter((each) => each === 'code-wrong')).toHaveLength(5);
    expect(refusals.filter((each) => each === 'code-expired')).toHaveLength(95);
  });

  it('a code that was never sent, is too old, was replaced or is another claim’s does not count', async () => {
    const claim = await openClaim();
    expect(refused(await claim.change({ code: '000000' })).refused).toBe('code-expired');
    done(await claim.request());
    const first = await claim.code();
    expect(refused(await claim.change({ code: first, now: later(600) })).refused).toBe('code-expired');
    const other = done(
      await fileClaim(filingOf({ kind: 'refund-withheld', amount: 1_000 }), claim.ports),
    ).claim;
    expect(refused(await claim.change({ code: first, claimId: other.claimId })).refused).toBe('code-expired');
    expect((await claim.challenge()).attempts).toBe(0);
    done(await claim.request(later(60)));
    expect(refused(await claim.change({ code: first, now: later(60) })).refused).toBe('code-wrong');
  });

  it('nothing is answered either, though the claim already has that payee', async () => {
    const claim = await openClaim();
    const phone = { method: 'phone' as const };
    expect(refused(await claim.change({ code: '000000', payee: phone })).refused).toBe('code-expired');
    done(await claim.request());
    const code = await claim.wrongCode();
    expect(refused(await claim.change({ code, payee: phone })).refused).toBe('code-wrong');
    done(await claim.change({ code: await claim.code() }));
    expect(refused(await claim.change({ code })).refused).toBe('code-expired');
  });

  it('what cannot be a payee, or is nobody’s claim, costs no try', async () => {
    const claim = await openClaim();
    done(await claim.request());
    const code = await claim.wrongCode();
    const wrong = { ...ACCOUNT, account: '40817810538000000001' };
    expect(refused(await claim.change({ code, payee: wrong })).refused).toBe('payee-invalid');
    expect(refused(await claim.change({ code, claimId: 'claim-of-nobody' })).refused).toBe('not-found');
    expect((await claim.challenge()).attempts).toBe(0);
  });
});

describe('the payout', () => {
  async function openChanged(behaviour: Behaviour = {}) {
    const claim = await openClaim(behaviour);
    done(await claim.request());
    done(await claim.change({ code: await claim.code() }));
    return claim;
  }

  it('goes to the account, and says in its intent where, without what could be paid to', async () => {
    const claim = await openChanged();
    await claim.act('approve', ANNA, { amount: APPROVED });
    await claim.pay();
    const reference = `${claim.claimId}-1`;
    expect(claim.provider.paid()).toEqual([{ reference, amount: APPROVED, account: BANK_ACCOUNT }]);
    const { payouts } = await claim.readCase();
    expect(payouts).toMatchObject([
      { status: 'settled', recipient: { method: 'account', lastDigits: '0001' } },
    ]);
    expect(JSON.stringify(payouts)).not.toContain(BANK_ACCOUNT.account);
  });

  it('that is sent again goes where it went first, and cannot be led elsewhere meanwhile', async () => {
    const claim = await openChanged({ ordersToLose: 2 });
    await claim.act('approve', ANNA, { amount: APPROVED });
    await expect(claim.pay()).rejects.toThrow(PayoutInDoubt);
    expect(refused(await claim.request(later(60))).refused).toBe('payee-not-changeable');
    await claim.act('escalate', { role: 'clock' });
    expect(refused(await claim.request(later(60))).refused).toBe('payee-not-changeable');
    await claim.act('retry-payout', BORIS);
    await payUntilDone(claim.pay);
    expect(claim.provider.paid()).toMatchObject([{ amount: APPROVED, account: BANK_ACCOUNT }]);
    expect(claim.provider.calls.filter(({ call }) => call === 'submit')).toHaveLength(3);
  });

  it('that was rejected can be repeated to another account', async () => {
    const claim = await openChanged({ rejection: 'recipient-unknown' });
    await claim.act('approve', ANNA, { amount: APPROVED });
    await claim.pay();
    claim.provider.behaviour.rejection = undefined;
    done(await claim.request(later(60)));
    done(await claim.change({ code: await claim.code(), payee: OTHER, now: later(60) }));
    await claim.act('retry-payout', BORIS);
    await claim.pay();
    expect(claim.provider.paid()).toMatchObject([
      { reference: `${claim.claimId}-2`, account: { account: '40817810500001234567' } },
    ]);
  });

  it('of an intent from before there was a choice goes to the phone', async () => {
    const claim = await openApprovedClaim({ ordersToLose: 1 });
    await expect(claim.pay()).rejects.toThrow(PayoutInDoubt);
    const file = await claim.readCase();
    const [{ recipient: _none, ...old }] = file.payouts as [(typeof file.payouts)[number]];
    await claim.cases.commit({
      trackingNumber: PARCEL,
      expectedVersion: file.head.version,
      timeline: [],
      payouts: [old],
    });
    await payUntilDone(claim.pay);
    expect(claim.provider.paid()).toMatchObject([{ phone: PHONE }]);
  });

  it('and a change at the same moment: either it sees the new payee, or the change is refused', async () => {
    const seen = new Set<string>();
    // The one that is behind by so many turns of the other: every order of their steps comes up.
    for (let behind = -12; behind <= 12; behind += 1) {
      const claim = await openClaim();
      await claim.act('approve', ANNA, { amount: APPROVED });
      await claim.act('escalate', { role: 'clock' });
      done(await claim.request());
      const code = await claim.code();
      const wait = async (turns: number) => {
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      };
      const change = async () => {
        await wait(behind);
        return claim.change({ code });
      };
      const payout = async () => {
        await wait(-behind);
        await claim.act('retry-payout', BORIS);
        await claim.pay();
      };
      const [outcome] = await Promise.all([change(), payout()]);
      const [paid, ...more] = claim.provider.paid();
      expect(more).toEqual([]);
      if ('refused' in outcome) {
        expect(outcome.refused).toBe('payee-not-changeable');
        expect(paid).toMatchObject({ phone: PHONE });
        expect((await claim.readClaim()).personal).not.toHaveProperty('payee');
      } else expect(paid).toMatchObject({ account: BANK_ACCOUNT });
      seen.add('refused' in outcome ? 'refused' : 'changed');
    }
    expect([...seen].sort()).toEqual(['changed', 'refused']);
  });
});

describe('what a second person approved', () => {
  const LARGE = 2_000_000;
  const VERA = { role: 'supervisor', id: 'vera' } as const;

  async function openLarge(behaviour: Behaviour = {}) {
    const claim = await openClaim(behaviour, LARGE);
    await claim.act('propose', ANNA, { amount: LARGE, evidence: ['Видео распаковки'] });
    return claim;
  }
  const changed = async (claim: Awaited<ReturnType<typeof openClaim>>) => {
    done(await claim.request(later(60)));
    return done(await claim.change({ code: await claim.code(), now: later(60) }));
  };

  it('is proposed anew when the customer names another payee meanwhile', async () => {
    const claim = await openLarge();
    const { claim: after } = await changed(claim);
    expect(after).toMatchObject({ status: 'in-review', personal: { payee: BANK_ACCOUNT } });
    expect(after).not.toHaveProperty('proposal');
    const { timeline } = await claim.readCase();
    expect(timeline.slice(-2)).toMatchObject([
      { action: 'payee-changed' },
      { action: 'outdate-proposal', from: 'awaiting-approval', to: 'in-review' },
    ]);
    await expect(claim.act('approve-proposal', BORIS)).rejects.toThrow('action-not-allowed');
  });

  it('is not paid again to another payee without a new approval', async () => {
    const claim = await openLarge({ rejection: 'recipient-unknown' });
    await claim.act('approve-proposal', BORIS);
    await claim.pay();
    await changed(claim);
    await expect(claim.act('retry-payout', VERA)).rejects.toThrow('proposal-outdated');
    claim.provider.behaviour.rejection = undefined;
    await claim.act('return-to-review', VERA);
    await claim.act('propose', ANNA, { amount: LARGE, evidence: ['Видео распаковки'] });
    await claim.act('approve-proposal', VERA);
    await claim.pay();
    expect(claim.provider.paid()).toMatchObject([{ amount: LARGE, account: BANK_ACCOUNT }]);
  });

  it('and is no longer what would be paid goes back, and no intent is written', async () => {
    const claim = await openLarge();
    await claim.act('approve-proposal', BORIS);
    const file = await claim.readCase();
    const [approved] = file.claims as [(typeof file.claims)[number]];
    const tampered = {
      ...approved,
      personal: { ...approved.personal, payee: { ...ACCOUNT, holder: 'Другой' } },
    };
    await claim.cases.commit({
      trackingNumber: PARCEL,
      expectedVersion: file.head.version,
      timeline: [],
      claims: [tampered as never],
    });
    await claim.pay();
    const after = await claim.readCase();
    expect(after.claims[0]?.status).toBe('in-review');
    expect([after.payouts, claim.provider.calls]).toEqual([[], []]);
  });
});
