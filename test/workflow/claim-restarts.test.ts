import { jest } from '@jest/globals';
import type { ClaimStatus } from '../../functions/contracts/case.ts';
import type { StepName } from '../../lib/claim-workflow-definition.ts';
import { ANNA, BORIS, CLARA, CUSTOMER, WHOLE_REFUSAL } from '../claims/claims-fixture.ts';
import { unlawfulSteps } from '../claims/lawful-history.ts';
import { blindResends } from '../payouts/scripted-provider.ts';
import { type ClaimWorld, openClaimWorld } from './claim-world.ts';

// Days of the laptop's time pass in moments of ours, on a busy machine in a few seconds.
jest.setTimeout(60_000);

const ABOVE = 300_001;
const DAY = 86_400_000;

let world: ClaimWorld;
async function open(...options: Parameters<typeof openClaimWorld>): Promise<void> {
  world = await openClaimWorld(...options);
}

afterEach(async () => {
  expect(unlawfulSteps(await world.readCase())).toEqual([]);
  expect(blindResends(world.provider.calls)).toEqual([]);
  await world.close();
});

const statusNow = async () => (await world.readClaim()).status;
const running = async () =>
  (await world.executions())
    .filter(({ status }) => status === 'RUNNING')
    .map(({ name }) => name.split('-').at(-1));

/** From filing to each open state, by this run of the execution (the first if none), and from there to an end. */
const ways: Partial<
  Record<
    ClaimStatus,
    { amount?: number; run?: number; arrive: () => Promise<void>; end: () => Promise<string> }
  >
> = {
  'awaiting-video': {
    amount: ABOVE,
    arrive: async () => {},
    end: async () => {
      await world.untilStatus('lapsed');
      return 'lapsed';
    },
  },
  'in-review': {
    arrive: async () => {},
    end: async () => {
      await world.act('refuse', BORIS, WHOLE_REFUSAL);
      return 'refused';
    },
  },
  'awaiting-customer': {
    arrive: () => world.act('ask-for-more', BORIS, { question: 'Где чек?' }),
    end: async () => {
      await world.untilStatus('in-review');
      await world.act('approve');
      return 'compensated';
    },
  },
  'awaiting-reply': {
    arrive: () =>
      world.act('send-letter', ANNA, {
        letter: { kind: 'claim-to-seller', replyDueAt: '2026-03-20T21:00:00.000Z' },
      }),
    end: async () => {
      await world.untilStatus('in-review');
      await world.act('approve');
      return 'compensated';
    },
  },
  'awaiting-approval': {
    arrive: () => world.act('propose', ANNA, { evidence: ['Чек'] }),
    end: async () => {
      await world.act('approve-proposal', BORIS);
      return 'compensated';
    },
  },
  'in-appeal': {
    run: 2,
    arrive: async () => {
      await world.act('refuse', BORIS, WHOLE_REFUSAL);
      await world.act('appeal', CUSTOMER, { reason: 'Дефект виден.' });
    },
    end: async () => {
      await world.act('approve');
      return 'compensated';
    },
  },
  approved: {
    arrive: async () => {
      world.faults.set('pay-claim', 'fails');
      await world.act('approve');
    },
    end: async () => {
      world.faults.clear();
      await world.untilStatus('compensated');
      return 'compensated';
    },
  },
  paying: {
    arrive: async () => {
      world.provider.behaviour.answersToLose = 1_000_000;
      await world.act('approve');
    },
    end: async () => {
      world.provider.behaviour.answersToLose = 0;
      await world.untilStatus('compensated');
      return 'compensated';
    },
  },
  'needs-attention': {
    arrive: () => world.untilStatus('needs-attention'),
    end: async () => {
      await world.act('return-to-review', BORIS);
      await world.act('withdraw');
      return 'withdrawn';
    },
  },
};

