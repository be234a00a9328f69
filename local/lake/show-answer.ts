import { alignColumns, columnWidths } from '../align-columns.ts';
import type { Answer } from './duck-lake.ts';

/** As a table for a terminal: numbers to the right. */
export function asTable({ columns, rows }: Answer): string {
  const cells = rows.map((row) => row.map((value) => (value === null ? '' : String(value))));
  const isNumber = columns.map((_, index) => rows.some((row) => typeof row[index] === 'number'));
  const [head = '', ...lines] = alignColumns([columns, ...cells], isNumber);
  const rule = columnWidths([columns, ...cells])
    .map((width) => '-'.repeat(width))
    .join('  ');
  return [head, rule, ...lines, `(${rows.length})`].join('\n');
}

/** RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function asCsv({ columns, rows }: Answer): string {
  const cell = (value: string | number | null) => {
    if (value === null) return '';
    if (typeof value === 'number') return String(value);
    const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
