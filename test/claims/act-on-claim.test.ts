import fc from 'fast-check';
import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import { etagOf, versionOfIfMatch } from '../../functions/claims/case-view.ts';
import type { ActionInput } from '../../functions/claims/claim-rules.ts';
import { actorRole } from '../../functions/contracts/primitives.ts';
import { isRefusal } from '../../functions/contracts/refusal.ts';
import { somePayout } from '../builders/claim.ts';
import {
  ANNA,
  BORIS,
  CUSTOMER,
  done,
  NOW,
  type OpenedCase,
  openCaseOf,
  PARCEL,
  refused,
  WHOLE_REFUSAL,
} from './claims-fixture.ts';

type Input = Parameters<typeof actOnClaim>[0];

function act(opened: Pick<OpenedCase, 'ports'>, input: Partial<Input>) {
  const claim = { trackingNumber: PARCEL, claimId: 'claim-1' };
  return actOnClaim(
    { ...claim, action: 'approve', actor: ANNA, details: {}, now: NOW, ...input },
    opened.ports,
  );
}

describe('a decision', () => {
  it('made on a case that has changed since is refused with the present state', async () => {
    const opened = await openCaseOf({});
    const { version } = (await opened.readCase()).head;
    done(await act(opened, { expectedVersion: version }));
    const second = await act(opened, {
      actor: BORIS,
      action: 'refuse',
      details: WHOLE_REFUSAL,
      expectedVersion: version,
    });
    expect(second).toEqual({
      refused: 'case-changed',
      facts: {
        version: version + 1,
        status: 'approved',
        allowedActions: [],
        changedAt: NOW,
        changedBy: ANNA,
        change: 'approve',
      },
    });
    expect((await opened.readClaim()).status).toBe('approved');
  });

  it('made on a case that the clock has changed is told so, and of no person', async () => {
    const opened = await openCaseOf({});
    const expectedVersion = (await opened.readCase()).head.version;
    done(await act(opened, { action: 'escalate', actor: { role: 'clock' }, details: {} }));
    const { facts } = refused(await act(opened, { expectedVersion }));
    expect(facts).toMatchObject({ status: 'needs-attention', changedBy: { role: 'clock' } });
    expect(facts.changedBy).not.toHaveProperty('id');
  });

  it.each([-1, 1])('made on a version that is %s off is refused', async (offset) => {
    const opened = await openCaseOf({});
    const expectedVersion = (await opened.readCase()).head.version + offset;
    expect(refused(await act(opened, { expectedVersion })).refused).toBe('case-changed');
    expect((await opened.readCase()).timeline).toEqual([]);
  });

  it('made twice by the same person answers the same, with the old version in hand', async () => {
    const opened = await openCaseOf({});
    const expectedVersion = (await opened.readCase()).head.version;
    const first = done(await act(opened, { expectedVersion, details: { amount: 1 } }));
    const later = '2026-03-05T12:00:09.000Z';
    const second = done(await act(opened, { expectedVersion, details: { amount: 1 }, now: later }));
    expect(second).toEqual(first);
    expect((await opened.readCase()).timeline).toHaveLength(1);
  });

  it.each<[string, Partial<ActionInput>]>([
    ['another sum', { details: { amount: 2 } }],
    ['another person', { details: { amount: 1 }, actor: { role: 'specialist', id: 'clara' } }],
    ['the same id in another role', { details: { amount: 1 }, actor: { role: 'supervisor', id: 'anna' } }],
    ['another decision', { action: 'refuse', details: WHOLE_REFUSAL }],
  ])('made again with %s is another decision: the case has changed', async (_, other) => {
    const opened = await openCaseOf({});
    const expectedVersion = (await opened.readCase()).head.version;
    done(await act(opened, { expectedVersion, details: { amount: 1 } }));
    expect(refused(await act(opened, { expectedVersion, ...other })).refused).toBe('case-changed');
  });

  it('of two people at once: one wins, the other learns how the case stands, in every order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const opened = await openCaseOf({});
        const expectedVersion = (await opened.readCase()).head.version;
        const { cases } = opened;
        const inTurn = {
          ...cases,
          read: (number: string) => scheduler.schedule(cases.read(number)),
          commit: (change: Parameters<typeof cases.commit>[0]) =>
            scheduler.schedule(Promise.resolve()).then(() => cases.commit(change)),
        };
        const ports = { ports: { ...opened.ports, cases: inTurn } };
        const both = Promise.all([
          act(ports, { expectedVersion }),
          act(ports, { expectedVersion, actor: BORIS, action: 'refuse', details: WHOLE_REFUSAL }),
        ]);
        await scheduler.waitFor(both);
        const outcomes = await both;
        const { status } = await opened.readClaim();
        expect(outcomes.filter(isRefusal)).toMatchObject([
          { refused: 'case-changed', facts: { version: expectedVersion + 1, status } },
        ]);
        expect((await opened.readCase()).timeline).toHaveLength(1);
      }),
    );
  });

  it('of a claim that is not there', async () => {
    const opened = await openCaseOf({});
    expect(await act(opened, { claimId: 'claim-2' })).toEqual({ refused: 'not-found', facts: {} });
  });

  it('that never gets its turn is asked to come again, not written halfway', async () => {
    const opened = await openCaseOf({});
    const cases = { ...opened.cases, commit: async () => 'conflict' as const };
    expect(refused(await act({ ports: { ...opened.ports, cases } }, {})).refused).toBe('try-again');
  });
});

