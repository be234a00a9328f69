import fc from 'fast-check';
import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import { caseClaimOf } from '../../functions/claims/case-view.ts';
import { customerClaimOf } from '../../functions/claims/customer-view.ts';
import { type ClaimFiling, fileClaim } from '../../functions/claims/file-claim.ts';
import { mostToApprove } from '../../functions/claims/money-rules.ts';
import { readMyPolicy } from '../../functions/claims/read-my-policy.ts';
import { firstBrokenEntry } from '../../functions/claims/timeline.ts';
import type { Claim, Upload } from '../../functions/contracts/case.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import { claimKind } from '../../functions/contracts/primitives.ts';
import { TERMS_ON_SALE } from '../../functions/policies/terms.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { inTurnOf } from '../twins/in-turn.ts';
import {
  ANNA,
  CUSTOMER,
  done,
  filingOf,
  NOW,
  openCase,
  PARCEL,
  refused,
  WHOLE_REFUSAL,
} from './claims-fixture.ts';

describe('one event is one claim', () => {
  it('filed a hundred times at once, by web and by phone, with one answer and the first filing time', async () => {
    const opened = await openCase();
    const filings = Array.from({ length: 100 }, (_, index) =>
      fileClaim(
        filingOf({
          channel: index % 2 ? 'web' : 'phone',
          actor: index % 2 ? CUSTOMER : ANNA,
          amount: 1000 + index,
          now: `2026-03-05T12:00:00.${String(index).padStart(3, '0')}Z`,
        }),
        opened.ports,
      ),
    );
    const answers = (await Promise.all(filings)).map(done);
    const claim = await opened.readClaim();
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(answers.map((answer) => answer.claim)).toEqual(answers.map(() => claim));
    expect((await opened.readPolicy()).openClaims).toBe(1);
    expect((await opened.readCase()).timeline.map(({ action }) => action)).toEqual(['file']);
  });

  it('from whatever browser, of which the first is kept among what is personal and shown to nobody', async () => {
    const opened = await openCase();
    const filing = filingOf({ device: 'ab'.repeat(16) });
    const first = done(await fileClaim(filing, opened.ports));
    const again = done(await fileClaim({ ...filing, device: 'cd'.repeat(16) }, opened.ports));
    const without = done(await fileClaim(filingOf(), opened.ports));
    expect([first.created, again.created, without.created]).toEqual([true, false, false]);
    expect([again.claim, without.claim]).toEqual([first.claim, first.claim]);
    expect(first.claim.personal.device).toBe(filing.device);
    const policy = await opened.readPolicy();
    for (const view of [
      caseClaimOf(first.file, first.claim, ANNA, NOW),
      customerClaimOf(first.file, first.claim, { policy, locale: 'ru', now: NOW }),
    ])
      expect(JSON.stringify(view)).not.toContain(filing.device);
    expect(JSON.stringify(first.file.timeline)).not.toContain(filing.device);
  });

  it('in whatever order the callers take their turns', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 6 }), async (scheduler, callers) => {
        const opened = await openCase();
        const { cases, policies } = opened;
        const inTurn = inTurnOf(scheduler);
        const ports = {
          policies: { ...policies, find: inTurn(policies.find) },
          cases: { ...cases, read: inTurn(cases.read), commit: inTurn(cases.commit) },
        };
        const filings = Promise.all(
          Array.from({ length: callers }, (_, index) =>
            fileClaim(filingOf({ now: `2026-03-05T12:00:0${index}.000Z` }), ports),
          ),
        );
        await scheduler.waitFor(filings);
        const answers = (await filings).map(done);
        expect(new Set(answers.map(({ claim }) => claim.filedAt)).size).toBe(1);
        expect(answers.filter(({ created }) => created)).toHaveLength(1);
        expect((await opened.readCase()).claims).toHaveLength(1);
        expect((await opened.readPolicy()).openClaims).toBe(1);
      }),
    );
  });

  it('and other kinds are other claims, each with its own entry, at once too', async () => {
    const opened = await openCase();
    const filings = claimKind.options.flatMap((kind) =>
      [1, 2].map(() => fileClaim(filingOf({ kind }), opened.ports)),
    );
    (await Promise.all(filings)).map(done);
    const file = await opened.readCase();
    expect(file.claims.map(({ kind }) => kind).sort()).toEqual([...claimKind.options].sort());
    expect(new Set(file.claims.map(({ claimId }) => claimId)).size).toBe(claimKind.options.length);
    expect((await opened.readPolicy()).openClaims).toBe(claimKind.options.length);
    expect(firstBrokenEntry(file.head, file.timeline)).toBeUndefined();
  });

  it('with an id that can be told in advance by nobody, and is the same for the same event', async () => {
    const ids = await Promise.all(
      ['policy-1', 'policy-2', 'policy-1'].map(async (policyId) => {
        const opened = await openCase(somePolicy({ policyId }));
        return done(await fileClaim(filingOf({ policyId }), opened.ports)).claim.claimId;
      }),
    );
    expect(ids[0]).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(ids[2]).toBe(ids[0]);
    expect(ids[1]).not.toBe(ids[0]);
  });

  it.each(['withdrawn', 'lapsed'] as const)(
    'that was %s can be filed anew, as a new claim',
    async (status) => {
      const opened = await openCase();
      const first = done(await fileClaim(filingOf(), opened.ports)).claim;
      await overwrite(opened, { ...first, status });
      const later = '2026-03-06T12:00:00.000Z';
      const second = done(await fileClaim(filingOf({ now: later }), opened.ports));
      expect(second).toMatchObject({ created: true, claim: { filedAt: later } });
      expect(second.claim.claimId).not.toBe(first.claimId);
      expect(done(await fileClaim(filingOf({ now: NOW }), opened.ports)).claim).toEqual(second.claim);
    },
  );

  it.each(['in-review', 'approved', 'needs-attention', 'refused', 'compensated'] as const)(
    'that is %s answers the same, also after the protection ended',
    async (status) => {
      const opened = await openCase();
      const first = done(await fileClaim(filingOf(), opened.ports)).claim;
      await overwrite(opened, { ...first, status });
      for (const now of [NOW, '2026-09-01T00:00:00.000Z']) {
        const again = done(await fileClaim(filingOf({ now, amount: 5 }), opened.ports));
        expect(again).toMatchObject({ created: false, claim: { ...first, status } });
      }
      expect((await opened.readCase()).claims).toHaveLength(1);
    },
  );

  it('is told by everything that was said: description, sum, channel and who filed it', async () => {
    const opened = await openCase();
    const { claim } = done(
      await fileClaim(
        filingOf({ channel: 'phone', actor: ANNA, amount: 7, callStartedAt: NOW }),
        opened.ports,
      ),
    );
    expect(claim).toMatchObject({
      kind: 'foreign-object',
      amount: 7,
      channel: 'phone',
      filedBy: ANNA,
      filedAt: NOW,
      termsVersion: '2026-01',
      timeZone: 'Europe/Moscow',
      version: 1,
      workflowRun: 1,
      personal: { description: 'В коробке кирпич.', answers: [] },
    });
    const { facts } = (await opened.readCase()).timeline[0] ?? {};
    expect(JSON.stringify(facts)).not.toContain('кирпич');
  });
});

