import type { OperationName } from '../../functions/contracts/operations.ts';
import type { SaleRequest } from '../../functions/contracts/sale.ts';
import { Broken } from '../proof.ts';
import type { Answer, Call, Caller, World } from '../world/world.ts';

/** A sale that was answered with 201: from then on it must never be lost. */
export interface Sold {
  trackingNumber: string;
  key: string;
  request: SaleRequest;
  /** The answer's bytes, which every repeat has to get. */
  text: string;
  policyId: string;
  link: string;
  amount: number;
  endsAt: string;
  isVoided: boolean;
}

/** A claim that was answered with 200 or 201. */
export interface Filed {
  trackingNumber: string;
  policyId: string;
  claimId: string;
}

export interface Begun {
  sold: Sold;
  uploadId: string;
  bytes: Uint8Array;
  startedAt: string;
  isFilm: boolean;
  isGivenUp: boolean;
  /** At the desk a document is begun by a person. */
  by?: Person;
}

export type Person = Extract<Caller, { role: string }>;

/** Three numbers that a step takes its choices from; they shrink to the first of everything. */
export interface Picks {
  a: number;
  b: number;
  c: number;
}

/** One random life of the service: what was answered so far, and the world that answered. */
export class History {
  readonly world: World;
  readonly sold: Sold[] = [];
  readonly filed: Filed[] = [];
  readonly begun: Begun[] = [];
  readonly letters: { trackingNumber: string; letterId: string; by: Person }[] = [];
  /** What has happened, step by step, for whoever reads of a failure. */
  readonly told: string[] = [];
  readonly counts: Counts;
  parcels = 0;
  /** Calls so far, and how many of them were not refused. */
  readonly calls = { all: 0, accepted: 0 };

  constructor(world: World, counts: Counts = { tried: new Map(), done: new Map() }) {
    this.world = world;
    this.counts = counts;
  }

  /** A call that must be answered in order: done, or refused with a reason. */
  async call(name: OperationName, given: Call): Promise<Answer> {
    const answer = await this.world.call(name, given);
    const of = given.parameters ? JSON.stringify(Object.values(given.parameters)) : '';
    this.tell(
      `${name} ${of} ${JSON.stringify(given.body ?? {})} → ${answer.status} ${answer.body?.code ?? ''}`,
    );
    this.calls.all += 1;
    if (answer.status < 300) this.calls.accepted += 1;
    if (answer.status >= 500) throw new Broken(`${name} answered ${answer.status}: ${answer.text}`);
    return answer;
  }

  tell(what: string): void {
    this.told.push(`${this.world.now} ${what}`);
  }

  /** An upload that was answered with 201 at this instant. */
  remember(upload: Omit<Begun, 'startedAt' | 'isGivenUp'>): void {
    this.begun.push({ ...upload, startedAt: this.world.now, isGivenUp: false });
  }

  /** Something that was not only tried, but came to what it is for. */
  countDone(name: string): void {
    countOne(this.counts.done, name);
  }
}

/** How often each kind of operation was tried, and how often it was done. */
export interface Counts {
  tried: Map<string, number>;
  done: Map<string, number>;
}

export function countOne(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Whether what a step relies on is there. */
export function isPossible(
  { needs }: Step,
  { sold, filed, begun, letters }: Pick<History, 'sold' | 'filed' | 'begun' | 'letters'>,
): boolean {
  const there = {
    nothing: 1,
    sale: sold.length,
    claim: filed.length,
    upload: begun.length,
    letter: letters.length,
  };
  return there[needs] > 0;
}

export function pick<Value>(values: readonly Value[], by: number): Value {
  const value = values[by % values.length];
  if (value === undefined) throw new Error('There is nothing to choose from.');
  return value;
}

/** What a step may rely on. */
export type Needs = 'nothing' | 'sale' | 'claim' | 'upload' | 'letter';

export interface Step {
  name: string;
  needs: Needs;
  /** How much more often than others it is taken; 1 when left out. */
  weight?: number;
  /** It asks for what has to be refused. */
  isRefused?: true;
  /** @returns false when there was nothing to do. */
  run(history: History, picks: Picks): Promise<unknown>;
}

/** Takes a step, and counts it as done when it was not refused, or when that is what it is for. */
export async function take(step: Step, history: History, picks: Picks): Promise<void> {
  const { tried, done } = history.counts;
  countOne(tried, step.name);
  const { all, accepted } = history.calls;
  const hadWork = (await step.run(history, picks)) !== false;
  const { calls } = history;
  if (hadWork && (step.isRefused || calls.all === all || calls.accepted > accepted))
    countOne(done, step.name);
}

export const SPECIALISTS: readonly Person[] = [
  { role: 'specialist', id: 'anna' },
  { role: 'specialist', id: 'clara' },
];
export const SUPERVISORS: readonly Person[] = [
  { role: 'supervisor', id: 'boris' },
  { role: 'supervisor', id: 'vera' },
];
export const PEOPLE: readonly Person[] = [...SPECIALISTS, ...SUPERVISORS];

export function expectStatus(answer: Answer, allowed: readonly number[], what: string): void {
  if (allowed.includes(answer.status)) return;
  throw new Broken(`${what}: answered ${answer.status} ${answer.text}, expected ${allowed.join(' or ')}.`);
}
