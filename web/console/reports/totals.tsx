import type { Measures } from '../../../functions/contracts/reports.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { changeText, figureText } from './figure-text.ts';
import { changeOf, FIGURES, type FigureName, toneOf } from './figures.ts';
import { useReportTexts } from './report-texts.ts';

const SHOWN: readonly FigureName[] = [
  'sold',
  'filed',
  'compensatedShare',
  'paid',
  'premium',
  'paidToPremium',
  'decisionMedian',
  'payoutMedian',
];

/** The figures that the whole place comes down to. */
export function Totals(props: { measures: Measures; previous?: Measures | undefined }) {
  const { locale, texts } = useReportTexts();
  return (
    <dl class="totals">
      {SHOWN.map((name) => {
        const figure = FIGURES[name];
        const change = changeOf(figure, props.measures, props.previous);
        const before = props.previous && figure.of(props.previous);
        return (
          <div key={name} class="total" title={texts.figures[name].long}>
            <dt>{texts.figures[name].short}</dt>
            <dd>
              <span class="total-value">{figureText(figure.kind, figure.of(props.measures), locale)}</span>
              {change && before !== undefined && (
                <span
                  class={`change change-${toneOf(figure, change)}`}
                  title={
                    change.value === 0
                      ? texts.unchanged
                      : render(texts.changed, {
                          change: changeText(change, locale, texts.points),
                          before: figureText(figure.kind, before, locale),
                        })
                  }
                >
                  {changeText(change, locale, texts.points)}
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
