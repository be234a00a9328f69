import { useMemo, useState } from 'preact/hooks';
import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { RegionReport } from '../../../functions/contracts/reports.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { Button, Select } from '../parts.tsx';
import { AnswerState } from './answer-state.tsx';
import { Comparison } from './comparison.tsx';
import { FIGURE_NAMES } from './figures.ts';
import { FiguresTable } from './figures-table.tsx';
import type { Here } from './here.ts';
import { AsOf, PageHead, PrintButton, PrintHead } from './page-head.tsx';
import { PeriodBar } from './period-bar.tsx';
import { PlotPanel } from './plot-panel.tsx';
import { RegionMap } from './region-map.tsx';
import { useReportTexts } from './report-texts.ts';
import { MOST_CHOSEN, toggled } from './reports-place.ts';
import { saveFile } from './save-file.ts';
import { type FigureRow, filteredRows, type Sorting, sortedRows } from './sort-rows.ts';
import { tableCsv } from './table-csv.ts';
import { Totals } from './totals.tsx';
import type { Answer } from './use-answer.ts';

/** All regions: the totals, the map beside the plots, and the table that everything else leads back to. */
export function Overview({ here, answer }: { here: Here; answer: Answer<RegionReport> }) {
  const { texts } = useReportTexts();
  return (
    <>
      <PageHead title={texts.title}>
        <AsOf answer={answer} />
        <a class="button" href={here.hrefOf({ release: true })}>
          {texts.actions.release}
        </a>
      </PageHead>
      <PrintHead here={here} place={texts.table.total} />
      <PeriodBar here={here} />
      <AnswerState answer={answer}>
        {(report) =>
          report.regions.length === 0 ? (
            <div class="empty">
              <h2>{texts.empty}</h2>
              <p>{texts.emptyWhy}</p>
            </div>
          ) : (
            <Figures here={here} report={report} />
          )
        }
      </AnswerState>
    </>
  );
}

function Figures({ here, report }: { here: Here; report: RegionReport }) {
  const { texts, regionName } = useReportTexts();
  const { place } = here;
  const [isFull, setFull] = useState(false);
  const rows = useMemo<FigureRow[]>(
    () =>
      report.regions.map(({ region, measures, previous }) => ({
        key: region,
        name: regionName(region),
        measures,
        ...(previous && { previous }),
      })),
    [report, texts],
  );
  const byCode = new Map(rows.map((row) => [row.key, row]));
  const toggle = (region: RegionCode) => {
    const chosen = toggled(place.chosen, region);
    setFull(chosen === undefined);
    if (chosen) here.go({ ...place, chosen }, true);
  };
  const compared = place.chosen.flatMap((code) => byCode.get(code) ?? []);
  return (
    <>
      <Totals measures={report.total.measures} previous={report.total.previous} />
      <div class="reports-pair">
        <section class="panel map-panel" aria-label={texts.map.title}>
          <div class="panel-head">
            <h2>{texts.map.title}</h2>
            <Select
              label={texts.map.figure}
              value={place.figure}
              choices={FIGURE_NAMES.map((value) => ({ value, label: texts.figures[value].short }))}
              onValue={(figure) => here.go({ ...place, figure }, true)}
            />
          </div>
          <RegionMap
            figure={place.figure}
            measuresOf={(code) => byCode.get(code)?.measures}
            chosen={place.chosen}
            onToggle={toggle}
          />
          <p class="hint">{texts.map.hint}</p>
          <p class="hint" role="status">
            {isFull && (
              <span class="flag">{render(texts.table.chosenMost, { count: String(MOST_CHOSEN) })}</span>
            )}
          </p>
        </section>
        <PlotPanel here={here} rows={rows} />
      </div>
      {compared.length > 1 && <Comparison rows={compared} />}
      <RegionTable here={here} report={report} rows={rows} onToggle={toggle} />
    </>
  );
}

function RegionTable(props: {
  here: Here;
  report: RegionReport;
  rows: readonly FigureRow[];
  onToggle: (region: RegionCode) => void;
}) {
  const { locale, texts } = useReportTexts();
  const { here, report, rows } = props;
  const { place, period } = here;
  const [sorting, setSorting] = useState<Sorting>({ by: 'sold', isRising: false });
  const [typed, setTyped] = useState('');
  const shown = useMemo(
    () => sortedRows(filteredRows(rows, typed), sorting, locale),
    [rows, typed, sorting, locale],
  );
  const { total } = report;
  const said = texts.table;
  return (
    <section class="table-panel" aria-label={said.regions}>
      <div class="table-head">
        <h2>{said.regions}</h2>
        <input
          type="search"
          aria-label={said.find}
          placeholder={said.find}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <span class="quiet" role="status">
          {render(said.shown, { count: String(shown.length), total: String(rows.length) })}
        </span>
        <div class="reports-actions">
          <Button
            onClick={() =>
              saveFile(
                `${texts.fileName}-${period.from}-${period.to}.csv`,
                tableCsv(
                  { key: 'ISO 3166-2', name: said.region },
                  [
                    ...shown,
                    ...(typed === '' ? [{ key: '', name: said.total, measures: total.measures }] : []),
                  ],
                  texts,
                ),
              )
            }
          >
            {texts.actions.csv}
          </Button>
          <PrintButton />
        </div>
      </div>
      {shown.length === 0 ? (
        <p class="empty">{said.noneFound}</p>
      ) : (
        <FiguresTable
          caption={said.regions}
          nameColumn={said.region}
          rows={shown}
          total={{ name: said.total, ...total }}
          sorting={sorting}
          onSorting={setSorting}
          isChosen={({ key }) => place.chosen.includes(key)}
          nameOf={({ key, name }) => (
            <span class="row-name">
              <input
                type="checkbox"
                aria-label={render(said.choose, { name })}
                checked={place.chosen.includes(key)}
                onChange={(event) => {
                  props.onToggle(key);
                  event.currentTarget.checked = place.chosen.includes(key);
                }}
              />
              <a href={here.hrefOf({ region: key })}>{name}</a>
            </span>
          )}
          claimsHref={({ key }, { claims }) => claims && here.hrefOf({ region: key, claims })}
        />
      )}
    </section>
  );
}
