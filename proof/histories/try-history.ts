import fc from 'fast-check';
import { Broken } from '../proof.ts';
import { outside } from '../world/outside.ts';
import { virtualDate } from '../world/virtual-date.ts';
import { World } from '../world/world.ts';
import { checkAtRest, checkCounters, checkLedger, checkParcel } from './invariants.ts';
import { type Counts, History, isPossible, type Picks, type Step, take } from './model.ts';
import { stepsOfCustomer } from './steps-of-customer.ts';
import { stepsOfDesk } from './steps-of-desk.ts';
import { stepsOfSale } from './steps-of-sale.ts';
import { stepsOfSurroundings } from './steps-of-surroundings.ts';

export const steps: readonly Step[] = [
  ...stepsOfSale,
  ...stepsOfCustomer,
  ...stepsOfDesk,
  ...stepsOfSurroundings,
];

/** The reconciler leaves changes younger than a minute to the streams, and messages that failed come again later. */
const ROUND_MILLIS = 7 * 60_000;
const MOST_ROUNDS = 40;

/** Around a change to summer time that Russia no longer has, a leap day, a year's end, and a plain day. */
const BEGINNINGS = [
  '2026-03-05T12:00:00.000Z',
  '2026-03-28T21:59:58.000Z',
  '2028-02-28T20:59:59.999Z',
  '2026-12-31T20:59:59.000Z',
];

/** What has happened when a history begins, so that most of them get to where it matters. */
const PRELUDES = {
  nothing: [],
  'a sale': ['sell'],
  'a claim': ['sell', 'file a claim by the page'],
  'a claim with its film': [
    'sell',
    'send a whole film',
    'file a claim by the page',
    'everything comes to rest',
  ],
  'a claim without a film': ['sell', 'sell', 'file a claim by the page', 'everything comes to rest'],
  'a letter': ['sell', 'file a claim by telephone', 'write, fill in and send a letter'],
  'a document': ['sell', 'file a claim by telephone', 'send a whole document', 'everything comes to rest'],
  'a decision': [
    'sell',
    'send a whole film',
    'file a claim by the page',
    'everything comes to rest',
    'take the next case',
    'approve or propose',
  ],
} as const;

/** A parcel of which nothing was written and for which nothing was paid is as it was; the counters likewise. */
async function takeAndCheck(step: Step, history: History, picks: Picks): Promise<void> {
  const { changes, payouts } = outside();
  const [ofPolicies, ofCases, ofPaid] = [changes.policies.length, changes.cases.length, payouts.paid.length];
  const countedBefore = countedChanges(history);
  await take(step, history, picks);
  const written = [...changes.policies.slice(ofPolicies), ...changes.cases.slice(ofCases)];
  const isPaid = payouts.paid.length > ofPaid;
  const changed = new Set(written.map(({ key }) => key.trackingNumber));
  for (const trackingNumber of new Set(history.sold.map((sold) => sold.trackingNumber)))
    if (isPaid || changed.has(trackingNumber)) await checkParcel(history, trackingNumber);
  if (isPaid) await checkLedger(history);
  const counted = countedChanges(history);
  if (counted !== undefined && counted !== countedBefore) await checkCounters();
}

/** How many changes are counted, or undefined while some are not. */
function countedChanges({ world }: History): number | undefined {
  const counting = world.followers.filter(({ handler }) => handler.startsWith('count-'));
  const isBehind = counting.some(({ table, position }) => position < outside().changes[table].length);
  return isBehind ? undefined : counting.reduce((sum, { position }) => sum + position, 0);
}

async function begin(history: History, prelude: keyof typeof PRELUDES, given: Picks): Promise<void> {
  for (const name of PRELUDES[prelude]) {
    const step = steps.find((each) => each.name === name);
    if (!step) throw new Error(`There is no step ${name}.`);
    await takeAndCheck(step, history, given);
  }
}

