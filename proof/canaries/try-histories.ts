import '../authorization/moment.ts';
import { operations } from '../../functions/contracts/operations.ts';
import { seededRandom } from '../../test/e2e/seeded-random.ts';
import { History, isPossible, type Picks, type Step } from '../histories/model.ts';
import { stepsOfCustomer } from '../histories/steps-of-customer.ts';
import { stepsOfDesk } from '../histories/steps-of-desk.ts';
import { stepsOfSale } from '../histories/steps-of-sale.ts';
import { stepsOfSurroundings } from '../histories/steps-of-surroundings.ts';
import { Broken, type Tried } from '../proof.ts';
import { outside } from '../world/outside.ts';
import { virtualDate } from '../world/virtual-date.ts';
import { Canaries } from './canary.ts';
import { CanaryWorld, type Watch } from './canary-world.ts';
import { failingEffects } from './faults.ts';
import { type PersonalFields, personalFields } from './fields.ts';
import { flows } from './flows.ts';
import { captureOutput, Leaked, Leaks, type Place } from './leaks.ts';
import { ownSteps } from './own-steps.ts';
import { PLACE_COUNT, storedCanaries } from './stored-places.ts';

/** How a history goes: all well, with effects that fail, or with items, messages and bodies that nobody should send. */
const MODES = ['well', 'failing', 'ill'] as const;
type Mode = (typeof MODES)[number];

const MOST_STEPS = 70;
const ONE_EFFECT_IN = 25;
/** Midnight in Moscow is near, a month ends, a plain day. */
const BEGINNINGS = ['2026-03-05T12:00:00.000Z', '2026-10-31T20:58:00.000Z', '2026-11-10T06:00:00.000Z'];
const BEGIN_WITH = [
  'sell',
  'send a whole film',
  'file a claim by the page',
  'everything comes to rest',
  'take the next case',
];
const ALL_PLACES: readonly Place[] = [
  ...([
    'log',
    'URL',
    'object key',
    'queue message',
    'dead letter',
    'workflow history',
    'lake',
    'error body',
  ] as const),
  ...(['header', 'answer to a customer', 'id at a provider'] as const),
];

/** Rare operations may need more histories than CI has: it goes on for so many times as many until each was done. */
const MOST_MORE = 5;

export interface Options {
  histories: number;
  seed: number;
  progress(text: string): void;
}

/** Random histories with a canary in every personal field; nothing but the stores may show one. */
export async function tryHistories({ histories, seed, progress }: Options): Promise<Tried[]> {
  const output = captureOutput();
  const canaries = new Canaries();
  const leaks = new Leaks(canaries);
  const fields = personalFields();
  const watch: Watch = { canaries, leaks, fields, output, answers: new Map() };
  const counts = { calls: 0, faults: 0 };
  let number = 0;
  try {
    await CanaryWorld.learnKeys(watch);
    for (
      ;
      number < histories || (number < MOST_MORE * histories && untried(watch) !== undefined);
      number += 1
    ) {
      const random = seededRandom(seed + number);
      const mode = MODES[number % MODES.length] ?? 'well';
      counts.faults += await tryOne(mode, random, watch).catch((error: unknown) => {
        if (!(error instanceof Leaked)) throw error;
        throw new Broken(`History ${number} (${mode}): ${error.message}`);
      });
      if (number % 10 === 9) progress(`${number + 1} of ${histories} histories`);
    }
  } finally {
    output.release();
  }
  const missing = untried(watch);
  if (missing) throw new Error(`In ${number} histories: ${missing}.`);
  const looked = [...leaks.looked.values()].reduce((sum, each) => sum + each, 0);
  return [
    { count: number, what: 'histories' },
    { count: canaries.fields.size, what: 'fields with canaries' },
    { count: counts.faults, what: 'effects that failed' },
    { count: looked, what: `texts looked through in ${leaks.looked.size} kinds of places` },
    { count: PLACE_COUNT, what: 'attributes of the tables that may hold one' },
  ];
}

async function tryOne(mode: Mode, random: () => number, watch: Watch): Promise<number> {
  const { canaries, fields } = watch;
  canaries.beginAnew();
  const world = new CanaryWorld(BEGINNINGS[Math.floor(random() * BEGINNINGS.length)] ?? '', watch);
  const history = new History(world);
  const own = ownSteps({ canaries, fields });
  const steps = [
    ...stepsOfSale,
    ...stepsOfCustomer,
    ...stepsOfDesk,
    ...stepsOfSurroundings,
    ...own.well,
    ...flows,
  ];
  if (mode === 'ill') steps.push(...own.ill);
  const weighted = steps.flatMap((step) => Array.from({ length: step.weight ?? 1 }, () => step));
  const picks = (): Picks => ({ a: nat(random), b: nat(random), c: nat(random) });
  for (const name of BEGIN_WITH) {
    const step = steps.find((each) => each.name === name);
    if (step) await run(step, history, picks(), mode);
  }
  const failing = failingEffects(canaries, random, ONE_EFFECT_IN);
  if (mode === 'failing') outside().effect = failing.effect;
  for (let count = 0; count < MOST_STEPS; count += 1) {
    const step = weighted[Math.floor(random() * weighted.length)] as Step;
    if (!isPossible(step, history)) continue;
    await run(step, history, picks(), mode);
    if (count % 10 === 0) look(world, mode, watch);
  }
  virtualDate.advance(3_600_000);
  await world.settle();
  look(world, mode, watch);
  return failing.failed();
}

/** A step that ends otherwise than it should is the other proofs' affair; here only what it left behind is. */
async function run(step: Step, history: History, picks: Picks, mode: Mode): Promise<void> {
  try {
    await step.run(history, picks);
  } catch (error) {
    if (error instanceof Leaked) throw error;
    if (mode === 'well' && !(error instanceof Broken)) throw error;
  }
}

function look(world: CanaryWorld, mode: Mode, { canaries, leaks }: Watch): void {
  world.lookAround();
  // What was put into an item on purpose stands where it was put.
  if (mode === 'ill') return;
  for (const { place, found, isAllowed } of storedCanaries(canaries)) {
    leaks.looked.set('table', (leaks.looked.get('table') ?? 0) + 1);
    if (!isAllowed) throw new Leaked(`The tables hold ${found.field} (${found.canary}) at ${place}.`);
  }
}

const nat = (random: () => number): number => Math.floor(random() * 1_000);

/** What never happened shows nothing: the operations that were not done, fields that had no canary, places where nothing came. */
function untried({ answers, canaries, fields, leaks }: Watch): string | undefined {
  const names = Object.keys(operations);
  const undone = names.filter((name) => !answers.get(name)?.has('done'));
  if (undone.length > 0) return `never done: ${undone.join(', ')}`;
  const unplanted = [...fields].flatMap(([operation, of]) => missingOf(operation, of, canaries));
  if (unplanted.length > 0) return `fields without a canary: ${unplanted.join(', ')}`;
  const unseen = ALL_PLACES.filter((place) => !leaks.looked.has(place));
  return unseen.length > 0 ? `nothing ever came to: ${unseen.join(', ')}` : undefined;
}

function missingOf(operation: string, of: PersonalFields, canaries: Canaries): string[] {
  return [...of].flatMap(([path, look]) => {
    const isPlanted = look === 'code' || look === 'staff' || canaries.fields.has(`${operation} ${path}`);
    return isPlanted ? [] : [`${operation} ${path}`];
  });
}
