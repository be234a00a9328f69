import fc from 'fast-check';
import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import { fileClaim } from '../../functions/claims/file-claim.ts';
import { followClaimChange } from '../../functions/claims/follow-case-change.ts';
import { awaitChange, wakeWorkflow } from '../../functions/claims/follow-claim.ts';
import { reconcileClaims, restartWorkflow } from '../../functions/claims/reconcile-claims.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { inTurnOf } from '../twins/in-turn.ts';
import { ANNA, BORIS, CUSTOMER, done, filingOf, NOW, openCase, PARCEL } from './claims-fixture.ts';
import { unlawfulSteps } from './lawful-history.ts';
import { LATER, memoryWorkflow, open, reference } from './reconcile-fixture.ts';

describe('the reconciler', () => {
  it('starts what never started, under the run that the table names', async () => {
    const { reconcile, workflow, readClaim } = await open();
    expect(await reconcile()).toEqual({ seen: 1, failed: 0, restarted: 1, woken: 0, moneyFound: 0 });
    expect(workflow.names()).toEqual(['claim-1-1']);
    expect((await readClaim()).workflowRun).toBe(1);
  });

  it('leaves alone what runs and waits where the claim stands', async () => {
    const opened = await open();
    await opened.workflow.start(await opened.readClaim());
    await awaitChange({ ...reference, status: 'in-review', taskToken: 't', now: NOW }, opened.ports);
    const file = await opened.readCase();
    expect(await opened.reconcile()).toEqual({ seen: 1, failed: 0, restarted: 0, woken: 0, moneyFound: 0 });
    expect([await opened.readCase(), opened.workflow.names(), opened.workflow.woken]).toEqual([
      file,
      ['claim-1-1'],
      [],
    ]);
  });

  it('starts a dead one again under the next run, once, however often it comes, and says so in the timeline', async () => {
    const opened = await open();
    opened.workflow.stop('claim-1-1');
    expect(await opened.reconcile()).toMatchObject({ restarted: 1 });
    expect(opened.workflow.names()).toEqual(['claim-1-2']);
    expect((await opened.readClaim()).workflowRun).toBe(2);
    expect(await opened.reconcile('2026-03-05T14:00:00.000Z')).toMatchObject({ restarted: 0 });
    opened.workflow.stop('claim-1-2');
    await opened.reconcile('2026-03-05T15:00:00.000Z');
    expect(opened.workflow.names()).toEqual(['claim-1-3']);
    const { timeline } = await opened.readCase();
    expect(timeline.map(({ action, facts }) => [action, facts?.run])).toEqual([
      ['restart-workflow', 2],
      ['restart-workflow', 3],
    ]);
    // A restart is no step of the claim: what somebody read of it is still true.
    expect((await opened.readClaim()).version).toBe(1);
  });

  it('goes on where an earlier one died between counting the run and starting it', async () => {
    const opened = await open({ workflowRun: 2 });
    opened.workflow.stop('claim-1-1');
    await opened.reconcile();
    expect(opened.workflow.names()).toEqual(['claim-1-2']);
    expect((await opened.readClaim()).workflowRun).toBe(2);
  });

  it('at once with another counts one run', async () => {
    const opened = await open();
    opened.workflow.stop('claim-1-1');
    await Promise.all([1, 2, 3].map(() => restartWorkflow(reference, LATER, opened.ports)));
    expect(opened.workflow.names()).toEqual(['claim-1-2']);
    expect((await opened.readCase()).timeline).toHaveLength(1);
  });

  it('wakes an execution that was not told, with where the claim stands now', async () => {
    const opened = await open();
    await opened.workflow.start(await opened.readClaim());
    await awaitChange({ ...reference, status: 'in-review', taskToken: 't', now: NOW }, opened.ports);
    done(
      await actOnClaim({ ...reference, action: 'approve', actor: ANNA, details: {}, now: NOW }, opened.ports),
    );
    expect(await opened.reconcile()).toMatchObject({ woken: 1, restarted: 0 });
    expect(opened.workflow.woken).toEqual([
      ['t', expect.objectContaining({ status: 'approved', final: false })],
    ]);
    // The token is gone, as that of every execution that pays: nobody is woken, and nobody is counted.
    expect(await opened.reconcile()).toMatchObject({ woken: 0 });
    expect(opened.workflow.woken).toHaveLength(1);
  });

  it('wakes an execution whose deadline has passed though it waits where the claim stands', async () => {
    // A letter moved the deadline just before the execution began to wait, and nobody told it.
    const opened = await open({ status: 'awaiting-reply', deadline: '2026-03-05T12:58:00.000Z' });
    await opened.workflow.start(await opened.readClaim());
    await awaitChange({ ...reference, status: 'awaiting-reply', taskToken: 't', now: NOW }, opened.ports);
    expect(await opened.reconcile('2026-03-05T12:59:00.000Z')).toMatchObject({ seen: 1, woken: 0 });
    expect(await opened.reconcile('2026-03-05T12:59:00.001Z')).toMatchObject({ woken: 1 });
    expect(opened.workflow.woken).toEqual([
      ['t', { status: 'awaiting-reply', final: false, secondsToDeadline: 1 }],
    ]);
    expect(await opened.reconcile()).toMatchObject({ woken: 0 });
  });

  it('leaves what has just changed to the stream', async () => {
    const opened = await open({ statusSince: '2026-03-05T12:59:00.001Z' });
    expect(await opened.reconcile()).toMatchObject({ seen: 1, restarted: 0 });
    expect(await opened.reconcile('2026-03-05T13:00:00.001Z')).toMatchObject({ restarted: 1 });
  });

  it('restarts nothing that is closed', async () => {
    const { deadline: _, ...closed } = someClaim({ status: 'withdrawn' });
    const opened = await openCase(somePolicy(), { claims: [closed] });
    const workflow = memoryWorkflow();
    await restartWorkflow(reference, LATER, { ...opened.ports, workflow });
    expect(workflow.names()).toEqual([]);
    await restartWorkflow({ ...reference, claimId: 'other' }, LATER, { ...opened.ports, workflow });
    expect(workflow.names()).toEqual([]);
  });

  it('looks for late money exactly of the claims that a person is looking at', async () => {
    const attention = await open({ status: 'needs-attention' });
    await attention.reconcile();
    expect(attention.looked).toEqual(['claim-1']);
    const paying = await open({ status: 'paying' });
    await paying.reconcile();
    expect(paying.looked).toEqual([]);
  });

  it('is not kept from the others by one that cannot be read, paid or started', async () => {
    const opened = await open({ status: 'needs-attention' });
    const others = ['39000024000019', '63000045987655', '69000010000420'];
    for (const trackingNumber of others) {
      await opened.cases.commit({
        trackingNumber,
        expectedVersion: 0,
        claims: [someClaim({ trackingNumber, claimId: `of-${trackingNumber}` })],
        timeline: [],
      });
    }
    const broken = { ...opened.ports };
    broken.cases = {
      ...opened.cases,
      read: async (trackingNumber) => {
        if (trackingNumber === others[1]) throw new Error('damaged');
        return opened.cases.read(trackingNumber);
      },
    };
    broken.lookAgainAtPayout = async () => Promise.reject(new Error('no answer'));
    const counts = await reconcileClaims({ now: LATER }, broken);
    expect(counts).toEqual({ seen: 4, failed: 2, restarted: 2, woken: 0, moneyFound: 0 });
    expect(opened.workflow.names()).toEqual([`of-${others[0]}-1`, `of-${others[2]}-1`]);
  });

  it('asks the carrier after money that may still be in the post, and counts what it finds', async () => {
    const opened = await open({ filedAt: '2026-03-05T12:00:00.000Z' });
    opened.carrier.answers = 'found';
    expect(await opened.reconcile()).toMatchObject({ moneyFound: 1, restarted: 1 });
    expect(await opened.reconcile('2026-03-05T13:20:00.000Z')).toMatchObject({ moneyFound: 0 });
    expect(opened.askedFor).toEqual(['claim-1']);
  });

  it('leaves a carrier alone that does not answer, and looks after every claim all the same', async () => {
    const opened = await open({ filedAt: '2026-03-05T12:00:00.000Z' });
    const { head } = await opened.readCase();
    const more = Array.from({ length: 5 }, (_, index) =>
      someClaim({ claimId: `claim-${index + 2}`, filedAt: '2026-03-05T12:00:00.000Z', kind: 'other' }),
    );
    await opened.cases.commit({
      trackingNumber: PARCEL,
      expectedVersion: head.version,
      claims: more,
      timeline: [],
    });
    opened.carrier.answers = 'not';
    expect(await opened.reconcile()).toEqual({ seen: 6, failed: 3, restarted: 6, woken: 0, moneyFound: 0 });
    expect(opened.askedFor).toHaveLength(3);
  });

  it('looks after claims that wait for a reply to a letter', async () => {
    const { reconcile, workflow } = await open({ status: 'awaiting-reply' });
    expect(await reconcile()).toMatchObject({ seen: 1, restarted: 1 });
    expect(workflow.names()).toEqual(['claim-1-1']);
  });

  it('goes through more claims than a page of the index holds, each once', async () => {
    const opened = await open();
    const kept = 230;
    for (let index = 0; index < kept; index += 1) {
      const trackingNumber = `parcel-${index}`;
      const claims = [someClaim({ trackingNumber, claimId: `of-${index}` })];
      await opened.cases.commit({ trackingNumber, expectedVersion: 0, claims, timeline: [] });
    }
    expect(await opened.reconcile()).toMatchObject({ seen: kept + 1, restarted: kept + 1 });
    expect(opened.workflow.names()).toHaveLength(kept + 1);
  });
});

