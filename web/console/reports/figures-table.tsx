import type { ComponentChildren } from 'preact';
import type { Measures } from '../../../functions/contracts/reports.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { changeText, figureText } from './figure-text.ts';
import { changeOf, FIGURE_NAMES, FIGURES, type Figure, isSeen, toneOf } from './figures.ts';
import { useReportTexts } from './report-texts.ts';
import type { FigureRow, Sorting } from './sort-rows.ts';
import { sortedBy } from './sort-rows.ts';

export interface FiguresTableProps {
  caption: string;
  nameColumn: string;
  rows: readonly FigureRow[];
  total?: { name: string; measures: Measures; previous?: Measures | undefined } | undefined;
  sorting: Sorting;
  onSorting: (sorting: Sorting) => void;
  /** What stands as a row's name: a link, a choice beside it. */
  nameOf: (row: FigureRow) => ComponentChildren;
  isChosen?: (row: FigureRow) => boolean;
  claimsHref: (row: FigureRow, figure: Figure) => string | undefined;
}

/** Names to the left stay in sight, headings above, the total below; the table scrolls and the page does not. */
export function FiguresTable(props: FiguresTableProps) {
  const { texts } = useReportTexts();
  const { rows, sorting, total } = props;
  const heading = (by: Sorting['by'], short: string, long: string) => (
    <th
      key={by}
      scope="col"
      class={by === 'name' ? 'figures-name' : 'number'}
      aria-sort={sorting.by !== by ? 'none' : sorting.isRising ? 'ascending' : 'descending'}
    >
      <button
        type="button"
        class="sort"
        title={by === 'name' ? texts.table.sortHint : long}
        onClick={() => props.onSorting(sortedBy(sorting, by))}
      >
        {short}
        <span class="sort-mark" aria-hidden="true">
          {sorting.by !== by ? '' : sorting.isRising ? '▲' : '▼'}
        </span>
      </button>
    </th>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section class="figures-frame" aria-label={props.caption} tabIndex={0}>
      <table class="work work-alone figures">
        <caption class="only-read-out">{props.caption}</caption>
        <thead>
          <tr>
            {heading('name', props.nameColumn, props.nameColumn)}
            {FIGURE_NAMES.map((name) => heading(name, texts.figures[name].short, texts.figures[name].long))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} class={props.isChosen?.(row) ? 'is-chosen' : undefined}>
              <th scope="row" class="figures-name">
                {props.nameOf(row)}
              </th>
              {FIGURE_NAMES.map((name) => (
                <FigureCell
                  key={name}
                  figure={FIGURES[name]}
                  row={row}
                  href={props.claimsHref(row, FIGURES[name])}
                />
              ))}
            </tr>
          ))}
        </tbody>
        {total && (
          <tfoot>
            <tr>
              <th scope="row" class="figures-name">
                {total.name}
              </th>
              {FIGURE_NAMES.map((name) => (
                <FigureCell
                  key={name}
                  figure={FIGURES[name]}
                  row={{
                    key: 'total',
                    name: total.name,
                    measures: total.measures,
                    ...(total.previous && { previous: total.previous }),
                  }}
                />
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function FigureCell({ figure, row, href }: { figure: Figure; row: FigureRow; href?: string | undefined }) {
  const { locale, texts } = useReportTexts();
  const value = figure.of(row.measures);
  const shown = figureText(figure.kind, value, locale);
  const change = changeOf(figure, row.measures, row.previous);
  return (
    <td class="number">
      {href !== undefined && value !== null && value > 0 ? (
        <a
          href={href}
          aria-label={render(texts.table.claimsOf, {
            figure: texts.figures[figure.name].short,
            name: row.name,
            count: shown,
          })}
        >
          {shown}
        </a>
      ) : (
        <span class={value === 0 || value === null ? 'quiet' : undefined}>{shown}</span>
      )}
      {change && isSeen(change) && (
        <span class={`change change-${toneOf(figure, change)}`}>
          {changeText(change, locale, texts.points)}
        </span>
      )}
    </td>
  );
}