/** Puts a claim into a state without a step, as only a test may. */
async function overwrite(opened: Awaited<ReturnType<typeof openCase>>, claim: Claim): Promise<void> {
  const { head } = await opened.readCase();
  const committed = await opened.cases.commit({
    trackingNumber: claim.trackingNumber,
    expectedVersion: head.version,
    claims: [claim],
    timeline: [],
  });
  expect(committed).toBe('committed');
}

describe('the first state', () => {
  const film = someUpload({ status: 'received', receivedAt: NOW });
  it.each<[number, Upload[], string, string]>([
    [299_999, [], 'in-review', '2026-03-10T21:00:00.000Z'],
    [300_000, [], 'in-review', '2026-03-10T21:00:00.000Z'],
    [300_001, [], 'awaiting-video', '2026-03-12T21:00:00.000Z'],
    [300_001, [film], 'in-review', '2026-03-10T21:00:00.000Z'],
    [300_001, [someUpload()], 'awaiting-video', '2026-03-12T21:00:00.000Z'],
    [300_001, [{ ...film, removedAt: NOW }], 'awaiting-video', '2026-03-12T21:00:00.000Z'],
    [300_001, [{ ...film, policyId: 'policy-0' }], 'awaiting-video', '2026-03-12T21:00:00.000Z'],
  ])('of a purchase of %s with %j is %s until %s', async (amount, uploads, status, deadline) => {
    const opened = await openCase(somePolicy({ amount }), { uploads });
    // The threshold is about the purchase, not about the loss.
    const { claim } = done(await fileClaim(filingOf({ amount: 1 }), opened.ports));
    expect(claim).toMatchObject({ status, statusSince: NOW, deadline });
  });
});

