import { useState } from 'preact/hooks';
import type { RegionCode } from '../../../functions/contracts/facts.ts';
import type { ClaimKind } from '../../../functions/contracts/primitives.ts';
import type { ClaimMeasure } from '../../../functions/contracts/reports.ts';
import { labels } from '../../../functions/messages/catalogue/labels.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatMoney } from '../../../functions/messages/format.ts';
import { ErrorText } from '../../shared/field.tsx';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { useDesk } from '../desk.ts';
import { Button, Select } from '../parts.tsx';
import { useLanguage } from '../texts.ts';
import { AnswerState } from './answer-state.tsx';
import { momentDayText, NOTHING } from './figure-text.ts';
import type { Here } from './here.ts';
import { AsOf, PageHead, PrintButton, PrintHead } from './page-head.tsx';
import { PeriodBar } from './period-bar.tsx';
import { useReportTexts } from './report-texts.ts';
import { reportsApi } from './reports-api.ts';
import { usePages } from './use-answer.ts';

interface ClaimsPageProps {
  here: Here;
  region: RegionCode;
  office?: string | undefined;
  measure: ClaimMeasure;
}

/** The claims that a number counts, newest first. */
export function ClaimsPage({ here, region, office, measure }: ClaimsPageProps) {
  const { locale, texts, regionName } = useReportTexts();
  const { screens } = useLanguage();
  const { api } = useDesk();
  const { period } = here;
  const [kind, setKind] = useState<ClaimKind | ''>('');
  const answer = usePages(
    `claims ${period.from} ${period.to} ${region} ${office} ${measure} ${kind}`,
    (cursor) => reportsApi(api).claims({ period, region, office, measure, kind: kind || undefined }, cursor),
  );
  const claims = answer.pages.flatMap((page) => page.claims);
  const said = texts.claims;
  const { columns } = said;
  const kinds = Object.keys(screens.phone.kindShort) as ClaimKind[];
  const place = office === undefined ? regionName(region) : render(said.ofOffice, { office });
  return (
    <>
      <PageHead
        title={said.titles[measure]}
        trail={[
          { href: here.hrefOf({}), name: texts.allRegions },
          { href: here.hrefOf({ region }), name: regionName(region) },
        ]}
      >
        <AsOf answer={answer} />
        <PrintButton />
      </PageHead>
      <p class="claims-place">{place}</p>
      <PrintHead here={here} place={place} />
      <PeriodBar here={here} comparable={false} />
      <AnswerState answer={answer}>
        {() => (
          <section class="table-panel" aria-label={said.titles[measure]}>
            <div class="table-head">
              <Select
                label={said.kind}
                value={kind}
                choices={[
                  { value: '', label: said.anyKind },
                  ...kinds.map((value) => ({ value, label: screens.phone.kindShort[value] })),
                ]}
                onValue={setKind}
              />
              <span class="quiet" role="status">
                {render(said.shown, { count: `${claims.length}${answer.hasMore ? '+' : ''}` })}
              </span>
            </div>
            {claims.length === 0 ? (
              <p class="empty">{said.none}</p>
            ) : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
              <section class="figures-frame" aria-label={said.titles[measure]} tabIndex={0}>
                <table class="work work-alone claims">
                  <thead>
                    <tr>
                      <th scope="col">{columns.claim}</th>
                      <th scope="col">{columns.kind}</th>
                      <th scope="col">{columns.office}</th>
                      <th scope="col" class="number">
                        {columns.amount}
                      </th>
                      <th scope="col" class="number">
                        {columns.paid}
                      </th>
                      <th scope="col">{columns.filedAt}</th>
                      <th scope="col">{columns.closedAt}</th>
                      <th scope="col">{columns.status}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {claims.map((claim) => (
                      <tr key={claim.claimId}>
                        <th scope="row" class="nowrap">
                          <a href={here.hrefOf({ region, office, claims: measure, claim: claim.claimId })}>
                            {groupedNumber(claim.trackingNumber)}
                          </a>
                        </th>
                        <td>{screens.phone.kindShort[claim.kind]}</td>
                        <td class="nowrap">{claim.office}</td>
                        <td class="number nowrap">{formatMoney(claim.amount, locale)}</td>
                        <td class="number nowrap">{formatMoney(claim.paid + claim.recovered, locale)}</td>
                        <td class="nowrap">{momentDayText(claim.filedAt, locale)}</td>
                        <td class="nowrap">
                          {claim.closedAt ? momentDayText(claim.closedAt, locale) : NOTHING}
                        </td>
                        <td>{labels[locale].claimStatuses[claim.status]}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            )}
            {answer.hasMore && (
              <p class="paging">
                <Button isBusy={answer.isAdding} busyWords={texts.loading} onClick={answer.add}>
                  {said.more}
                </Button>
              </p>
            )}
            {answer.isLost && <ErrorText>{texts.failed}</ErrorText>}
          </section>
        )}
      </AnswerState>
    </>
  );
}
