import fc from 'fast-check';
import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import { type ClaimFiling, fileClaim } from '../../functions/claims/file-claim.ts';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { Upload } from '../../functions/contracts/case.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { endPolicies } from '../../functions/policies/end-policies.ts';
import { effectiveStatus } from '../../functions/policies/policy.ts';
import { voidSale } from '../../functions/policies/void-sale.ts';
import { someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { inTurnOf } from '../twins/in-turn.ts';
import {
  ANNA,
  CUSTOMER,
  done,
  filingOf,
  NOW,
  type OpenedCase,
  openCase,
  PARCEL,
  refused,
} from './claims-fixture.ts';

const END = '2026-03-31T21:00:00.000Z';
const MINUTE = 60_000;
const at = (offset: number) => toInstant(toMillis(END) + offset);

function expire(opened: Pick<OpenedCase, 'policies'>, now: string) {
  return endPolicies(
    { now },
    {
      policies: opened.policies,
      removeFilms: async () => ({}),
      remind: async () => {},
      remindedUntil: { read: async () => now, write: async () => {} },
      reportFailure: (_due, error) => {
        throw error;
      },
      hasTime: () => true,
    },
  );
}

describe('a claim is in time', () => {
  it.each([
    [-1, true],
    [0, false],
    [1, false],
  ])('%s ms from the end: %s', async (offset, inTime) => {
    const opened = await openCase();
    const outcome = await fileClaim(filingOf({ now: at(offset) }), opened.ports);
    if (inTime) expect(done(outcome).claim.startedAt).toBe(at(offset));
    else
      expect(outcome).toEqual({
        refused: 'claim-too-late',
        facts: { endsAt: END, timeZone: 'Europe/Moscow' },
      });
  });

  it('by the clock alone, whether the expiry job ran never, once or twice', async () => {
    for (const runs of [0, 1, 2]) {
      for (const offset of [-1, 0]) {
        const opened = await openCase();
        for (let run = 0; run < runs; run += 1) await expire(opened, at(offset));
        const outcome = await fileClaim(filingOf({ now: at(offset) }), opened.ports);
        expect(isRefusal(outcome)).toBe(offset === 0);
      }
    }
  });

  it.each<[string, Partial<ClaimFiling>, boolean]>([
    ['a call begun before the end', { callStartedAt: at(-1), now: at(30 * MINUTE) }, true],
    ['a call begun at the end', { callStartedAt: END, now: at(30 * MINUTE) }, false],
    ['a call as long as a call can last', { callStartedAt: at(-1), now: at(120 * MINUTE - 1) }, true],
    ['a call longer than that', { callStartedAt: at(-1), now: at(120 * MINUTE) }, false],
    ['a call from the future', { callStartedAt: at(5), now: at(4) }, false],
    ['a call that nobody timed', { now: at(0) }, false],
    ['a page that claims to be a call', { channel: 'web', callStartedAt: at(-1), now: at(MINUTE) }, false],
  ])('%s: %j', async (_, filing, inTime) => {
    const opened = await openCase();
    await expire(opened, at(0));
    const outcome = await fileClaim(filingOf({ channel: 'phone', actor: ANNA, ...filing }), opened.ports);
    expect(isRefusal(outcome)).toBe(!inTime);
    if (!inTime) return;
    expect(done(outcome).claim).toMatchObject({ startedAt: filing.callStartedAt, filedAt: filing.now });
    // The job had ended the policy; an open claim keeps it from having ended.
    expect(await opened.readPolicy()).toMatchObject({ status: 'active', openClaims: 1 });
    expect(await opened.readPolicy()).not.toHaveProperty('endedAt');
  });

  it('a call that has not begun yet by our clock began when it was typed in: their clock is wrong, not the claim late', async () => {
    const opened = await openCase();
    const filing = filingOf({ channel: 'phone', callStartedAt: at(5), now: at(-2) });
    expect(done(await fileClaim(filing, opened.ports)).claim.startedAt).toBe(at(-2));
  });

  it('a call in good time decides when the claim began, not when it was typed in', async () => {
    const opened = await openCase();
    const filing = filingOf({ channel: 'phone', callStartedAt: '2026-03-05T11:30:00.000Z' });
    expect(done(await fileClaim(filing, opened.ports)).claim).toMatchObject({
      startedAt: '2026-03-05T11:30:00.000Z',
      filedAt: NOW,
    });
  });

  it.each([
    [-1, true],
    [0, false],
  ])(
    'an upload begun before the end holds it open; filed %s ms from its last moment: %s',
    async (offset, inTime) => {
      const held = '2026-04-07T21:00:00.000Z';
      const uploads: Upload[] = [
        someUpload({ startedAt: at(-1), status: 'received', receivedAt: at(5 * MINUTE) }),
      ];
      const policy = somePolicy({ claimableUntil: held, dueAt: held, uploads: 1, version: 2 });
      const opened = await openCase(policy, { uploads });
      const now = toInstant(toMillis(held) + offset);
      await expire(opened, now);
      const outcome = await fileClaim(filingOf({ now }), opened.ports);
      if (inTime)
        expect(done(outcome).claim).toMatchObject({ startedAt: at(-1), filedAt: now, status: 'in-review' });
      // The customer is told the day that they know, not the extra time.
      else expect(refused(outcome)).toMatchObject({ refused: 'claim-too-late', facts: { endsAt: END } });
    },
  );
});

describe('a claim and the expiry job', () => {
  it('at the same time: in time the claim wins, in every order; too late the job', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: -2, max: 2 }), async (scheduler, offset) => {
        const opened = await openCase();
        const ports = inTurn(opened, scheduler);
        const filed = fileClaim(filingOf({ now: at(offset) }), ports);
        // The job's clock is the later one: it ends the policy whatever happens, unless a claim stands.
        const ended = expire(ports, at(Math.max(offset, 0)));
        await scheduler.waitFor(Promise.all([filed, ended]));
        const policy = await opened.readPolicy();
        const outcome = await filed;
        if (offset < 0) {
          // A job that is a few milliseconds ahead may have ended it first: the clock decides, not the job.
          expect(done(outcome).created).toBe(true);
          expect(policy).toMatchObject({ status: 'active', openClaims: 1 });
          expect(policy.dueAt).toBeUndefined();
        } else {
          expect(refused(outcome).refused).toBe('claim-too-late');
          expect(policy).toMatchObject({ status: 'ended', openClaims: 0, endedAt: END });
        }
      }),
    );
  });

  it('an open claim keeps the policy, however often the job comes; closing the last gives it back', async () => {
    const opened = await openCase();
    const kinds = ['foreign-object', 'damaged'] as const;
    const claims = await Promise.all(
      kinds.map(async (kind) => done(await fileClaim(filingOf({ kind }), opened.ports)).claim),
    );
    const late = '2026-06-01T00:00:00.000Z';
    expect(await expire(opened, late)).toMatchObject({ ended: 0 });
    expect(effectiveStatus(await opened.readPolicy(), late)).toBe('active');
    for (const [index, { claimId }] of claims.entries()) {
      expect(await expire(opened, late)).toMatchObject({ ended: 0 });
      done(
        await actOnClaim(
          { trackingNumber: PARCEL, claimId, action: 'withdraw', actor: CUSTOMER, details: {}, now: late },
          opened.ports,
        ),
      );
      expect((await opened.readPolicy()).openClaims).toBe(claims.length - index - 1);
    }
    expect(await expire(opened, late)).toMatchObject({ ended: 1 });
    // It ended when its time was over, not when somebody noticed.
    expect(await opened.readPolicy()).toMatchObject({
      status: 'ended',
      endedAt: END,
      lastClaimClosedAt: late,
    });
  });
});

