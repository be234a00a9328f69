/** A number, or a text; nothing is an empty cell. */
export type CsvCell = string | number | null;

/** What a spreadsheet would take for a formula when it stands first, or first after spaces and new lines; wide signs too. */
const FORMULA = /^(?:[\t\r]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table as a Russian spreadsheet opens it with a double click: UTF-8 that says so, semicolons between the cells, a
 * comma in a fraction, lines that end as in Windows. A text that a spreadsheet would run as a formula stays a text;
 * a negative number is written by us and stays a number.
 */
export function csvOf(rows: readonly (readonly CsvCell[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cellOf).join(';')}\r\n`).join('');
}

function cellOf(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell).replace('.', ',') : '';
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
