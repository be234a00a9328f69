import { AsyncLocalStorage } from 'node:async_hooks';
import { leaveWhatIsPutOff } from '../world/beside.ts';
import { outside } from '../world/outside.ts';

/** The call of a function whose process died: whoever made it hears nothing more, and has to call again. */
export class Killed extends Error {
  override name = 'Killed';
}

/** One moment at which a process can die. */
export interface Moment {
  handler: string;
  effect: string;
  side: 'before' | 'after';
  /** Two moments of one mark leave the same world behind: nothing was changed between them by anybody. */
  mark: string;
}

interface Process {
  handler: string;
  ordinal: number;
  isDead: boolean;
  die(): void;
}

/** Effects that change nothing outside; of all others it is supposed that they do. */
export const READS: ReadonlySet<string> = new Set([
  ...['Get', 'Query', 'Scan', 'BatchGet', 'TransactGet'].map((kind) => `tables ${kind}Command`),
  ...['find', 'listParts', 'readRange', 'signPart', 'signDownload'].map((name) => `objects ${name}`),
  ...['carrier moneyOrder', 'payouts find', 'messages find', 'letters read'],
]);

const inside = new AsyncLocalStorage<Process>();
leaveWhatIsPutOff(inside as AsyncLocalStorage<unknown>);

/** A promise that nobody will ever hear of: what stands behind it never runs, neither code nor its handling of errors. */
const never = <Value>() => new Promise<Value>(() => {});

/**
 * Lets processes die at moments of a plan: the first number counts the moments from the beginning, each further one
 * those after the death before it. What a process had sent by then arrives, nothing of it runs any more.
 */
export class Deaths {
  /** All moments since it began, those of the last one's aftermath included. */
  readonly moments: Moment[] = [];
  /** Where somebody died. */
  readonly died: Moment[] = [];
  readonly #plan: readonly number[];
  #isCounting = false;
  #processes = 0;
  #writes = 0;
  #counted = 0;

  constructor(plan: readonly number[]) {
    this.#plan = plan;
    outside().invocation = (handler, call) => this.#invoke(handler, call);
    outside().effect = (name, effect) => this.#pass(name, effect);
  }

  /** From now on; what came before is only there so that the rest can happen. */
  begin(): void {
    this.#isCounting = true;
  }

  end(): void {
    this.#isCounting = false;
  }

  #invoke<Value>(handler: string, call: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#processes += 1;
      const process: Process = {
        handler,
        ordinal: this.#processes,
        isDead: false,
        die() {
          process.isDead = true;
          reject(new Killed(`${handler} was killed.`));
        },
      };
      inside.run(process, call).then(resolve, reject);
    });
  }

  async #pass<Value>(name: string, effect: () => Promise<Value>): Promise<Value> {
    const process = inside.getStore();
    if (!process || !this.#isCounting) return effect();
    if (process.isDead || this.#diesAt(process, name, 'before')) return never();
    if (!READS.has(name)) this.#writes += 1;
    // An effect that fails is one, too: whoever dies after it has not heard of the failure.
    const outcome = await effect().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if (process.isDead || this.#diesAt(process, name, 'after')) return never();
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  #diesAt(process: Process, effect: string, side: Moment['side']): boolean {
    const { handler, ordinal } = process;
    const moment: Moment = { handler, effect, side, mark: `${ordinal}:${this.#writes}` };
    const place = this.#counted;
    this.#counted += 1;
    this.moments.push(moment);
    if (this.#plan[this.died.length] !== place) return false;
    this.died.push(moment);
    this.#counted = 0;
    this.moments.length = 0;
    process.die();
    return true;
  }
}

/** Of the moments those that differ in what they leave behind, by their numbers. */
export function different(moments: readonly Moment[]): number[] {
  const seen = new Set<string>();
  return moments.flatMap(({ mark }, place) => {
    if (seen.has(mark)) return [];
    seen.add(mark);
    return [place];
  });
}

export const toldDeath = ({ handler, effect, side }: Moment): string => `${handler} ${side} «${effect}»`;
