import { type Tried, toldAs } from './proof.ts';

export interface ProofRun {
  name: string;
  long: boolean;
  hasLongForm: boolean;
  seed: number;
  tried: readonly Tried[];
  seconds: number;
  /** RFC 3339. */
  date: string;
}

/**
 * Writes what came out into the row of the proof, between its marks. The row stands in docs/reliability.md; what was
 * found and mended is written there by hand.
 *
 * @throws Error when the page has no such marks.
 */
export function writeInto(page: string, run: ProofRun): string {
  const [begin, end] = [`<!-- begin: ${run.name} -->`, `<!-- end: ${run.name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/reliability.md has no marks for ${run.name}.`);
  return `${page.slice(0, from + begin.length)}${toldRun(run)}${page.slice(to)}`;
}

function toldRun({ long, hasLongForm, seed, tried, seconds, date }: ProofRun): string {
  const form = hasLongForm ? [long ? 'long form' : 'short form only'] : [];
  return `${toldAs(tried)} (${[...form, `seed ${seed}`, minutes(seconds), date.slice(0, 10)].join(', ')})`;
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
