/** How often something was tried: `20,000 histories`, `412,377 operations in them`. */
export interface Tried {
  count: number;
  what: string;
}

export interface ProofOptions {
  /** The form of the night instead of the one of CI. */
  long: boolean;
  /** Everything random follows from it: the same seed tries the same things. */
  seed: number;
  /** One line about how far it has come; it stands until the next one. */
  progress(text: string): void;
}

/**
 * What `npm run prove -- NAME` runs. It tries to break something, says how often it tried, and throws at the first
 * thing that broke; `main.ts` then prints the command that tries the same again.
 */
export interface Proof {
  title: string;
  /** Whether `.ci/run` has the time for its short form; what needs more than a minute or two has not. */
  inCi: boolean;
  /** That its short form is all there is; left out: `--long` tries more. */
  hasLongForm?: false;
  run(options: ProofOptions): Promise<Tried[]>;
}

/** It cannot be tried on this machine, and nothing is wrong with that; the message says why. */
export class LeftOut extends Error {
  override name = 'LeftOut';
}

/** Something broke: the message says what, in which case, and what was expected. */
export class Broken extends Error {
  override name = 'Broken';
  /** The seed that finds it at once, where that is another than the one of the run. */
  readonly seed: number | undefined;

  constructor(message: string, seed?: number) {
    super(message);
    this.seed = seed;
  }
}

export function toldAs(tried: readonly Tried[]): string {
  return tried.map(({ count, what }) => `${count.toLocaleString('en-US')} ${what}`).join(', ');
}
