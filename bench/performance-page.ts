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
  /** Not run yet: a run that is stopped has left what it had. */
  left: readonly string[];
}

const DIGITS = 3;
const MOST_DIGITS = 15;
const NAMES_IN_A_ROW = 5;

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
        ...figures.flatMap(allNamesOf),
      ].join('\n'),
    )
    .join('\n');
}

function lineOf(figure: Figure): string {
  const { what, unit, goal, against } = figure;
  const goalText = !goal ? '' : 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  const verdict = { true: 'met', false: '**missed**', undefined: '' }[String(isMet(figure))];
  const text = [against, namesInShort(figure)].filter((part) => part !== '').join('; ');
  return `| ${cell(what)} | ${toldValueOf(figure)}${unit ? ` ${cell(unit)}` : '×'} | ${goalText} | ${verdict} | ${cell(text)} |`;
}

function namesInShort({ names = [] }: Figure): string {
  const more = names.length - NAMES_IN_A_ROW;
  return `${names.slice(0, NAMES_IN_A_ROW).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function allNamesOf({ what, names = [] }: Figure): string[] {
  if (names.length <= NAMES_IN_A_ROW) return [];
  return [`<details><summary>${cell(what)}</summary>`, '', cell(names.join(', ')), '', '</details>', ''];
}

/** What would end a cell or a row, or begin HTML, as it is. */
function cell(text: string): string {
  return text.replace(/[\\|<]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}

/** As short as it can be told without seeming to meet a goal that it misses, or the other way round. */
function toldValueOf(figure: Figure): string {
  for (let digits = DIGITS; digits < MOST_DIGITS; digits += 1) {
    const told = numberOf(figure.value, digits);
    if (isMet({ ...figure, value: Number(told.replaceAll(',', '')) }) === isMet(figure)) return told;
  }
  return String(figure.value);
}

/** Three digits that count, and whole numbers whole. */
export function numberOf(value: number, digits = DIGITS): string {
  if (Number.isInteger(value) || Math.abs(value) >= 10 ** digits)
    return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(digits)));
}

/** Replaces what stands between the marks of a run. @throws Error when the page has no such marks. */
export function writeInto(page: string, which: 'short' | 'long', run: BenchRun): string {
  const [begin, end] = [`<!-- begin: ${which} run -->`, `<!-- end: ${which} run -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no marks for the ${which} run.`);
  const head = [
    `\`${run.command}\`, ${run.date}, ${run.machine}; ${Math.round(run.seconds / 60)} min.`,
    ...(run.failed.length > 0 ? [`Failed: ${run.failed.join(', ')}.`] : []),
    ...(run.left.length > 0 ? [`Stopped before: ${run.left.join(', ')}.`] : []),
  ].join(' ');
  return `${page.slice(0, from + begin.length)}\n\n${head}\n\n${tableOf(run.results)}\n${page.slice(to)}`;
}
