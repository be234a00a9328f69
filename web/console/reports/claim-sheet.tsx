import type { ReportClaimSheet } from '../../../functions/contracts/reports.ts';
import { labels } from '../../../functions/messages/catalogue/labels.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort, formatMoney } from '../../../functions/messages/format.ts';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { useDesk } from '../desk.ts';
import { hrefOf } from '../route.ts';
import { LevelBadge, SignalGroups } from '../signals/signal-groups.tsx';
import { useSignalsTexts } from '../signals/texts.ts';
import { AnswerState } from './answer-state.tsx';
import { hoursText, momentText, NOTHING } from './figure-text.ts';
import type { Here } from './here.ts';
import { AsOf, PageHead, PrintButton } from './page-head.tsx';
import { useReportTexts } from './report-texts.ts';
import { reportsApi } from './reports-api.ts';
import { useAnswer } from './use-answer.ts';

const HOUR_MILLIS = 3_600_000;

/** The case behind a number: what happened, which letters went out, what stands out; nobody's name. */
export function ClaimSheet({ here, claimId }: { here: Here; claimId: string }) {
  const { texts, regionName } = useReportTexts();
  const { api, person } = useDesk();
  const answer = useAnswer(`sheet ${claimId}`, () => reportsApi(api).sheet(claimId));
  const { region, office, claims } = here.place;
  const claim = answer.value?.claim;
  return (
    <>
      <PageHead
        title={render(texts.sheet.title, { number: claimId })}
        trail={[
          { href: here.hrefOf({}), name: texts.allRegions },
          ...(region ? [{ href: here.hrefOf({ region }), name: regionName(region) }] : []),
          ...(region && claims
            ? [{ href: here.hrefOf({ region, office, claims }), name: texts.claims.titles[claims] }]
            : []),
        ]}
      >
        <AsOf answer={answer} />
        {claim && person.role === 'supervisor' && (
          <a
            class="button button-main"
            href={hrefOf({ name: 'case', trackingNumber: claim.trackingNumber, claimId })}
          >
            {texts.sheet.openCase}
          </a>
        )}
        <PrintButton />
      </PageHead>
      <AnswerState answer={answer}>
        {(sheet) => (
          <div class="sheet">
            <div class="sheet-column">
              <Facts sheet={sheet} />
              <Course sheet={sheet} />
            </div>
            <div class="sheet-column">
              <StandsOut sheet={sheet} />
              <Letters sheet={sheet} />
            </div>
          </div>
        )}
      </AnswerState>
    </>
  );
}

