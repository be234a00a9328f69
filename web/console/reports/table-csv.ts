import { type CsvCell, csvOf } from './csv.ts';
import { FIGURE_NAMES, FIGURES, type FigureKind, type FigureName } from './figures.ts';
import type { FigureRow } from './sort-rows.ts';

export interface CsvTexts {
  figures: Record<FigureName, { short: string }>;
  units: { money: string; share: string; hours: string };
}

/** The table as it is shown, with plain numbers: roubles, per cent and hours, each named in its heading. */
export function tableCsv(
  columns: { key: string; name: string },
  rows: readonly FigureRow[],
  texts: CsvTexts,
): string {
  const heading = (name: FigureName): string => {
    const { kind } = FIGURES[name];
    const { short } = texts.figures[name];
    return kind === 'count' ? short : `${short}, ${texts.units[kind]}`;
  };
  return csvOf([
    [columns.key, columns.name, ...FIGURE_NAMES.map(heading)],
    ...rows.map(({ key, name, measures }): CsvCell[] => [
      key,
      name,
      ...FIGURE_NAMES.map((figure) => plain(FIGURES[figure].kind, FIGURES[figure].of(measures))),
    ]),
  ]);
}

function plain(kind: FigureKind, value: number | null): number | null {
  if (value === null) return null;
  if (kind === 'money') return value / 100;
  const places = kind === 'share' ? 100 * value : value;
  return Math.round(places * 100) / 100;
}
