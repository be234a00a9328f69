import { useMemo, useState } from 'preact/hooks';
import { render } from '../../../functions/messages/fill-text.ts';
import { useDesk } from '../desk.ts';
import { AnswerState } from './answer-state.tsx';
import { figureText, monthText, shortDayText, shortFigureText } from './figure-text.ts';
import { FIGURES } from './figures.ts';
import type { Here } from './here.ts';
import { daysIn } from './periods.ts';
import { Plot } from './plot.tsx';
import { betweenRegions, fittingStep, MOST_DAYS_BY_DAY, overTime, type PlotData } from './plot-data.ts';
import { RegionBars } from './region-bars.tsx';
import { useReportTexts } from './report-texts.ts';
import { reportsApi, type SeriesStep } from './reports-api.ts';
import type { FigureRow } from './sort-rows.ts';
import { useAnswer } from './use-answer.ts';

/** The chosen figure over time and between regions; `only`: of that region alone. */
export function PlotPanel({ here, rows, only }: { here: Here; rows: readonly FigureRow[]; only?: string }) {
  const { texts, regionName } = useReportTexts();
  const { place, period } = here;
  const [asked, setStep] = useState<SeriesStep>();
  const [isBetween, setBetween] = useState(false);
  const hasDays = daysIn(period) <= MOST_DAYS_BY_DAY;
  const step = hasDays ? (asked ?? fittingStep(period)) : 'month';
  const chosen = only === undefined ? place.chosen : [only];
  const said = texts.plot;
  const showsBars = isBetween && only === undefined;
  return (
    <section class="panel plot-panel" aria-label={said.title}>
      <div class="panel-head">
        <h2>
          {texts.figures[place.figure].short}
          {only !== undefined && <span class="quiet"> · {regionName(only)}</span>}
        </h2>
        {only === undefined && (
          <Segments
            choices={[
              [said.overTime, !isBetween, () => setBetween(false)],
              [said.between, isBetween, () => setBetween(true)],
            ]}
          />
        )}
        {!showsBars && hasDays && (
          <Segments
            choices={[
              [said.days, step === 'day', () => setStep('day')],
              [said.months, step === 'month', () => setStep('month')],
            ]}
          />
        )}
      </div>
      {showsBars ? (
        <BetweenPlot here={here} rows={rows} />
      ) : (
        <OverTimePlot here={here} chosen={chosen} step={step} isFixed={only !== undefined} />
      )}
    </section>
  );
}

