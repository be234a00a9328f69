import { useMemo, useState } from 'preact/hooks';
import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { RegionReport } from '../../../functions/contracts/reports.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { regionByCode } from '../../../functions/reports/regions.ts';
import { useDesk } from '../desk.ts';
import { Button, Select } from '../parts.tsx';
import { AnswerState } from './answer-state.tsx';
import { FIGURE_NAMES } from './figures.ts';
import { FiguresTable } from './figures-table.tsx';
import type { Here } from './here.ts';
import { AsOf, PageHead, PrintButton, PrintHead } from './page-head.tsx';
import { PeriodBar } from './period-bar.tsx';
import { daysIn } from './periods.ts';
import { PlotPanel } from './plot-panel.tsx';
import { useReportTexts } from './report-texts.ts';
import { MOST_OFFICE_DAYS, reportsApi } from './reports-api.ts';
import { saveFile } from './save-file.ts';
import { type FigureRow, type Sorting, sortedRows } from './sort-rows.ts';
import { tableCsv } from './table-csv.ts';
import { Totals } from './totals.tsx';
import { type Answer, useAnswer } from './use-answer.ts';

/** One region: its figures, their course, and its offices. */
export function RegionPage(props: { here: Here; region: RegionCode; answer: Answer<RegionReport> }) {
  const { texts, regionName } = useReportTexts();
  const { here, region, answer } = props;
  const { place } = here;
  return (
    <>
      <PageHead title={regionName(region)} trail={[{ href: here.hrefOf({}), name: texts.allRegions }]}>
        <AsOf answer={answer} />
        {regionByCode(region) && (
          <a class="button" href={here.hrefOf({ release: true, region })}>
            {texts.actions.release}
          </a>
        )}
      </PageHead>
      <PrintHead here={here} place={regionName(region)} />
      <PeriodBar here={here} />
      <AnswerState answer={answer}>
        {({ regions }) => {
          const found = regions.find((each) => each.region === region);
          return found ? (
            <>
              <Totals measures={found.measures} previous={found.previous} />
              <div class="region-figure">
                <Select
                  label={texts.map.figure}
                  value={place.figure}
                  choices={FIGURE_NAMES.map((value) => ({ value, label: texts.figures[value].short }))}
                  onValue={(figure) => here.go({ ...place, figure }, true)}
                />
              </div>
              <PlotPanel here={here} rows={[]} only={region} />
              {daysIn(here.period) > MOST_OFFICE_DAYS ? (
                <p class="hint">{texts.table.officesOfYear}</p>
              ) : (
                <Offices here={here} region={region} total={found} />
              )}
            </>
          ) : (
            <div class="empty">
              <h2>{texts.empty}</h2>
              <p>{texts.emptyWhy}</p>
            </div>
          );
        }}
      </AnswerState>
    </>
  );
}

function Offices({
  here,
  region,
  total,
}: {
  here: Here;
  region: RegionCode;
  total: RegionReport['regions'][number];
}) {
  const { locale, texts } = useReportTexts();
  const { api } = useDesk();
  const { period, place } = here;
  const answer = useAnswer(`offices ${region} ${period.from} ${period.to} ${place.compares}`, () =>
    reportsApi(api).offices(region, period, place.compares),
  );
  const [sorting, setSorting] = useState<Sorting>({ by: 'sold', isRising: false });
  const rows = useMemo<FigureRow[]>(
    () =>
      sortedRows(
        (answer.value?.offices ?? []).map(({ office, measures, previous }) => ({
          key: office,
          name: office,
          measures,
          ...(previous && { previous }),
        })),
        sorting,
        locale,
      ),
    [answer.value, sorting, locale],
  );
  const said = texts.table;
  return (
    <section class="table-panel" aria-label={said.offices}>
      <div class="table-head">
        <h2>{said.offices}</h2>
        <div class="reports-actions">
          <Button
            isBusy={answer.isLoading || answer.problem !== undefined}
            busyWords={texts.actions.csv}
            onClick={() =>
              saveFile(
                `${texts.fileName}-${region}-${period.from}-${period.to}.csv`,
                tableCsv(
                  { key: said.region, name: said.office },
                  rows.map((row) => ({ ...row, key: region })),
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
      {answer.isLoading && (
        <p class="quiet" role="status">
          {said.officesLoading}
        </p>
      )}
      <AnswerState answer={answer}>
        {({ isCut }) => (
          <>
            <FiguresTable
              caption={said.offices}
              nameColumn={said.office}
              rows={rows}
              total={{ name: said.totalOfRegion, measures: total.measures, previous: total.previous }}
              sorting={sorting}
              onSorting={setSorting}
              nameOf={({ key }) => <a href={here.hrefOf({ region, office: key, claims: 'filed' })}>{key}</a>}
              claimsHref={({ key }, { claims }) => claims && here.hrefOf({ region, office: key, claims })}
            />
            {isCut && <p class="hint">{render(said.officesCut, { count: String(rows.length) })}</p>}
          </>
        )}
      </AnswerState>
    </section>
  );
}
