import * as fc from 'fast-check';
import { liveClaimOf } from '../../functions/claims/claims-of-event.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import type { Letter } from '../../functions/contracts/case.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { someLetter } from '../builders/letter.ts';
import { somePolicy } from '../builders/policy.ts';
import { actOn } from './act-on.ts';
import {
  ANNA,
  BORIS,
  CUSTOMER,
  done,
  filingOf,
  NOW,
  openCase,
  openCaseOf,
  refused,
} from './claims-fixture.ts';

const LATER = '2026-03-09T12:00:00.000Z';
const reason = 'Продавец ответил после закрытия.';

describe('what others give back', () => {
  it('adds up to the loss and no more, in any parts; the last part ends the claim by its source', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { minLength: 1, maxLength: 12 }),
        async (parts) => {
          const opened = await openCaseOf({ amount: 100 });
          const act = actOn(opened);
          let left = 100;
          for (const [amount, isSeller] of parts) {
            if (left === 0) break;
            const outcome = await act(isSeller ? 'seller-refunded' : 'bank-recovered', ANNA, { amount });
            if (amount > left) {
              expect(refused(outcome)).toEqual({
                refused: 'recovered-amount-out-of-range',
                facts: { minimum: 1, maximum: left },
              });
              continue;
            }
            left -= amount;
            const whole = isSeller ? 'refunded-by-seller' : 'recovered-through-bank';
            expect(done(outcome).claim.status).toBe(left === 0 ? whole : 'in-review');
          }
          const claim = await opened.readClaim();
          const recovered = (claim.recoveries ?? []).reduce((sum, { amount }) => sum + amount, 0);
          expect(recovered).toBe(100 - left);
          expect((await opened.readPolicy()).openClaims).toBe(left === 0 ? 0 : 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('in part leaves the deadline alone and lowers what can be approved', async () => {
    const opened = await openCaseOf({ amount: 100, purchaseAmount: 100 });
    const act = actOn(opened);
    const before = await opened.readClaim();
    const { claim } = done(await act('seller-refunded', ANNA, { amount: 30 }, LATER));
    expect([claim.deadline, claim.statusSince]).toEqual([before.deadline, before.statusSince]);
    expect(refused(await act('approve', ANNA, { amount: 71 })).facts).toEqual({ minimum: 1, maximum: 70 });
    expect(done(await act('approve', ANNA)).claim.decision?.amount).toBe(70);
  });
});

describe('two claims of one event', () => {
  async function openTwo() {
    const opened = await openCase(somePolicy({ amount: 300_000 }));
    const first = done(await fileClaim(filingOf({ amount: 100_000 }), opened.ports)).claim;
    const second = done(
      await fileClaim(filingOf({ kind: 'wrong-item', amount: 150_000 }), opened.ports),
    ).claim;
    return { ...opened, first, second, act: actOn(opened, first.claimId) };
  }

  it('become one: the other goes on with the larger loss and all that came', async () => {
    const { act, first, second, readClaim, readPolicy } = await openTwo();
    done(await act('seller-refunded', ANNA, { amount: 40_000 }));
    expect((await readPolicy()).openClaims).toBe(2);
    done(await act('merge', ANNA, { intoClaimId: second.claimId }));
    expect(await readClaim(first.claimId)).toMatchObject({ status: 'merged', mergedInto: second.claimId });
    expect(await readClaim(second.claimId)).toMatchObject({
      status: second.status,
      amount: 150_000,
      recoveries: [{ source: 'seller', amount: 40_000 }],
    });
    expect((await readPolicy()).openClaims).toBe(1);
  });

  it('filed once more are the one that is left', async () => {
    const { act, second, ports, readCase } = await openTwo();
    done(await act('merge', ANNA, { intoClaimId: second.claimId }));
    const again = done(await fileClaim(filingOf(), ports));
    expect([again.created, again.claim.claimId]).toEqual([false, second.claimId]);
    expect(liveClaimOf(await readCase(), again.claim.claimId)?.claimId).toBe(second.claimId);
  });

  it('are not joined into itself, a closed one or one that is nowhere', async () => {
    const { act, first, second, ports } = await openTwo();
    const into = async (intoClaimId: string) => refused(await act('merge', ANNA, { intoClaimId }));
    expect(await into(first.claimId)).toEqual({
      refused: 'merge-not-possible',
      facts: { candidates: [second.claimId] },
    });
    expect((await into('nowhere')).refused).toBe('merge-not-possible');
    done(await actOn({ ports } as never, second.claimId)('withdraw', CUSTOMER));
    expect((await into(second.claimId)).refused).toBe('action-not-allowed');
  });

  it('of which more came back than either lost stay two: none of it may be lost', async () => {
    const given = (amount: number) => [{ source: 'seller' as const, amount, at: NOW, by: ANNA }];
    const claims = [
      someClaim({ amount: 100_000, recoveries: given(80_000) }),
      someClaim({ claimId: 'claim-2', kind: 'damaged', amount: 100_000, recoveries: given(80_000) }),
    ];
    const act = actOn(await openCase(somePolicy({ openClaims: 2 }), { claims }));
    expect(refused(await act('merge', ANNA, { intoClaimId: 'claim-2' })).refused).toBe('action-not-allowed');
  });

  it('are not joined into the case of a colleague behind their back', async () => {
    const claims = [
      someClaim(),
      someClaim({ claimId: 'claim-2', kind: 'damaged', assignee: { id: 'clara', since: NOW } }),
    ];
    const act = actOn(await openCase(somePolicy({ openClaims: 2 }), { claims }));
    expect(refused(await act('merge', ANNA, { intoClaimId: 'claim-2' })).refused).toBe('assigned-to-another');
    expect(done(await act('merge', BORIS, { intoClaimId: 'claim-2' })).claim.status).toBe('merged');
  });

  it('of which one was paid for or appealed stay two', async () => {
    const other = someClaim({ claimId: 'claim-2', kind: 'damaged' });
    const appeal = {
      at: NOW,
      by: CUSTOMER,
      refusedBy: ANNA,
      previousDecision: { outcome: 'refused' as const, by: ANNA, at: NOW },
    };
    for (const holds of [
      { claims: [someClaim(), other], payouts: [somePayout({ status: 'rejected' })] },
      { claims: [someClaim(), { ...other, appeal }] },
    ]) {
      const opened = await openCase(somePolicy({ openClaims: 2 }), holds);
      const act = actOn(opened);
      expect(refused(await act('merge', BORIS, { intoClaimId: 'claim-2' })).refused).toBe(
        'action-not-allowed',
      );
    }
  });
});

describe('a closed claim', () => {
  const letter: Letter = someLetter({
    status: 'answered',
    replies: [{ receivedAt: LATER, filedAt: LATER, by: ANNA, outcome: 'agreed', documents: [] }],
  });
  const refusal = { outcome: 'refused', by: ANNA, at: NOW, appealUntil: '2026-04-04T21:00:00.000Z' } as const;

  it.each(['refused', 'withdrawn', 'lapsed', 'refunded-by-seller', 'recovered-through-bank'] as const)(
    'that was %s is opened again on a late reply, by a person and with a reason',
    async (status) => {
      const opened = await openCaseOf({ status, decision: refusal, workflowRun: 3 }, { letters: [letter] });
      const act = actOn(opened);
      // Money that is said to have come back and did not takes a second person.
      const isWhole = status === 'refunded-by-seller' || status === 'recovered-through-bank';
      const person = isWhole ? BORIS : ANNA;
      if (isWhole)
        expect(refused(await act('reopen', ANNA, { reason }, LATER)).refused).toBe('action-not-allowed');
      expect(refused(await act('reopen', person, {}, LATER)).facts).toEqual({ missing: ['reason'] });
      const before = await opened.readPolicy();
      const { claim } = done(await act('reopen', person, { reason }, LATER));
      expect(claim).toMatchObject({ status: 'in-review', workflowRun: 4 });
      expect(claim.assignee?.id).toBe(isWhole ? undefined : 'anna');
      expect(claim.personal.remark).toBe(reason);
      expect(claim).not.toHaveProperty('decision');
      expect((await opened.readPolicy()).openClaims).toBe(before.openClaims + 1);
    },
  );

  it('is not opened again without news, nor beside another open claim of its event', async () => {
    const silent = actOn(await openCaseOf({ status: 'lapsed' }));
    expect(refused(await silent('reopen', ANNA, { reason }, LATER)).refused).toBe('action-not-allowed');
    const early = {
      ...letter,
      replies: letter.replies.map((reply) => ({ ...reply, filedAt: '2026-03-01T00:00:00.000Z' })),
    };
    const known = actOn(await openCaseOf({ status: 'lapsed' }, { letters: [early] }));
    expect(refused(await known('reopen', ANNA, { reason }, LATER)).refused).toBe('action-not-allowed');
    const claims = [someClaim({ status: 'lapsed' }), someClaim({ claimId: 'claim-2' })];
    const claimed = actOn(await openCase(somePolicy({ openClaims: 1 }), { claims, letters: [letter] }));
    expect(refused(await claimed('reopen', ANNA, { reason }, LATER)).refused).toBe('action-not-allowed');
  });

  it('is opened again by a document that came later, and an appealed one as an appeal', async () => {
    const appeal = { at: NOW, by: CUSTOMER, refusedBy: ANNA, previousDecision: refusal };
    const uploads = [someUpload({ status: 'received', receivedAt: LATER })];
    const act = actOn(await openCaseOf({ status: 'refused', decision: refusal, appeal }, { uploads }));
    expect(done(await act('reopen', BORIS, { reason }, LATER)).claim.status).toBe('in-appeal');
  });

  it('whose last refund turned out to be none has that part of the loss again, and no more', async () => {
    const recoveries = [
      { source: 'bank' as const, amount: 150_000, at: NOW, by: ANNA },
      { source: 'seller' as const, amount: 300_000, at: NOW, by: ANNA },
    ];
    const opened = await openCaseOf({ status: 'refunded-by-seller', recoveries }, { letters: [letter] });
    const act = actOn(opened);
    const { claim } = done(await act('reopen', BORIS, { reason }, LATER));
    expect(claim.recoveries).toEqual([recoveries[0]]);
    expect(refused(await act('approve', ANNA, { amount: 300_001 }, LATER)).facts).toMatchObject({
      maximum: 300_000,
    });
  });
});

describe('whose case it is', () => {
  it('the first specialist who acts has it, and no other one acts on it', async () => {
    const act = actOn(await openCaseOf({ unassignedSince: NOW }));
    const { claim } = done(await act('ask-for-more', ANNA, { question: 'Где чек?' }));
    expect(claim.assignee).toEqual({ id: 'anna', since: NOW });
    expect(claim).not.toHaveProperty('unassignedSince');
    const clara = { role: 'specialist', id: 'clara' } as const;
    expect(
      refused(await act('send-letter', clara, { letter: { kind: 'claim-to-seller', replyDueAt: LATER } }))
        .refused,
    ).toBe('assigned-to-another');
    // What a customer says on the telephone is taken down by whoever is there.
    expect(done(await act('answer', clara, { answer: 'Вот он.' })).claim.assignee?.id).toBe('anna');
  });

  it('an appeal is nobody’s, and who refused does not get it by acting, nor ends or opens it', async () => {
    const decision = {
      outcome: 'refused',
      by: ANNA,
      at: NOW,
      appealUntil: '2026-04-04T21:00:00.000Z',
    } as const;
    const act = actOn(
      await openCaseOf({ status: 'refused', decision, assignee: { id: 'anna', since: NOW } }),
    );
    const { claim } = done(await act('appeal', CUSTOMER, { reason: 'Видно.' }, LATER));
    expect(claim).toMatchObject({ unassignedSince: LATER });
    expect(claim).not.toHaveProperty('assignee');
    for (const action of ['withdraw', 'send-letter', 'seller-refunded', 'ask-for-more'] as const)
      expect(refused(await act(action, ANNA, { question: 'Где?', amount: 1 }, LATER)).refused).toBe(
        'another-person-needed',
      );
    done(await act('escalate', { role: 'clock' }, {}, LATER));
    expect(done(await act('return-to-review', ANNA, {}, LATER)).claim).not.toHaveProperty('assignee');
  });

  it('a supervisor acts on anybody’s case without taking it over', async () => {
    const act = actOn(await openCaseOf({ assignee: { id: 'anna', since: NOW } }));
    expect(done(await act('ask-for-more', BORIS, { question: 'Где чек?' })).claim.assignee?.id).toBe('anna');
  });
});