describe.each(Object.entries(ways))('an execution that is stopped while the claim is %s', (status, way) => {
  it('is started again under the next run, and the claim goes on to its end', async () => {
    await open({ ...(way.amount && { amount: way.amount }) });
    await world.file();
    await way.arrive();
    expect(await statusNow()).toBe(status);
    await world.stopExecution();
    expect(await running()).toEqual([]);
    expect(await world.reconcile()).toMatchObject({ seen: 1, failed: 0, restarted: 1 });
    const next = (way.run ?? 1) + 1;
    expect(await running()).toEqual([String(next)]);
    expect(await statusNow()).toBe(status);
    // The next run finds everything as it should be, and leaves it.
    expect(await world.reconcile()).toMatchObject({ restarted: 0, woken: 0 });
    const end = await way.end();
    await world.quiet();
    expect(await statusNow()).toBe(end);
    expect(await world.outcomeOf(next)).toBe('SUCCEEDED');
    expect(world.provider.paid()).toHaveLength(end === 'compensated' ? 1 : 0);
  });

  it('and whose deadline passes while nobody follows it, does what the table says when it is found', async () => {
    await open({ ...(way.amount && { amount: way.amount }) });
    await world.file();
    await way.arrive();
    await world.stopExecution();
    world.clock.advance(30 * DAY);
    const { version } = await world.readClaim();
    await world.reconcile();
    await world.until(async () => (await world.readClaim()).version > version);
    const expected =
      {
        'awaiting-video': 'lapsed',
        'awaiting-customer': 'in-review',
        'awaiting-reply': 'in-review',
        'awaiting-approval': 'awaiting-approval',
      }[status] ?? 'needs-attention';
    expect(await statusNow()).toBe(expected);
    expect(await world.outcomeOf((way.run ?? 1) + 1)).toBe(expected === 'lapsed' ? 'SUCCEEDED' : 'RUNNING');
  });
});

describe('news that never come', () => {
  it('of the filing: the execution is started from the table', async () => {
    await open();
    world.stream.isDeaf = true;
    await world.file();
    expect(await running()).toEqual([]);
    await world.reconcile();
    expect(await running()).toEqual(['1']);
    expect(await world.isFollowed()).toBe(true);
    world.stream.isDeaf = false;
    await world.act('approve');
    expect(await statusNow()).toBe('compensated');
  });

  it('of a decision: the execution is woken by the reconciler, and the money is paid', async () => {
    await open();
    await world.file();
    world.stream.isDeaf = true;
    await world.act('approve');
    expect(await statusNow()).toBe('approved');
    expect(await world.reconcile()).toMatchObject({ woken: 1, restarted: 0 });
    expect(await statusNow()).toBe('compensated');
    expect(await world.outcomeOf()).toBe('SUCCEEDED');
  });

  it('of an appeal: the execution is started by the reconciler, and the money is paid', async () => {
    await open();
    await world.file();
    await world.act('refuse', BORIS, WHOLE_REFUSAL);
    expect(await world.outcomeOf()).toBe('SUCCEEDED');
    world.stream.isDeaf = true;
    await world.act('appeal', CUSTOMER, { reason: 'Дефект виден.' });
    expect(await running()).toEqual([]);
    expect(await world.reconcile()).toMatchObject({ restarted: 1 });
    expect(await running()).toEqual(['2']);
    expect(await world.isFollowed()).toBe(true);
    world.stream.isDeaf = false;
    await world.act('approve');
    expect(await statusNow()).toBe('compensated');
    expect(await world.outcomeOf(2)).toBe('SUCCEEDED');
  });

  it('of a refusal and of the appeal after it: the execution that waits is not left behind', async () => {
    await open();
    await world.file();
    world.stream.isDeaf = true;
    await world.act('refuse', BORIS, WHOLE_REFUSAL);
    await world.act('appeal', CUSTOMER, { reason: 'Дефект виден.' });
    await world.reconcile();
    world.stream.isDeaf = false;
    await world.act('approve');
    await world.until(async () => (await running()).length === 0);
    expect(await statusNow()).toBe('compensated');
    expect(world.provider.paid()).toHaveLength(1);
  });

  it('of a decision, and no reconciler either: the wait ends with its own deadline, and a person sees it', async () => {
    await open();
    await world.file();
    world.stream.isDeaf = true;
    await world.act('approve');
    await world.untilStatus('needs-attention');
    // Nobody was told to pay in time: the table says that a person looks, who has it paid.
    expect(await world.readClaim()).toMatchObject({ attention: 'approved-overdue' });
    expect(world.now()).toBe('2026-03-10T21:00:00.000Z');
    world.stream.isDeaf = false;
    await world.act('retry-payout', BORIS);
    expect(await statusNow()).toBe('compensated');
    expect(world.provider.paid()).toHaveLength(1);
  });

  it('of any of it, from the first to the last: the reconciler alone brings a claim to its end', async () => {
    await open({ amount: ABOVE });
    world.stream.isDeaf = true;
    await world.file();
    await world.reconcile();
    await world.upload({ status: 'received', receivedAt: world.now() });
    await world.untilStatus('in-review');
    await world.act('ask-for-more', BORIS, { question: 'Где чек?' });
    await world.reconcile();
    await world.act('answer', { role: 'customer', id: 'policy-1' }, { answer: 'Вот он.' });
    await world.reconcile();
    await world.act('approve', CLARA, { amount: 300_000 });
    await world.reconcile();
    expect(await statusNow()).toBe('compensated');
    expect(await world.outcomeOf()).toBe('SUCCEEDED');
  });
});

