import fc from 'fast-check';
import { Broken } from '../proof.ts';
import { eachAtOnce } from './at-once.ts';
import type { DescribedOperation } from './document.ts';
import { count, type Fuzzed, type FuzzOptions, fuzzOperation, nothingFuzzed } from './fuzz-operation.ts';
import { changesBetween, type LaptopStored } from './laptop-stored.ts';
import { type DrawnRequest, requestsOf } from './requests.ts';
import { type Attempt, isToBeRefused, type Target, toldFaults, tryRequest } from './try-request.ts';
import { short } from './wire.ts';

/** Keeps two cores busy; more would only wait for each other. */
export const AT_ONCE = 6;
/** Workflows, jobs and streams write by themselves now and then: what happens each time is the requests' doing. */
export const TIMES = 4;

/** A request, and how fast-check finds it again. */
interface Drawn {
  drawn: DrawnRequest;
  seed: number;
  place: number;
}

interface Tried extends Drawn {
  attempt: Attempt;
}

/** Of a laptop, with a look at what it has stored. */
export type LaptopTarget = Target & { stored: LaptopStored };

/**
 * Tries so many requests of one operation, several at once, as the laptop has more to do than one request at a time.
 * Who stores then shows in no single request, so those that have to be refused are sent while nothing else goes on,
 * and what else was refused is sent once more by itself: nothing may be another after either.
 * @throws Broken with the smallest request that shows what is wrong.
 */
export async function fuzzAtOnce(
  operation: DescribedOperation,
  target: LaptopTarget,
  given: FuzzOptions,
): Promise<Fuzzed> {
  const fuzzed = nothingFuzzed();
  const requests = requestsOf(operation, target.pool, given);
  const draw = (seed: number): Drawn[] =>
    fc.sample(requests, { numRuns: given.runs, seed }).map((drawn, place) => ({ drawn, place, seed }));
  const toBeRefused = ({ drawn }: Drawn) => isToBeRefused(operation, drawn);

  const drawn = draw(given.seed);
  const refused = await sendRefused(drawn.filter(toBeRefused));
  const others = await send(drawn.filter((each) => !toBeRefused(each)));
  for (const { attempt } of [...refused, ...others]) count(fuzzed, attempt.answer);
  await toStoreNothing(others.filter(isRefused));
  return fuzzed;

  async function send(all: readonly Drawn[]): Promise<Tried[]> {
    const tried: Tried[] = [];
    await eachAtOnce(all, AT_ONCE, async (each) => {
      tried.push({ ...each, attempt: await tryRequest(operation, target, each.drawn) });
    });
    const [first] = tried
      .filter(({ attempt }) => attempt.faults.length > 0)
      .sort((one, other) => one.place - other.place);
    if (first) await tellSmallest(first);
    return tried;
  }

  /** From this request on, one at a time, until nothing smaller shows anything. */
  async function tellSmallest({ attempt, place, seed }: Tried): Promise<never> {
    const { stored: _watched, ...alone } = target;
    await fuzzOperation(operation, alone, { ...given, seed, runs: 1, path: String(place) });
    throw new Broken(toldFaults(operation, attempt, [...attempt.faults, 'Alone it shows nothing.']));
  }

  /** What nobody may take: nothing is another after it, or if it is, not after others that are as wrong. */
  async function sendRefused(all: readonly Drawn[]): Promise<Tried[]> {
    let sent: Tried[] | undefined;
    for (let time = 0; time < TIMES; time += 1) {
      const fresh = time === 0 ? all : draw(given.seed + time).filter(toBeRefused);
      const { value, changes } = await lookAround(target.stored, () => send(fresh));
      sent ??= value;
      // Somebody got in after all where a slash led elsewhere: that says nothing of the others.
      if (changes.length === 0 || !value.every(isRefused)) return sent;
      await toStoreNothing(value);
      if (time === TIMES - 1) throw new Broken(toldStored(operation, value, changes));
    }
    return sent ?? [];
  }

  /** Sends these once more; where something is another after that, each time, the half of them, until one is left. */
  async function toStoreNothing(suspects: readonly Tried[]): Promise<void> {
    let left = suspects;
    let changes: string[] = [];
    for (let times = 0; times < TIMES && left.length > 0; ) {
      const again = await lookAround(target.stored, () => send(left));
      changes = again.changes;
      if (changes.length === 0) return;
      const stillRefused = again.value.filter(isRefused);
      // What was accepted this time stored rightly, and says nothing of the others.
      if (stillRefused.length === left.length) times += 1;
      left = stillRefused;
    }
    if (left.length === 1) throw new Broken(toldStored(operation, left, changes));
    if (left.length === 0) return;
    const half = Math.ceil(left.length / 2);
    await toStoreNothing(left.slice(0, half));
    await toStoreNothing(left.slice(half));
  }
}

function isRefused({ attempt }: Tried): boolean {
  return !attempt.mayStore;
}

/** What is another after something was done while nothing else went on. */
export async function lookAround<Value>(
  stored: LaptopStored,
  act: () => Promise<Value>,
): Promise<{ value: Value; changes: string[] }> {
  await stored.quiet();
  const before = await stored.items();
  const mark = stored.mark();
  const value = await act();
  if (stored.mark() === mark) return { value, changes: [] };
  await stored.quiet();
  return { value, changes: changesBetween(before, await stored.items()) };
}

function toldStored(
  operation: DescribedOperation,
  tried: readonly Tried[],
  changes: readonly string[],
): string {
  const [first] = tried;
  const who =
    tried.length === 1 ? 'It was refused, and stored' : `One of ${tried.length} was refused, and stored`;
  const what = `${who}: ${short(changes.join(' '), 2_000)}.`;
  return first ? toldFaults(operation, first.attempt, [what]) : `${operation.operationId}: ${what}`;
}