function Segments({ choices }: { choices: readonly (readonly [string, boolean, () => void])[] }) {
  return (
    <div class="segments">
      {choices.map(([label, isOn, choose]) => (
        <button
          key={label}
          type="button"
          class="segment"
          aria-pressed={isOn ? 'true' : 'false'}
          onClick={choose}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function OverTimePlot(props: { here: Here; chosen: readonly string[]; step: SeriesStep; isFixed: boolean }) {
  const { texts, locale, regionName } = useReportTexts();
  const { api } = useDesk();
  const { here, chosen, step } = props;
  const { period, place } = here;
  const answer = useAnswer(`series ${period.from} ${period.to} ${step} ${chosen.join()}`, () =>
    reportsApi(api).series(period, step, chosen),
  );
  const figure = FIGURES[place.figure];
  const data = useMemo<PlotData | undefined>(
    () =>
      answer.value &&
      overTime(answer.value, figure, (region) =>
        chosen.length === 0 ? texts.plot.country : regionName(region),
      ),
    [answer.value, figure, locale],
  );
  const hasYear = period.from.slice(0, 4) !== period.to.slice(0, 4);
  return (
    <AnswerState answer={answer}>
      {() =>
        data && (
          <PlotWithNumbers
            data={data}
            kind="lines"
            figure={place.figure}
            placeName={step === 'day' ? texts.plot.day : texts.plot.month}
            placeText={(at) => (at.length === 7 ? monthText(at, locale) : shortDayText(at, locale, hasYear))}
            {...(!props.isFixed &&
              chosen.length > 0 && {
                onRemove: (region: string) =>
                  here.go({ ...place, chosen: chosen.filter((each) => each !== region) }, true),
                hrefOf: (region: string) => here.hrefOf({ region }),
              })}
          />
        )
      }
    </AnswerState>
  );
}

function BetweenPlot({ here, rows }: { here: Here; rows: readonly FigureRow[] }) {
  const { texts, locale } = useReportTexts();
  const { place } = here;
  const figure = FIGURES[place.figure];
  const data = useMemo(
    () =>
      betweenRegions(
        place.chosen.length > 0 ? rows.filter(({ key }) => place.chosen.includes(key)) : rows,
        figure,
        { now: texts.figures[place.figure].short, before: texts.plot.before },
        place.chosen.length > 0,
      ),
    [rows, place.chosen, figure, locale],
  );
  return (
    <>
      <PlotWithNumbers
        data={data}
        kind="bars"
        figure={place.figure}
        placeName={texts.table.region}
        placeText={(name) => name}
      />
      {place.chosen.length === 0 && data.places.length > 0 && data.places.length < rows.length && (
        <p class="hint">
          {render(texts.plot.largest, { count: String(data.places.length), all: String(rows.length) })}
        </p>
      )}
    </>
  );
}

function PlotWithNumbers(props: {
  data: PlotData;
  kind: 'lines' | 'bars';
  figure: Here['place']['figure'];
  placeName: string;
  placeText: (place: string) => string;
  onRemove?: (key: string) => void;
  hrefOf?: (key: string) => string;
}) {
  const { texts, locale } = useReportTexts();
  const { data, figure, placeText } = props;
  const [pointed, setPointed] = useState<number>();
  const { kind } = FIGURES[figure];
  const valueText = (value: number | null | undefined) => figureText(kind, value ?? null, locale);
  const label = `${texts.figures[figure].long}: ${data.lines.map(({ name }) => name).join(', ')}`;
  const place = pointed === undefined ? undefined : data.places[pointed];
  if (data.places.length === 0 || data.lines.length === 0) return <p class="quiet">{texts.plot.none}</p>;
  return (
    <>
      <ul class="chips">
        {data.lines.map(({ key, name, values }, index) => (
          <li
            key={key}
            class={`chip ${props.kind === 'bars' && index > 0 ? 'chip-before' : `chip-${index + 1}`}`}
          >
            {props.hrefOf ? (
              <a href={props.hrefOf(key)} title={texts.plot.open}>
                {name}
              </a>
            ) : (
              <span>{name}</span>
            )}
            {pointed !== undefined && place !== undefined && (
              <strong class="chip-value">{valueText(values[pointed])}</strong>
            )}
            {props.onRemove && (
              <button
                type="button"
                class="chip-remove"
                aria-label={render(texts.plot.remove, { name })}
                onClick={() => props.onRemove?.(key)}
              >
                ×
              </button>
            )}
          </li>
        ))}
        <li class="chip-place quiet">{place === undefined ? '' : placeText(place)}</li>
      </ul>
      {props.kind === 'bars' ? (
        <RegionBars data={data} label={label} valueText={valueText} />
      ) : (
        <Plot
          data={data}
          startsAtNought={kind === 'count' || kind === 'money'}
          wholeOnly={kind === 'count'}
          label={label}
          placeText={placeText}
          valueText={(value) => shortFigureText(kind, value, locale)}
          onPointed={setPointed}
        />
      )}
      <details class="plot-numbers">
        <summary>{texts.plot.numbers}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse */}
        <section class="figures-frame" aria-label={texts.plot.numbers} tabIndex={0}>
          <table class="work work-alone">
            <thead>
              <tr>
                <th scope="col">{props.placeName}</th>
                {data.lines.map(({ key, name }) => (
                  <th key={key} scope="col" class="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.places.map((each, index) => (
                <tr key={each}>
                  <th scope="row">{placeText(each)}</th>
                  {data.lines.map(({ key, values }) => (
                    <td key={key} class="number">
                      {valueText(values[index])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </>
  );
}