describe('the stream', () => {
  it('starts the execution of a new claim, and a second telling starts no second one', async () => {
    const opened = await openCase();
    const workflow = memoryWorkflow();
    const { claim } = done(await fileClaim(filingOf(), opened.ports));
    for (let telling = 0; telling < 2; telling += 1)
      await followClaimChange({ before: undefined, after: claim, now: NOW }, { ...opened.ports, workflow });
    expect(workflow.names()).toEqual([`${claim.claimId}-1`]);
    expect(workflow.woken).toEqual([]);
  });

  it('wakes the execution at a change, with what is true now though the news are old', async () => {
    const opened = await open();
    const before = await opened.readClaim();
    await awaitChange({ ...reference, status: 'in-review', taskToken: 't', now: NOW }, opened.ports);
    const act = (action: 'ask-for-more' | 'withdraw', actor: typeof ANNA | typeof CUSTOMER) =>
      actOnClaim({ ...reference, action, actor, details: { question: 'Где чек?' }, now: NOW }, opened.ports);
    const asked = done(await act('ask-for-more', ANNA)).claim;
    done(await act('withdraw', CUSTOMER));
    for (let telling = 0; telling < 3; telling += 1)
      await followClaimChange({ before, after: asked, now: NOW }, opened.ports);
    expect(opened.workflow.woken).toEqual([['t', { status: 'withdrawn', final: true }]]);
  });

  it('does not wake an execution that waits in the state that the claim has come back to', async () => {
    const opened = await open();
    await awaitChange({ ...reference, status: 'in-review', taskToken: 't', now: NOW }, opened.ports);
    await wakeWorkflow({ ...reference, now: NOW }, opened.ports);
    expect(opened.workflow.woken).toEqual([]);
  });
});

