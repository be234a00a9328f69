import { toInstant, toMillis } from '../../functions/clock.ts';
import { outside, type QueueName } from '../world/outside.ts';
import { virtualDate } from '../world/virtual-date.ts';
import type { History, Picks } from './model.ts';
import { pick, type Step } from './model.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FOLLOWERS = [
  'follow-policy-changes',
  'follow-case-changes',
  'count-policy-changes',
  'count-case-changes',
];
const QUEUES: readonly QueueName[] = ['notices', 'checks', 'signals', 'looks'];
const DURATIONS = [1, 1_000, 61_000, HOUR, 6 * HOUR, DAY, 3 * DAY, 10 * DAY, 31 * DAY];

const OFTEN = [
  'everything comes to rest',
  'the workflows go on',
  'a stream is followed',
  'messages are received',
  'it is a millisecond before, at, or after an edge',
];

type Run = (history: History, picks: Picks) => unknown;

const always = (name: string, run: Run): Step => ({
  name,
  needs: 'nothing',
  weight: OFTEN.includes(name) ? 4 : 1,
  run: async (history, picks) => {
    history.tell(name);
    return run(history, picks);
  },
});

/** The ends of all protection, and of the waits that are under way. */
function edgesOf(history: History): number[] {
  const ends = history.sold.map(({ endsAt }) => toMillis(endsAt));
  const waits = [...outside().executions.executions.values()].flatMap(({ wait }) =>
    wait ? [wait.until] : [],
  );
  return [...ends, ...waits]
    .filter((edge) => edge > virtualDate.millis() + 1)
    .sort((one, other) => one - other);
}

export const stepsOfSurroundings: Step[] = [
  always('time passes', (history, { a }) => {
    virtualDate.advance(pick(DURATIONS, a));
    history.tell('now');
  }),
  always('it is a millisecond before, at, or after an edge', (history, { a, b }) => {
    const edges = edgesOf(history);
    if (edges.length === 0) return false;
    virtualDate.set(toInstant(pick(edges, a) - 1 + (b % 3)));
    history.tell('now');
    return true;
  }),
  always('a week passes', (history) => {
    virtualDate.advance(7 * DAY);
    history.tell('now');
  }),
  always('a stream is followed', ({ world }, { a, b }) =>
    world.deliver(pick(FOLLOWERS, a), { most: 1 + (b % 20) }),
  ),
  always('changes come again', ({ world }, { a, b }) =>
    world.deliver(pick(FOLLOWERS, a), { most: 1 + (b % 5), again: 1 + (b % 10) }),
  ),
  always('messages are received', ({ world }, { a, b }) =>
    world.receive(pick(QUEUES, a), { most: 1 + (b % 10) }),
  ),
  always('messages are received, and come again', ({ world }, { a, b }) =>
    world.receive(pick(QUEUES, a), { most: 1 + (b % 10), keep: true }),
  ),
  always('messages change their order', (_, { a }) => {
    outside().queues[pick(QUEUES, a)].reverse();
  }),
  always('the workflows go on', ({ world }) => world.runWorkflows()),
  always('one state of one workflow', async ({ world }, { a }) => {
    const ready = outside().executions.ready();
    if (ready.length === 0) return false;
    await world.stepWorkflow(pick(ready, a));
    return true;
  }),
  always('a workflow dies', async ({ world }, { a, b }) => {
    const running = [...outside().executions.executions.values()].filter(
      ({ status }) => status === 'running',
    );
    if (running.length === 0) return false;
    const execution = pick(running, a);
    outside().executions.kill(execution);
    const { trackingNumber, claimId } = execution;
    // Whether the event of its death arrives or is lost.
    if (b % 2 === 0)
      await world.run('restart-claim-workflow', {
        detail: { input: JSON.stringify({ trackingNumber, claimId }) },
      });
    return true;
  }),
  always('the reconciler runs', async ({ world }) => {
    await world.run('reconcile-claims');
  }),
  always('the sweep ends what is over', async ({ world }) => {
    await world.run('end-policies');
  }),
  always('everything comes to rest', ({ world }) => world.settle()),
  always('the provider is down', () => outside().payouts.behave({ isDown: true })),
  always('the provider loses orders', (_, { a }) => outside().payouts.behave({ ordersToLose: 1 + (a % 20) })),
  always('the provider loses answers', (_, { a }) =>
    outside().payouts.behave({ answersToLose: 1 + (a % 20) }),
  ),
  always('the provider takes its time', () => outside().payouts.behave({ isSlow: true })),
  always('the provider turns orders down', () =>
    outside().payouts.behave({ rejection: 'unknown-recipient' }),
  ),
  always('the provider names another sum', () =>
    outside().payouts.behave({ lie: (answer) => ({ ...answer, amount: answer.amount + 1 }) }),
  ),
  always('the provider is kind', () => outside().payouts.behave({})),
  always('the provider pays what was pending', () => outside().payouts.settleAll()),
  always('the carrier is down, or up', (_, { a }) => {
    outside().carrier.isDown = a % 2 === 0;
  }),
  always('the cash is in the post, or paid out', (history, { a, b }) => {
    if (history.sold.length === 0) return false;
    const { trackingNumber, amount } = pick(history.sold, a);
    const order = { orderNumber: 'M-1', amount, acceptedAt: history.world.now, payeeOffice: '620000' };
    outside().carrier.orders.set(
      trackingNumber,
      b % 2 === 0
        ? { state: 'accepted', ...order }
        : { state: 'paid-out', ...order, paidOutAt: history.world.now },
    );
    return true;
  }),
  always('the provider of messages is down', (_, { a }) => {
    outside().messaging.refusesNext = a % 5;
  }),
  always('the provider of messages loses answers', (_, { a }) => {
    outside().messaging.losesAnswers = a % 5;
  }),
];
