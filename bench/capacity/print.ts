import { numberOf } from '../performance-page.ts';
import { type CapacityRow, tight } from './arithmetic.ts';
import { type HotKey, PARTITION_WRITE_UNITS } from './seconds.ts';
import type { Capacity } from './simulate.ts';

/** Markdown, and readable in a terminal. */
export function printCapacity({ inputs, day, seed, rows, simulated }: Capacity): string {
  const over = tight(rows, simulated.keys);
  return [
    `${numberOf(inputs.policies.value)} policies a year; the busiest day is ${day}, planned with seed ${seed}.`,
    '',
    '### What it starts from',
    '',
    '| figure | value | from |',
    '|---|---:|---|',
    ...Object.entries(inputs).map(
      ([name, { value, unit, source }]) => `| ${name} | ${numberOf(value)} ${unit} | ${source} |`,
    ),
    '',
    '### What follows',
    '',
    '| what | value | of what is allowed | formula |',
    '|---|---:|---:|---|',
    ...rows.map(lineOf),
    '',
    `### The hottest keys of that day, against ${numberOf(PARTITION_WRITE_UNITS)} write units a second`,
    '',
    '| partition key | which | busiest second | mean of the busiest minute | busiest second, of the limit |',
    '|---|---|---:|---:|---:|',
    ...simulated.keys.map(keyLine),
    '',
    over.length > 0
      ? `Over half of what is allowed: ${over.join('; ')}.`
      : 'Nothing is over half of what is allowed.',
  ].join('\n');
}

function lineOf({ what, value, unit, formula, limit }: CapacityRow): string {
  const share = limit
    ? `${numberOf((value / limit.value) * 100)} % of ${numberOf(limit.value)} (${limit.source})`
    : '';
  return `| ${what} | ${numberOf(value)} ${unit} | ${share} | ${formula} |`;
}

function keyLine({ what, key, peak, minute }: HotKey): string {
  return `| ${what} | ${key} | ${numberOf(peak)} | ${numberOf(minute)} | ${numberOf((peak / PARTITION_WRITE_UNITS) * 100)} %${peak > PARTITION_WRITE_UNITS ? ', **missed**: writers wait' : ''} |`;
}