it('a claim and a void at once: one of them, never both, in every order', async () => {
  const winners = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const opened = await openCase();
      const ports = inTurn(opened, scheduler);
      const filed = fileClaim(filingOf(), ports);
      const voided = voidSale({ trackingNumber: PARCEL, request: {}, now: NOW }, ports);
      await scheduler.waitFor(Promise.all([filed, voided]));
      const [claim, cancellation] = await Promise.all([filed, voided]);
      const policy = await opened.readPolicy();
      if (isRefusal(claim)) {
        expect(claim).toEqual({ refused: 'policy-not-active', facts: { status: 'voided' } });
        expect(cancellation).toMatchObject({ status: 'voided', refund: 9_900 });
        expect(policy).toMatchObject({ status: 'voided', openClaims: 0 });
        expect((await opened.readCase()).claims).toEqual([]);
        winners.add('void');
      } else {
        expect(cancellation).toEqual({ refused: 'void-claim-open', facts: { openClaims: 1 } });
        expect(policy).toMatchObject({ status: 'active', openClaims: 1 });
        winners.add('claim');
      }
    }),
    { numRuns: 200 },
  );
  expect([...winners].sort()).toEqual(['claim', 'void']);
});

/** The same stores, with the scheduler deciding who goes next at every call. */
function inTurn({ cases, policies }: OpenedCase, scheduler: fc.Scheduler) {
  const turn = inTurnOf(scheduler);
  return {
    cases: { ...cases, read: turn(cases.read), commit: turn(cases.commit) },
    policies: {
      ...policies,
      find: turn(policies.find),
      save: turn(policies.save),
      endIfDue: turn(policies.endIfDue),
      listDue: turn(policies.listDue),
    },
  };
}
