import { type Figure, isMet } from './bench.ts';

export interface BenchResult {
  name: string;
  title: string;
  figures: Figure[];
  seconds: number;
}

export interface BenchRun {
  command: string;
  machine: string;
  /** RFC 3339. */
  date: string;
  seconds: number;
  results: BenchResult[];
  failed: string[];
}

/** Markdown, and readable in a terminal. */
export function tableOf(results: readonly BenchResult[]): string {
  return results
    .map(({ name, title, figures, seconds }) =>
      [
        `### ${title} (\`${name}\`, ${Math.round(seconds)} s)`,
        '',
        '| what | measured | goal | | against |',
        '|---|---:|---:|---|---|',
        ...figures.map(lineOf),
        '',
      ].join('\n'),
    )
    .join('\n');
}

function lineOf(figure: Figure): string {
  const { what, value, unit, goal, against } = figure;
  const goalText = !goal ? '' : 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  const verdict = { true: 'met', false: '**missed**', undefined: '' }[String(isMet(figure))];
  return `| ${what} | ${numberOf(value)}${unit ? ` ${unit}` : '×'} | ${goalText} | ${verdict} | ${against} |`;
}

/** Three digits that count, and whole numbers whole. */
export function numberOf(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

/** Replaces what stands between the marks of a run. @throws Error when the page has no such marks. */
export function writeInto(page: string, which: 'short' | 'long', run: BenchRun): string {
  const [begin, end] = [`<!-- begin: ${which} run -->`, `<!-- end: ${which} run -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no marks for the ${which} run.`);
  const head = [
    `\`${run.command}\`, ${run.date}, ${run.machine}; ${Math.round(run.seconds / 60)} min.`,
    ...(run.failed.length > 0 ? [`Failed: ${run.failed.join(', ')}.`] : []),
  ].join(' ');
  return `${page.slice(0, from + begin.length)}\n\n${head}\n\n${tableOf(run.results)}\n${page.slice(to)}`;
}
