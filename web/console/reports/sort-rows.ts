import type { Measures } from '../../../functions/contracts/reports.ts';
import { FIGURES, type FigureName } from './figures.ts';

/** A region or an office in a table of figures. */
export interface FigureRow {
  /** The region's code or the office's index. */
  key: string;
  name: string;
  measures: Measures;
  previous?: Measures;
}

export interface Sorting {
  by: 'name' | FigureName;
  isRising: boolean;
}

/** Whoever presses a column wants the most of it first, and names from the beginning; pressing again turns it round. */
export function sortedBy(sorting: Sorting, by: Sorting['by']): Sorting {
  if (sorting.by === by) return { by, isRising: !sorting.isRising };
  return { by, isRising: by === 'name' };
}

/** Rows without the figure come last in either direction; equal ones by their names. */
export function sortedRows(
  rows: readonly FigureRow[],
  { by, isRising }: Sorting,
  locale: string,
): FigureRow[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const byName = (one: FigureRow, two: FigureRow) => compare(one.name, two.name);
  const turn = isRising ? 1 : -1;
  if (by === 'name') return [...rows].sort((one, two) => turn * byName(one, two));
  const { of } = FIGURES[by];
  return [...rows].sort((one, two) => {
    const [first, second] = [of(one.measures), of(two.measures)];
    if (first === null || second === null)
      return Number(first === null) - Number(second === null) || byName(one, two);
    return turn * (first - second) || byName(one, two);
  });
}

/** Those whose name or code holds what was typed, whatever its case; «е» finds «ё». */
export function filteredRows(rows: readonly FigureRow[], typed: string): FigureRow[] {
  const plain = (text: string) => text.toLocaleLowerCase('ru').replaceAll('ё', 'е').trim();
  const wanted = plain(typed);
  return rows.filter(({ key, name }) => plain(name).includes(wanted) || plain(key).startsWith(wanted));
}