describe('what cannot be claimed', () => {
  it.each<[string, Partial<ClaimFiling>, Partial<Policy>, object]>([
    [
      'nothing',
      { amount: 0 },
      {},
      { refused: 'claim-amount-out-of-range', facts: { minimum: 1, maximum: 450_000 } },
    ],
    ['more than was paid', { amount: 450_001 }, {}, { refused: 'claim-amount-out-of-range' }],
    [
      'on a voided policy',
      {},
      { status: 'voided' },
      { refused: 'policy-not-active', facts: { status: 'voided' } },
    ],
    ['on a policy that was sold over', { policyId: 'policy-0' }, {}, { refused: 'policy-not-active' }],
  ])('%s', async (_, filing, policy, expected) => {
    const opened = await openCase(somePolicy(policy));
    expect(await fileClaim(filingOf(filing), opened.ports)).toMatchObject(expected);
    expect((await opened.readCase()).head.version).toBe(0);
  });

  it('for a kind of deceit that the terms do not cover, and which they do is said', async () => {
    const opened = await openCase();
    expect(refused(await fileClaim(filingOf({ kind: 'weather' as never }), opened.ports))).toEqual({
      refused: 'claim-kind-not-covered',
      facts: { covered: TERMS_ON_SALE.coveredKinds },
    });
  });

  it('on a parcel that was never sold protection', async () => {
    const opened = await openCase();
    const filing = filingOf({ trackingNumber: '39000024000019' });
    expect(refused(await fileClaim(filing, opened.ports)).refused).toBe('policy-not-active');
  });

  it('more often than the terms say, over the whole life of the policy', async () => {
    const most = TERMS_ON_SALE.claimsPerPolicy;
    const closed = Array.from({ length: most - 1 }, (_, index) => {
      const { deadline: _d, ...claim } = someClaim({ claimId: `claim-${index}`, status: 'withdrawn' });
      return claim;
    });
    const ofAnother = someClaim({ claimId: 'other', policyId: 'policy-0' });
    const opened = await openCase(somePolicy(), { claims: [...closed, ofAnother] });
    done(await fileClaim(filingOf(), opened.ports));
    expect(await fileClaim(filingOf({ kind: 'damaged' }), opened.ports)).toEqual({
      refused: 'claims-too-many',
      facts: { maximum: most },
    });
    // The same event is still answered.
    expect(done(await fileClaim(filingOf(), opened.ports)).created).toBe(false);
  });
});

it('a claim is in the language of the sale, and in Russian where none was said', async () => {
  const localeOf = async (customer: Policy['personal']['customer']) => {
    const policy = somePolicy();
    const opened = await openCase({ ...policy, personal: { ...policy.personal, customer } });
    return done(await fileClaim(filingOf(), opened.ports)).claim.locale;
  };
  expect(await localeOf({ phone: '+79991234567', locale: 'en' })).toBe('en');
  expect(await localeOf({ phone: '+79991234567' })).toBe('ru');
});

it('a customer reads only the claims of their own policy of a number', async () => {
  const opened = await openCase(somePolicy(), {
    claims: [someClaim({ claimId: 'old', policyId: 'policy-0' })],
  });
  const { claim } = done(await fileClaim(filingOf(), opened.ports));
  const policy = await opened.readPolicy();
  const page = await readMyPolicy({ policy, locale: 'ru', now: NOW }, opened.ports);
  expect(page.claims.map(({ claimId }) => claimId)).toEqual([claim.claimId]);
  expect(page.claims[0]).toMatchObject({ status: 'awaiting-video', allowedActions: ['withdraw'] });
});

it('a customer reads how much of the purchase is left, by the rule that an approval is held to', async () => {
  const opened = await openCase(somePolicy({ amount: 300_000 }));
  const left = async () =>
    (await readMyPolicy({ policy: await opened.readPolicy(), locale: 'ru', now: NOW }, opened.ports))
      .leftToClaim;
  expect(await left()).toBe(300_000);
  const { claim } = done(await fileClaim(filingOf({ amount: 120_000 }), opened.ports));
  expect(await left()).toBe(300_000);
  const approval = { action: 'approve', actor: ANNA, details: { amount: 100_000 }, now: NOW } as const;
  done(await actOnClaim({ trackingNumber: PARCEL, claimId: claim.claimId, ...approval }, opened.ports));
  expect(await left()).toBe(200_000);
  const other = done(await fileClaim(filingOf({ kind: 'damaged', amount: 300_000 }), opened.ports));
  expect(mostToApprove(other.file, other.claim)).toBe(200_000);
});

it('a customer reads of a refusal why, by which clause, on what, and until when to object', async () => {
  const opened = await openCase(somePolicy({ amount: 300_000 }));
  const { claim } = done(await fileClaim(filingOf({ amount: 300_000 }), opened.ports));
  const reference = { trackingNumber: PARCEL, claimId: claim.claimId };
  const details = { ...WHOLE_REFUSAL, explanation: 'На видео не видно упаковки.' };
  done(await actOnClaim({ ...reference, action: 'refuse', actor: ANNA, details, now: NOW }, opened.ports));
  const page = await readMyPolicy(
    { policy: await opened.readPolicy(), locale: 'ru', now: NOW },
    opened.ports,
  );
  expect(page.claims[0]?.refusal).toEqual({
    reasonCode: 'evidence-insufficient',
    reason: 'присланных материалов недостаточно, чтобы подтвердить случай.',
    clause: '4.2',
    clauseText: 'Покупатель предоставляет материалы, по которым можно установить, что произошло с покупкой.',
    evidence: ['upload-1'],
    explanation: 'На видео не видно упаковки.',
    whatWouldChange: 'Снимок наклейки с номером на этой коробке.',
    appealUntil: '2026-04-04T21:00:00.000Z',
  });
});