describe('who may do what', () => {
  it.each(actorRole.options)('%s', async (role) => {
    const opened = await openCaseOf({});
    const outcome = await act(opened, { actor: { role, id: 'somebody' } });
    if (role === 'specialist') expect(done(outcome).claim.status).toBe('approved');
    else expect(refused(outcome).refused).toBe('action-not-allowed');
  });

  it('a customer is told what is left to them, and cannot decide, waive the film or say that money came', async () => {
    for (const action of [
      'approve',
      'refuse',
      'ask-for-more',
      'waive-film',
      'settle',
      'retry-payout',
    ] as const) {
      const opened = await openCaseOf({});
      const outcome = await act(opened, { action, actor: CUSTOMER, details: WHOLE_REFUSAL });
      expect(refused(outcome)).toEqual({
        refused: 'action-not-allowed',
        facts: { status: 'in-review', action, allowedActions: ['withdraw'] },
      });
    }
  });

  it('a customer withdraws once, and hears the same when asked again', async () => {
    const opened = await openCaseOf({});
    const first = done(await act(opened, { action: 'withdraw', actor: CUSTOMER }));
    const again = done(await act(opened, { action: 'withdraw', actor: CUSTOMER }));
    expect(again).toEqual(first);
    expect((await opened.readCase()).timeline).toHaveLength(1);
  });

  it('the clock and the service are told to think again, not that they did it already', async () => {
    const opened = await openCaseOf({ status: 'needs-attention', attention: 'in-review-overdue' });
    for (const now of [NOW, '2026-03-08T12:00:00.000Z'])
      done(await act(opened, { action: 'remind', actor: { role: 'clock' }, now }));
    expect((await opened.readCase()).timeline).toHaveLength(2);
  });
});

it('a claim cannot go back to review while money may be on its way, and can when it certainly is not', async () => {
  const decision = { outcome: 'approved', by: ANNA, at: NOW, amount: 450_000 } as const;
  const claim = { status: 'needs-attention', attention: 'paying-overdue', decision } as const;
  for (const status of ['intended', 'settled'] as const) {
    const opened = await openCaseOf(claim, { payouts: [somePayout({ status, submittedAt: NOW })] });
    const outcome = await act(opened, { action: 'return-to-review', actor: BORIS });
    expect(refused(outcome).facts).toEqual({
      status: 'needs-attention',
      action: 'return-to-review',
      allowedActions: status === 'intended' ? ['retry-payout', 'settle-by-hand'] : ['retry-payout'],
    });
  }
  const opened = await openCaseOf(claim, { payouts: [somePayout({ status: 'rejected' })] });
  expect(done(await act(opened, { action: 'return-to-review', actor: BORIS })).claim.status).toBe(
    'in-review',
  );
});

describe('closing a claim', () => {
  it('gives the policy back to the expiry job, with the last claim only', async () => {
    const opened = await openCaseOf({ claimId: 'claim-2', kind: 'damaged' });
    const { head } = await opened.readCase();
    const { claims } = await (await openCaseOf({})).readCase();
    await opened.cases.commit({
      trackingNumber: PARCEL,
      expectedVersion: head.version,
      claims,
      timeline: [],
    });
    const policy = await opened.readPolicy();
    opened.policies.put({ ...policy, openClaims: 2 });

    done(await act(opened, { action: 'withdraw' }));
    expect(await opened.readPolicy()).toMatchObject({ openClaims: 1, lastClaimClosedAt: NOW });
    expect(await opened.readPolicy()).not.toHaveProperty('dueAt');
    done(await act(opened, { action: 'refuse', details: WHOLE_REFUSAL, claimId: 'claim-2' }));
    expect(await opened.readPolicy()).toMatchObject({
      openClaims: 0,
      dueAt: policy.claimableUntil,
      status: 'active',
    });
  });

  it('leaves the policy alone while the claim goes on', async () => {
    const opened = await openCaseOf({});
    const before = await opened.readPolicy();
    done(await act(opened, {}));
    expect(await opened.readPolicy()).toEqual(before);
  });

  it('is decided anew when the policy changes under it', async () => {
    const opened = await openCaseOf({});
    const policy = await opened.readPolicy();
    const policies = {
      ...opened.policies,
      find: async (trackingNumber: string) => {
        const found = await opened.policies.find(trackingNumber);
        if (found?.version === policy.version)
          opened.policies.put({ ...policy, uploads: 1, version: policy.version + 1 });
        return found;
      },
    };
    done(await act({ ports: { ...opened.ports, policies } }, { action: 'withdraw' }));
    expect(await opened.readPolicy()).toMatchObject({
      openClaims: 0,
      uploads: 1,
      version: policy.version + 2,
    });
    expect((await opened.readCase()).timeline).toHaveLength(1);
  });
});

it('an ETag carries the version of the case there and back, and nothing else is taken for one', () => {
  fc.assert(
    fc.property(fc.nat(), (version) => expect(versionOfIfMatch(etagOf(version % 1e9))).toBe(version % 1e9)),
  );
  for (const header of [undefined, '', '*', '"abc"', '"1", "2"', '-1', '1.5', '"12345678901"'])
    expect(versionOfIfMatch(header)).toBeUndefined();
});
