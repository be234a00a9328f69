import { figureText } from './figure-text.ts';
import { FIGURE_NAMES, FIGURES } from './figures.ts';
import { useReportTexts } from './report-texts.ts';
import type { FigureRow } from './sort-rows.ts';

/** The chosen regions, a column each: what differs stands on one line. */
export function Comparison({ rows }: { rows: readonly FigureRow[] }) {
  const { locale, texts } = useReportTexts();
  return (
    <section class="panel comparison" aria-labelledby="comparison-title">
      <h2 id="comparison-title">{texts.comparison.title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse */}
      <section class="figures-frame" aria-label={texts.comparison.title} tabIndex={0}>
        <table class="work work-alone">
          <thead>
            <tr>
              <th scope="col">{texts.comparison.figure}</th>
              {rows.map(({ key, name }) => (
                <th key={key} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {FIGURE_NAMES.map((name) => {
              const { kind, of } = FIGURES[name];
              return (
                <tr key={name}>
                  <th scope="row" title={texts.figures[name].long}>
                    {texts.figures[name].short}
                  </th>
                  {rows.map(({ key, measures }) => (
                    <td key={key} class="number">
                      {figureText(kind, of(measures), locale)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
