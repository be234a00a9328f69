import type { ClaimWorkflow } from '../../functions/claims/ports.ts';
import { reconcileClaims, restartWorkflow } from '../../functions/claims/reconcile-claims.ts';
import { someClaim } from '../builders/claim.ts';
import { PARCEL } from './claims-fixture.ts';
import { LATER, open, reference } from './reconcile-fixture.ts';

describe('the reconciler, beside others and within its limits', () => {
  it.each([
    'in-review',
    'awaiting-video',
    'awaiting-customer',
    'awaiting-reply',
    'paying',
    'awaiting-approval',
  ] as const)('looks after claims in every list of open work: one that is %s', async (status) => {
    const { reconcile, workflow } = await open({ status });
    expect(await reconcile()).toMatchObject({ seen: 1, restarted: 1 });
    expect(workflow.names()).toEqual(['claim-1-1']);
  });

  it('asks the carrier a hundred times in one run and not more, whatever it answers', async () => {
    const filedAt = '2026-03-05T12:00:00.000Z';
    const opened = await open({ filedAt });
    for (let index = 0; index < 100; index += 1) {
      const trackingNumber = `parcel-${index}`;
      const claims = [someClaim({ trackingNumber, claimId: `of-${index}`, filedAt })];
      await opened.cases.commit({ trackingNumber, expectedVersion: 0, claims, timeline: [] });
    }
    expect(await opened.reconcile()).toMatchObject({ seen: 101, restarted: 101, failed: 0 });
    expect(opened.askedFor).toHaveLength(100);
  });

  it('asks the carrier on after answers in vain that were fewer than three', async () => {
    const filedAt = '2026-03-05T12:00:00.000Z';
    const opened = await open({ filedAt });
    const { head } = await opened.readCase();
    const claims = [2, 3, 4, 5].map((n) => someClaim({ claimId: `claim-${n}`, filedAt, kind: 'other' }));
    await opened.cases.commit({
      trackingNumber: PARCEL,
      expectedVersion: head.version,
      claims,
      timeline: [],
    });
    const lookForMoney = async ({ claimId }: { claimId: string }) => {
      opened.askedFor.push(claimId);
      if (opened.askedFor.length <= 2) throw new Error('The carrier is slow.');
      return 'found' as const;
    };
    const counts = await reconcileClaims({ now: LATER }, { ...opened.ports, lookForMoney });
    expect(counts).toMatchObject({ seen: 5, failed: 2, moneyFound: 3 });
  });

  it('restarts the claim that died and not another one of the parcel', async () => {
    const opened = await open();
    const { head } = await opened.readCase();
    const other = someClaim({ claimId: 'claim-0', kind: 'other' });
    await opened.cases.commit({
      trackingNumber: PARCEL,
      expectedVersion: head.version,
      claims: [other],
      timeline: [],
    });
    await opened.workflow.start(other);
    opened.workflow.stop('claim-1-1');
    expect(await opened.reconcile()).toMatchObject({ seen: 2, restarted: 1 });
    expect(opened.workflow.names()).toEqual(['claim-0-1', 'claim-1-2']);
    expect((await opened.readClaim('claim-0')).workflowRun).toBe(1);
    expect((await opened.readCase()).timeline).toMatchObject([
      {
        at: LATER,
        actor: { role: 'system' },
        action: 'restart-workflow',
        claimId: 'claim-1',
        facts: { run: 2 },
      },
    ]);
  });

  it('starts no further run of a claim that was closed, or counted on, while the first was asked for', async () => {
    for (const closing of [true, false]) {
      const opened = await open();
      const start: ClaimWorkflow['start'] = async () => {
        const { head, claims } = await opened.readCase();
        const closed = claims.map(({ deadline, ...claim }) => ({
          ...claim,
          version: 2,
          ...(closing ? { status: 'withdrawn' as const } : { deadline, workflowRun: 2 }),
        }));
        await opened.cases.commit({
          trackingNumber: PARCEL,
          expectedVersion: head.version,
          claims: closed,
          timeline: [],
        });
        return 'closed';
      };
      await restartWorkflow(reference, LATER, { ...opened.ports, workflow: { ...opened.workflow, start } });
      expect((await opened.readClaim()).workflowRun).toBe(closing ? 1 : 2);
      expect((await opened.readCase()).timeline).toEqual([]);
    }
  });

  it('counts as failed a dead one whose case is written by others all the time', async () => {
    const opened = await open();
    opened.workflow.stop('claim-1-1');
    const cases = { ...opened.cases, commit: async () => 'conflict' as const };
    const counts = await reconcileClaims({ now: LATER }, { ...opened.ports, cases });
    expect(counts).toMatchObject({ seen: 1, failed: 1, restarted: 0 });
  });

  it('passes over what the list tells of and the case does not, and what was closed meanwhile', async () => {
    const { deadline: _deadline, ...closed } = someClaim({ status: 'withdrawn' });
    for (const claims of [[], [closed]]) {
      const opened = await open();
      const read: typeof opened.cases.read = async (number) => ({
        ...(await opened.cases.read(number)),
        claims,
      });
      const counts = await reconcileClaims(
        { now: LATER },
        { ...opened.ports, cases: { ...opened.cases, read } },
      );
      expect(counts).toEqual({ seen: 1, failed: 0, restarted: 0, woken: 0, moneyFound: 0 });
      expect([opened.workflow.names(), opened.askedFor]).toEqual([[], []]);
    }
  });
});