class StepCommand implements fc.AsyncCommand<History, History> {
  readonly #step: Step;
  readonly #picks: Picks;

  constructor(step: Step, picks: Picks) {
    this.#step = step;
    this.#picks = picks;
  }

  check(history: Readonly<History>): boolean {
    return isPossible(this.#step, history);
  }

  async run(history: History): Promise<void> {
    await takeAndCheck(this.#step, history, this.#picks);
  }

  toString(): string {
    const { a, b, c } = this.#picks;
    return `${this.#step.name} (${a}, ${b}, ${c})`;
  }
}

const picks = fc.record({ a: fc.nat(999), b: fc.nat(999), c: fc.nat(999) });
/** Steps after the beginning, at most: what goes wrong mostly does so after few, and each fiftieth history has many. */
const [FEW_STEPS, MANY_STEPS, MANY_EACH] = [14, 40, 50];

/** Of at most so many steps. */
const commandsOf = (mostSteps: number) =>
  fc.commands(
    steps.flatMap((step) => {
      const command = picks.map((given) => new StepCommand(step, given));
      return Array.from({ length: step.weight ?? 1 }, () => command);
    }),
    { maxCommands: mostSteps, size: 'max' },
  );

const beginnings = fc.record({
  instant: fc.constantFrom(...BEGINNINGS),
  prelude: fc.constantFrom(...(Object.keys(PRELUDES) as (keyof typeof PRELUDES)[])),
  given: picks,
});

/** Everything comes to rest, the reconciler has run, and then once more with a provider that does what it is asked. */
async function comeToRest(history: History): Promise<void> {
  const { world } = history;
  const { payouts, carrier, messaging } = outside();
  carrier.isDown = false;
  Object.assign(messaging, { refusesNext: 0, losesAnswers: 0 });
  payouts.behave({});
  payouts.settleAll();
  await world.settle();
  virtualDate.advance(ROUND_MILLIS);
  await world.run('end-policies');
  await world.run('reconcile-claims');
  for (let round = 0; round < MOST_ROUNDS && !world.isDone; round += 1) {
    await world.settle();
    if (!world.isDone) virtualDate.advance(ROUND_MILLIS);
  }
  // An execution that begins after its deadline waits for a second before it acts.
  virtualDate.advance(2_000);
  await world.settle();
  history.tell('all has come to rest');
}

async function live(
  history: History,
  {
    prelude,
    given,
    chosen,
  }: { prelude: keyof typeof PRELUDES; given: Picks; chosen: Iterable<fc.AsyncCommand<History, History>> },
): Promise<void> {
  await begin(history, prelude, given);
  await fc.asyncModelRun(() => ({ model: history, real: history }), chosen);
  await comeToRest(history);
  for (const trackingNumber of new Set(history.sold.map((sold) => sold.trackingNumber)))
    await checkParcel(history, trackingNumber);
  await checkLedger(history);
  await checkAtRest(history);
}

/**
 * One random history. @returns what is wrong, in the shortest history that shows it, or nothing.
 */
export async function tryHistory(seed: number, counts: Counts): Promise<string | undefined> {
  let told: readonly string[] = [];
  const property = fc.asyncProperty(
    beginnings,
    commandsOf(seed % MANY_EACH === 0 ? MANY_STEPS : FEW_STEPS),
    async ({ instant, prelude, given }, chosen) => {
      const history = new History(new World(instant, seed), counts);
      try {
        await live(history, { prelude, given, chosen });
      } catch (error) {
        told = history.told;
        throw error;
      }
    },
  );
  // Without a limit of time: fast-check would take it by the clock that the histories move.
  const result = await fc.check(property, { seed, numRuns: 1 });
  if (!result.failed) return undefined;
  const error = result.errorInstance;
  const why =
    error instanceof Broken
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  return [
    why,
    'The history:',
    JSON.stringify(result.counterexample?.[0]),
    String(result.counterexample?.[1]),
    'As it was answered last:',
    ...told,
  ].join('\n');
}