describe('an execution that comes to wait', () => {
  it('in a state that the claim has just left is woken at once: the change was before its token was known', async () => {
    const opened = await open({ status: 'needs-attention', attention: 'workflow-error' });
    done(
      await actOnClaim(
        { ...reference, action: 'return-to-review', actor: BORIS, details: {}, now: NOW },
        opened.ports,
      ),
    );
    await awaitChange({ ...reference, status: 'needs-attention', taskToken: 't', now: NOW }, opened.ports);
    expect(opened.workflow.woken).toEqual([['t', expect.objectContaining({ status: 'in-review' })]]);
    expect(unlawfulSteps({ ...(await opened.readCase()), claims: [] })).toEqual([]);
  });

  it('while the claim moves on is woken by one side or the other, in every order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const opened = await open();
        const { cases } = opened;
        const turn = inTurnOf(scheduler);
        const inTurn = {
          ...cases,
          read: turn(cases.read),
          commit: turn(cases.commit),
          saveWait: turn(cases.saveWait),
          findWait: turn(cases.findWait),
        };
        const ports = { ...opened.ports, cases: inTurn };
        const before = await opened.readClaim();
        const change = async () => {
          const decision = { ...reference, action: 'approve', actor: ANNA, details: {}, now: NOW } as const;
          const { claim } = done(await actOnClaim(decision, ports));
          await followClaimChange({ before, after: claim, now: NOW }, ports);
        };
        const wait = awaitChange({ ...reference, status: 'in-review', taskToken: 't', now: NOW }, ports);
        await scheduler.waitFor(Promise.all([wait, change()]));
        expect(opened.workflow.woken).toEqual([['t', expect.objectContaining({ status: 'approved' })]]);
      }),
    );
  });
});
