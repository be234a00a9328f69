import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatMoney } from '../../../functions/messages/format.ts';
import { useLanguage } from '../texts.ts';
import { type SellerMonth, withoutGaps } from './months.ts';
import { useSignalsTexts } from './texts.ts';
import { monthWords, wholeNumber } from './words.ts';

type Plot = ComponentType<{ months: readonly SellerMonth[] }>;

/** The course of a year as a plot, and the same numbers as a table for whoever wants them or sees no plot. */
export function SellerMonths({ months }: { months: readonly SellerMonth[] }) {
  const { months: said } = useSignalsTexts().seller;
  const [MonthsPlot, setPlot] = useState<Plot>();
  const whole = withoutGaps(months);
  const isPlotted = whole.length > 1;
  useEffect(() => {
    if (!isPlotted) return;
    // Without it the table says the same.
    import('./months-plot.tsx').then(
      (loaded) => setPlot(() => loaded.MonthsPlot),
      () => {},
    );
  }, [isPlotted]);
  return (
    <section class="panel seller-months">
      <h2 class="seller-subtitle">{said.title}</h2>
      {whole.length === 0 ? (
        <p class="quiet">{said.empty}</p>
      ) : !isPlotted ? (
        <MonthsTable months={whole} />
      ) : (
        <>
          <div class="months-plot">{MonthsPlot && <MonthsPlot months={whole} />}</div>
          <details>
            <summary>{said.table}</summary>
            <MonthsTable months={whole} />
          </details>
        </>
      )}
    </section>
  );
}

function MonthsTable({ months }: { months: readonly SellerMonth[] }) {
  const { locale } = useLanguage();
  const { columns } = useSignalsTexts().seller.months;
  const counts = ['parcels', 'filed', 'confirmed'] as const;
  return (
    <table class="plain-table">
      <thead>
        <tr>
          <th scope="col">{columns.month}</th>
          {counts.map((name) => (
            <th key={name} scope="col" class="number">
              {columns[name]}
            </th>
          ))}
          <th scope="col" class="number">
            {columns.paid}
          </th>
        </tr>
      </thead>
      <tbody>
        {[...months].reverse().map((each) => (
          <tr key={each.month}>
            <th scope="row">{monthWords(each.month, locale)}</th>
            {counts.map((name) => (
              <td key={name} class="number">
                {wholeNumber(each[name], locale)}
              </td>
            ))}
            <td class="number">{formatMoney(each.paid, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
