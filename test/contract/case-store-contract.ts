import type { CaseStore } from '../../functions/claims/ports.ts';
import { advanceHead, emptyHead, firstBrokenEntry } from '../../functions/claims/timeline.ts';
import type { Policy } from '../../functions/contracts/policy.ts';
import type { PolicyStore } from '../../functions/policies/ports.ts';
import { someClaim, somePayout, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { someChange } from './case-changes.ts';
import type { Stores } from './stores.ts';

const PARCEL = somePolicy().trackingNumber;
const OTHER_PARCEL = '63000045987655';

export function describeCaseStore(stores: () => Stores): void {
  let policies: PolicyStore;
  let cases: CaseStore;
  beforeEach(() => {
    ({ policies, cases } = stores());
  });

  describe('a case file', () => {
    it('is empty when there is nothing', async () => {
      expect(await cases.read(PARCEL)).toStrictEqual({
        head: emptyHead(PARCEL),
        claims: [],
        uploads: [],
        payouts: [],
        letters: [],
        judgements: [],
        timeline: [],
      });
    });

    it('is read as it was written, the oldest first, and nothing of other parcels', async () => {
      const [later, earlier] = [
        someClaim({ claimId: 'a', filedAt: '2026-03-06T00:00:00.000Z' }),
        someClaim({ claimId: 'b', filedAt: '2026-03-05T00:00:00.000Z', status: 'awaiting-video' }),
      ];
      const decided = someClaim({
        claimId: 'c',
        filedAt: '2026-03-07T00:00:00.000Z',
        status: 'refused',
        workflowRun: 2,
        decision: {
          outcome: 'refused',
          by: { role: 'specialist', id: 's-1' },
          at: '2026-03-08T00:00:00.000Z',
        },
        appeal: {
          at: '2026-03-07T12:00:00.000Z',
          by: { role: 'customer', id: 'policy-1' },
          refusedBy: { role: 'specialist', id: 's-2' },
          previousDecision: {
            outcome: 'refused',
            by: { role: 'specialist', id: 's-2' },
            at: '2026-03-07T06:00:00.000Z',
            appealUntil: '2026-04-06T21:00:00.000Z',
          },
        },
        personal: { description: 'Строка\nи ещё', answers: ['Да'], appealReason: 'Нет\nи нет' },
      });
      const checked = someUpload({
        status: 'received',
        check: {
          checkedAt: '2026-03-06T00:00:00.000Z',
          sha256: 'ab',
          size: 1,
          durationSeconds: 12.345,
          findings: [],
        },
      });
      const change = someChange(emptyHead(PARCEL), {
        claims: [later, earlier, decided],
        uploads: [checked, someUpload({ uploadId: 'upload-2', startedAt: '2026-03-04T00:00:00.000Z' })],
        payouts: [somePayout()],
        actions: ['file', 'upload'],
      });
      expect(await cases.commit(change)).toBe('committed');
      await cases.commit(someChange(emptyHead(OTHER_PARCEL)));
      expect(await cases.read(PARCEL)).toStrictEqual({
        head: advanceHead(emptyHead(PARCEL), change.timeline),
        claims: [earlier, later, decided],
        uploads: [someUpload({ uploadId: 'upload-2', startedAt: '2026-03-04T00:00:00.000Z' }), checked],
        payouts: [somePayout()],
        letters: [],
        judgements: [],
        timeline: change.timeline,
      });
    });

    it('takes what changed and keeps the rest', async () => {
      const first = someChange(emptyHead(PARCEL), {
        claims: [someClaim(), someClaim({ claimId: 'claim-2' })],
      });
      await cases.commit(first);
      const { deadline: _none, ...closed } = someClaim({ status: 'withdrawn', version: 2 });
      const before = await cases.read(PARCEL);
      await cases.commit(someChange(before.head, { claims: [closed] }));
      const file = await cases.read(PARCEL);
      expect(file.claims).toStrictEqual([closed, someClaim({ claimId: 'claim-2' })]);
      expect(file.head).toMatchObject({ version: 2, timelineLength: 2 });
      expect(firstBrokenEntry(file.head, file.timeline)).toBeUndefined();
    });

    it('can change without a word in the timeline', async () => {
      const quiet = { actions: [], uploads: [someUpload()] };
      expect(await cases.commit(someChange(emptyHead(PARCEL), quiet))).toBe('committed');
      const { head } = await cases.read(PARCEL);
      expect(head).toEqual({ ...emptyHead(PARCEL), version: 1 });
      expect(await cases.commit(someChange(head, quiet))).toBe('committed');
      expect((await cases.read(PARCEL)).head.version).toBe(2);
    });

    it('is given and taken as a copy', async () => {
      const claim = someClaim();
      await cases.commit(someChange(emptyHead(PARCEL), { claims: [claim] }));
      claim.personal.answers.push('later');
      (await cases.read(PARCEL)).timeline.pop();
      const file = await cases.read(PARCEL);
      expect(file.claims).toEqual([someClaim()]);
      expect(file.timeline).toHaveLength(1);
    });
  });

  describe('a change', () => {
    it.each([0, 1, 3])(
      'conflicts when it was decided on version %i and the case has version 2',
      async (version) => {
        await cases.commit(someChange(emptyHead(PARCEL)));
        await cases.commit(someChange((await cases.read(PARCEL)).head));
        const before = await cases.read(PARCEL);
        const late = someChange(before.head, { expectedVersion: version, claims: [someClaim()] });
        expect(await cases.commit(late)).toBe('conflict');
        expect(await cases.read(PARCEL)).toEqual(before);
      },
    );

    it('conflicts when there is no case and it was decided on one', async () => {
      expect(await cases.commit(someChange({ ...emptyHead(PARCEL), version: 1 }))).toBe('conflict');
      expect((await cases.read(PARCEL)).head).toEqual(emptyHead(PARCEL));
    });

    it('conflicts when its entries are chained on to another timeline', async () => {
      const elsewhere = { ...emptyHead(PARCEL), timelineHash: 'f'.repeat(64) };
      expect(await cases.commit(someChange(elsewhere))).toBe('conflict');
      await cases.commit(someChange(emptyHead(PARCEL)));
      const { head } = await cases.read(PARCEL);
      expect(await cases.commit(someChange({ ...head, timelineHash: 'f'.repeat(64) }))).toBe('conflict');
      expect(await cases.commit(someChange({ ...head, timelineLength: 7 }))).toBe('conflict');
      expect((await cases.read(PARCEL)).timeline).toHaveLength(1);
    });

    it('lets one of many on a version win', async () => {
      for (const version of [1, 2]) {
        const { head } = await cases.read(PARCEL);
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, (_, n) =>
            cases.commit(someChange(head, { claims: [someClaim({ claimId: `claim-${version}-${n}` })] })),
          ),
        );
        expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
        const file = await cases.read(PARCEL);
        expect(file.head.version).toBe(version);
        expect(file.claims).toHaveLength(version);
      }
    });

    it('of many writers who try again gets in, each once, and the timeline stays whole', async () => {
      const write = async (n: number) => {
        for (;;) {
          const { head } = await cases.read(PARCEL);
          const change = someChange(head, {
            claims: [someClaim({ claimId: `claim-${n}` })],
            actions: ['file', 'see'],
          });
          if ((await cases.commit(change)) === 'committed') return;
        }
      };
      await Promise.all(Array.from({ length: 12 }, (_, n) => write(n)));
      const file = await cases.read(PARCEL);
      expect(file.head).toMatchObject({ version: 12, timelineLength: 24 });
      expect(new Set(file.claims.map(({ claimId }) => claimId)).size).toBe(12);
      expect(firstBrokenEntry(file.head, file.timeline)).toBeUndefined();
    });

    it('refuses what no transaction can be', async () => {
      const head = emptyHead(PARCEL);
      const many = Array.from({ length: 99 }, (_, n) => someClaim({ claimId: `claim-${n}` }));
      const [first, second] = someChange(head, { actions: ['a', 'b'] }).timeline;
      const { deadline: _none, ...endless } = someClaim();
      const faults: [Partial<Parameters<CaseStore['commit']>[0]>, string][] = [
        [{ claims: [someClaim({ trackingNumber: OTHER_PARCEL })] }, 'one parcel'],
        [{ uploads: [someUpload(), someUpload()] }, 'writes an item once'],
        [{ claims: many }, 'more than one transaction'],
        [{ timeline: [first, first].flatMap((entry) => entry ?? []) }, 'not chained'],
        [{ timeline: [second, first].flatMap((entry) => entry ?? []) }, 'not chained'],
        [{ claims: [endless] }, 'deadline'],
        [{ policy: { previous: somePolicy(), next: somePolicy() } }, 'raise it by one'],
      ];
      for (const [fault, message] of faults) {
        await expect(cases.commit(someChange(head, fault))).rejects.toThrow(message);
      }
      expect((await cases.read(PARCEL)).head).toEqual(head);
      expect(await cases.commit(someChange(head, { claims: many.slice(1) }))).toBe('committed');
    });
  });

  describe('a change that carries the policy', () => {
    const opened = (policy: Policy): Policy => ({ ...policy, openClaims: 1, version: policy.version + 1 });

    it('writes both', async () => {
      const policy = somePolicy();
      await policies.insert(policy);
      const change = someChange(emptyHead(PARCEL), { policy: { previous: policy, next: opened(policy) } });
      expect(await cases.commit(change)).toBe('committed');
      expect(await policies.find(PARCEL)).toEqual(opened(policy));
      expect((await cases.read(PARCEL)).head.version).toBe(1);
    });

    it.each([
      ['has changed', { version: 2 }],
      ['is another', { policyId: 'policy-9' }],
    ])('writes neither when the policy %s', async (_, difference) => {
      const stored = somePolicy(difference);
      await policies.insert(stored);
      const policy = { previous: somePolicy(), next: opened(somePolicy()) };
      expect(await cases.commit(someChange(emptyHead(PARCEL), { policy }))).toBe('conflict');
      expect(await policies.find(PARCEL)).toEqual(stored);
      expect((await cases.read(PARCEL)).head.version).toBe(0);
    });

    it('writes neither when the case has changed', async () => {
      const policy = somePolicy();
      await policies.insert(policy);
      await cases.commit(someChange(emptyHead(PARCEL)));
      const change = someChange(emptyHead(PARCEL), { policy: { previous: policy, next: opened(policy) } });
      expect(await cases.commit(change)).toBe('conflict');
      expect(await policies.find(PARCEL)).toEqual(policy);
    });

    it('and the end of the policy exclude each other', async () => {
      const policy = somePolicy();
      await policies.insert(policy);
      const change = someChange(emptyHead(PARCEL), { policy: { previous: policy, next: opened(policy) } });
      const due = { trackingNumber: PARCEL, dueAt: policy.claimableUntil };
      const [filed, ended] = await Promise.all([
        cases.commit(change),
        policies.endIfDue(due, policy.claimableUntil),
      ]);
      const isEnded = (await policies.find(PARCEL))?.status === 'ended';
      expect([filed, ended]).toEqual(isEnded ? ['conflict', 'ended'] : ['committed', 'not-due']);
      expect((await cases.read(PARCEL)).head.version).toBe(isEnded ? 0 : 1);
    });
  });
}