function Facts({ sheet: { claim } }: { sheet: ReportClaimSheet }) {
  const { locale, texts, regionName } = useReportTexts();
  const said = texts.sheet;
  const [seller] = claim.sellerIds;
  const facts: [string, string | undefined][] = [
    [said.parcel, groupedNumber(claim.trackingNumber)],
    [said.kind, labels[locale].claimKinds[claim.kind].label],
    [said.channel, said.channels[claim.channel]],
    [said.amount, formatMoney(claim.amount, locale)],
    [
      said.purchaseAmount,
      claim.purchaseAmount === undefined ? undefined : formatMoney(claim.purchaseAmount, locale),
    ],
    [said.paid, claim.paid > 0 ? formatMoney(claim.paid, locale) : undefined],
    [said.recovered, claim.recovered > 0 ? formatMoney(claim.recovered, locale) : undefined],
    [
      said.place,
      `${regionName(claim.region)}, ${claim.office}, ${render(said.clerk, { clerk: claim.clerkId })}`,
    ],
  ];
  return (
    <section class="panel" aria-labelledby="sheet-facts">
      <h2 id="sheet-facts">{said.facts}</h2>
      <dl class="facts">
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name} class="fact">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        {seller && (
          <div class="fact">
            <dt>{said.seller}</dt>
            <dd>
              <a href={hrefOf({ name: 'seller', sellerId: seller })}>{said.openSeller}</a>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Course({ sheet: { claim } }: { sheet: ReportClaimSheet }) {
  const { locale, texts } = useReportTexts();
  const { course, steps, after, stillOpen } = texts.sheet;
  const status = labels[locale].claimStatuses[claim.status];
  const passed = [
    { said: steps.sold, at: claim.soldAt },
    { said: steps.filed, at: claim.filedAt },
    ...(claim.decidedAt && claim.decision ? [{ said: steps[claim.decision], at: claim.decidedAt }] : []),
    ...(claim.closedAt ? [{ said: render(steps.closed, { status }), at: claim.closedAt }] : []),
  ];
  return (
    <section class="panel" aria-labelledby="sheet-course">
      <h2 id="sheet-course">{course}</h2>
      <ol class="course">
        {passed.map(({ said, at }, index) => {
          const before = passed[index - 1];
          const hours = before ? (Date.parse(at) - Date.parse(before.at)) / HOUR_MILLIS : undefined;
          return (
            <li key={said}>
              <span class="course-said">{said}</span>
              <span class="quiet">
                {momentText(at, locale)}
                {hours !== undefined &&
                  hours >= 0 &&
                  ` · ${render(after, { time: hoursText(hours, locale) })}`}
              </span>
            </li>
          );
        })}
      </ol>
      {!claim.closedAt && <p class="note">{render(stillOpen, { status })}</p>}
    </section>
  );
}

function StandsOut({ sheet: { claim, judgement } }: { sheet: ReportClaimSheet }) {
  const { locale, texts } = useReportTexts();
  const said = texts.sheet;
  const signalTexts = useSignalsTexts();
  const [sellerId] = claim.sellerIds;
  return (
    <section class="panel" aria-labelledby="sheet-signals">
      <div class="panel-head">
        <h2 id="sheet-signals">{said.signals}</h2>
        {judgement && judgement.signals.length > 0 && <LevelBadge level={judgement.level} />}
      </div>
      {judgement === undefined ? (
        <p class="quiet">{said.notJudged}</p>
      ) : (
        <>
          {judgement.signals.length === 0 ? (
            <p class="quiet">{said.nothingStandsOut}</p>
          ) : (
            <>
              <p class="signals-advice">
                {signalTexts.levelsWhy[judgement.level]} {signalTexts.panel.advice}
              </p>
              <SignalGroups signals={judgement.signals} headings="h3" />
            </>
          )}
          <p class="signals-foot">
            {sellerId && <a href={hrefOf({ name: 'seller', sellerId })}>{signalTexts.aboutSeller}</a>}
            <span class="quiet">
              {render(signalTexts.judged, {
                ruleSet: judgement.ruleSet,
                date: momentText(judgement.judgedAt, locale),
              })}
            </span>
          </p>
        </>
      )}
    </section>
  );
}

function Letters({ sheet: { letters } }: { sheet: ReportClaimSheet }) {
  const { locale, texts } = useReportTexts();
  const said = texts.sheet;
  const { letterColumns: columns } = said;
  const day = (instant: string | undefined, none: string) =>
    instant === undefined ? none : momentText(instant, locale);
  return (
    <section class="panel" aria-labelledby="sheet-letters">
      <h2 id="sheet-letters">{said.letters}</h2>
      {letters.length === 0 ? (
        <p class="quiet">{said.noLetters}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
        <section class="figures-frame" aria-label={said.letters} tabIndex={0}>
          <table class="work work-alone">
            <thead>
              <tr>
                {(['letter', 'sentAt', 'replyDueAt', 'answeredAt', 'outcome'] as const).map((each) => (
                  <th key={each} scope="col">
                    {columns[each]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {letters.map((letter) => (
                <tr key={letter.letterId}>
                  <th scope="row">{said.letterKinds[letter.kind]}</th>
                  <td>{day(letter.sentAt, said.notSent)}</td>
                  <td>
                    {letter.replyDueAt
                      ? formatDeadlineShort(letter.replyDueAt, 'Europe/Moscow', locale)
                      : NOTHING}
                  </td>
                  <td>{day(letter.answeredAt, said.noAnswer)}</td>
                  <td>{letter.outcome ? said.outcomes[letter.outcome] : NOTHING}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