describe('a step that always fails', () => {
  it.each<StepName>(['read-claim-standing', 'await-claim-change'])(
    '%s: the claim is shown to a person',
    async (step) => {
      await open();
      world.faults.set(step, 'fails');
      await world.file();
      const filed = world.clock.now();
      await world.untilStatus('needs-attention');
      expect(await world.readClaim()).toMatchObject({ attention: 'workflow-error' });
      // Tried again for about ten minutes first: what passes by itself is nobody's work.
      expect(world.clock.now() - filed).toBeGreaterThan(10 * 60_000);
      expect(world.clock.now() - filed).toBeLessThan(30 * 60_000);
      const tries = world.calls.filter(
        (call) => call.step === step && call.payload.status !== 'needs-attention',
      );
      expect(tries).toHaveLength(9);

      world.faults.clear();
      await world.reconcile();
      await world.act('return-to-review', BORIS);
      await world.reconcile();
      expect(await world.isFollowed()).toBe(true);
      await world.act('approve');
      expect(await statusNow()).toBe('compensated');
    },
  );

  it('await-claim-change: an execution that cannot even wait for a person gives up, and does not turn in circles', async () => {
    await open();
    world.faults.set('await-claim-change', 'fails');
    await world.file();
    await world.until(async () => (await running()).length === 0);
    expect(await world.outcomeOf()).toBe('ClaimNotFollowed');
    expect(await statusNow()).toBe('needs-attention');
    expect(world.calls.filter(({ step }) => step === 'flag-claim')).toHaveLength(1);
    world.faults.clear();
    expect(await world.reconcile()).toMatchObject({ restarted: 1 });
    expect(await world.isFollowed()).toBe(true);
  });

  it('apply-claim-deadline: the claim is shown to a person instead of waiting for ever', async () => {
    await open({ amount: ABOVE });
    await world.file();
    world.faults.set('apply-claim-deadline', 'fails');
    await world.untilStatus('needs-attention');
    expect(await world.readClaim()).toMatchObject({ attention: 'workflow-error' });
    expect(await world.isFollowed()).toBe(true);
  });

  it('pay-claim: the claim is shown to a person when its time is over, and paid when it works again', async () => {
    await open();
    await world.file();
    world.faults.set('pay-claim', 'fails');
    await world.act('approve');
    await world.untilStatus('needs-attention');
    expect(await world.readClaim()).toMatchObject({ attention: 'approved-overdue' });
    expect(world.provider.calls).toEqual([]);
    world.faults.clear();
    await world.act('retry-payout', BORIS);
    expect(await statusNow()).toBe('compensated');
    expect(world.provider.paid()).toHaveLength(1);
  });

  it('every step: the execution gives up, and the reconciler starts it again until they work', async () => {
    await open();
    for (const step of ['read-claim-standing', 'await-claim-change', 'flag-claim'] as const)
      world.faults.set(step, 'fails');
    await world.file();
    await world.until(async () => (await running()).length === 0);
    expect(await world.outcomeOf()).toBe('ClaimNotFollowed');
    expect(await world.reconcile()).toMatchObject({ restarted: 1 });
    await world.until(async () => (await running()).length === 0);
    expect(await world.outcomeOf(2)).toBe('ClaimNotFollowed');
    world.faults.clear();
    await world.reconcile();
    expect(await running()).toEqual(['3']);
    expect(await world.isFollowed()).toBe(true);
    await world.act('approve');
    expect(await statusNow()).toBe('compensated');
  });
});
