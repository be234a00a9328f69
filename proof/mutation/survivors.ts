import { readFileSync } from 'node:fs';

/** A mutant that the tests did not find. */
export interface Survivor {
  file: string;
  line: number;
  /** The function, or whatever else is declared at the top of the file, that it stands in. */
  within: string;
  /** What stood there, and what the mutant made of it, each in one line. */
  original: string;
  replacement: string;
}

export interface Explanation extends Omit<Survivor, 'line'> {
  /** How many survivors look like this: one more of them is not explained by it. */
  times: number;
  reason: string;
}

/** As wide as a row of the table may show of a piece of code. */
const MOST_SHOWN = 90;

/** `| functions/…/file.ts | function | `original` | `replacement` | why nobody can tell the difference |` */
const ROW = /^\| (functions\/\S+\.ts) \| (\w+)(?: ×([2-9]))? \| `` (.+?) `` \| `` (.+?) `` \| (.{20,}) \|$/;

/** The code is formatted, so that what begins at the margin is what the file declares. */
const DECLARATION = /^(?:export )?(?:async )?(?:function\*?|const|let|class|interface|type) (\w+)/;

/**
 * The rows of docs/mutation-survivors.md. A line has no number: it would be wrong after the next change above it.
 *
 * @throws Error for a row that says less than it has to, and for one that says the same as another.
 */
export function explanationsIn(page: string): Explanation[] {
  const rows = page.split('\n').filter((line) => line.startsWith('| functions/'));
  const seen = new Set<string>();
  return rows.map((row) => {
    const [, file = '', within = '', times = '1', original = '', replacement = '', reason = ''] =
      ROW.exec(row) ?? [];
    if (!file) throw new Error(`docs/mutation-survivors.md has a row that cannot be read: ${row}`);
    const explanation = { file, within, times: Number(times), original, replacement, reason };
    const key = keyOf(explanation);
    if (seen.has(key)) throw new Error(`docs/mutation-survivors.md explains twice, instead of ×2: ${row}`);
    seen.add(key);
    return explanation;
  });
}

export const explanations = (): Explanation[] =>
  explanationsIn(readFileSync(new URL('../../docs/mutation-survivors.md', import.meta.url), 'utf8'));

/** Where a mutant stands and what it looks like: all that a row and a survivor can be matched by. */
const keyOf = ({ file, within, original, replacement }: Omit<Survivor, 'line'>): string =>
  JSON.stringify([file, within, original, replacement]);

/** Each row explains as many survivors as it says: the next of the same look is unexplained. */
export function sorted(
  survivors: readonly Survivor[],
  rows: readonly Explanation[],
): {
  explained: Survivor[];
  unexplained: Survivor[];
  /** Rows that fewer survivors than they say were left for. */
  unused: Explanation[];
} {
  const left = new Map(rows.map((row) => [keyOf(row), row.times]));
  const explained: Survivor[] = [];
  const unexplained: Survivor[] = [];
  for (const survivor of survivors) {
    const key = keyOf(survivor);
    const times = left.get(key) ?? 0;
    left.set(key, times - 1);
    (times > 0 ? explained : unexplained).push(survivor);
  }
  return { explained, unexplained, unused: rows.filter((row) => (left.get(keyOf(row)) ?? 0) > 0) };
}

/** What the line belongs to, counted from one. */
export function declarationAround(source: string, line: number): string {
  const names = source
    .split('\n')
    .slice(0, line)
    .map((text) => DECLARATION.exec(text)?.[1]);
  return names.findLast((name) => name !== undefined) ?? 'module';
}

/** In one line, as a table can show it. */
export function shown(code: string): string {
  const line = code.replace(/\s+/g, ' ').replaceAll('|', '¦').trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line || '(nothing)';
}

export const toldAsRow = ({ file, within, original, replacement }: Survivor): string =>
  `| ${file} | ${within} | \`\` ${original} \`\` | \`\` ${replacement} \`\` | … |`;
