import type { ComponentChildren } from 'preact';
import type { ClaimStatus } from '../../../functions/contracts/case.ts';
import type { LetterFacts } from '../../../functions/contracts/facts.ts';
import type { SellerPage } from '../../../functions/contracts/reports.ts';
import type { CaseReference } from '../../../functions/contracts/signals.ts';
import { labels } from '../../../functions/messages/catalogue/labels.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort, formatMoney } from '../../../functions/messages/format.ts';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { CASE_TEXTS } from '../case/case-desk.ts';
import { useDesk } from '../desk.ts';
import { useLanguage } from '../texts.ts';
import { useNow } from '../use-now.ts';
import { placeOfClaim } from './claim-place.ts';
import { answerOfLetter } from './letter-answer.ts';
import { useSignalsTexts } from './texts.ts';
import { shortDay, wholeNumber } from './words.ts';

const MINUTE_MILLIS = 60_000;
const BOOKS_ZONE = 'Europe/Moscow';

export function SellerClaims({ seller }: { seller: SellerPage }) {
  const { locale } = useLanguage();
  const { claims: said } = useSignalsTexts().seller;
  const { claims, totals } = seller;
  const { claimKinds, claimStatuses } = labels[locale];
  return (
    <section class="seller-section">
      <h2 class="seller-subtitle">{said.title}</h2>
      {claims.length === 0 ? (
        <p class="empty">{said.empty}</p>
      ) : (
        <table class="work work-alone">
          <thead>
            <tr>
              <th scope="col">{said.columns.filed}</th>
              <th scope="col">{said.columns.parcel}</th>
              <th scope="col">{said.columns.status}</th>
              <th scope="col">{said.columns.kind}</th>
              <th scope="col" class="number">
                {said.columns.amount}
              </th>
              <th scope="col" class="number">
                {said.columns.paid}
              </th>
            </tr>
          </thead>
          <tbody>
            {claims.map((claim) => (
              <tr key={claim.claimId}>
                <td class="nowrap digits">{shortDay(claim.filedAt, locale)}</td>
                <td class="nowrap">
                  <Parcel claim={claim} />
                </td>
                <td>
                  {claimStatuses[claim.status as ClaimStatus] ?? claim.status}
                  {claim.closedAt && <span class="quiet nowrap"> {shortDay(claim.closedAt, locale)}</span>}
                </td>
                <td>{claimKinds[claim.kind].label}</td>
                <td class="number nowrap">{formatMoney(claim.amount, locale)}</td>
                <td class="number nowrap">{claim.paid > 0 ? formatMoney(claim.paid, locale) : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {claims.length < totals.filed && (
        <p class="quiet">{render(said.shown, { count: wholeNumber(claims.length, locale) })}</p>
      )}
    </section>
  );
}

export function SellerLetters({ letters }: { letters: readonly LetterFacts[] }) {
  const { locale } = useLanguage();
  const { letters: said } = useSignalsTexts().seller;
  const { kinds } = CASE_TEXTS[locale].letters;
  return (
    <section class="seller-section">
      <h2 class="seller-subtitle">{said.title}</h2>
      {letters.length === 0 ? (
        <p class="empty">{said.empty}</p>
      ) : (
        <table class="work work-alone">
          <thead>
            <tr>
              <th scope="col">{said.columns.sent}</th>
              <th scope="col">{said.columns.answer}</th>
              <th scope="col">{said.columns.parcel}</th>
              <th scope="col">{said.columns.kind}</th>
            </tr>
          </thead>
          <tbody>
            {letters.map((letter) => (
              <tr key={letter.letterId}>
                <td class="nowrap digits">{letter.sentAt ? shortDay(letter.sentAt, locale) : said.draft}</td>
                <td>
                  <LetterAnswer letter={letter} />
                </td>
                <td class="nowrap">
                  <Parcel claim={letter} />
                </td>
                <td>{kinds[letter.kind]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function LetterAnswer({ letter }: { letter: LetterFacts }) {
  const { locale } = useLanguage();
  const { letters: said } = useSignalsTexts().seller;
  const now = useNow(MINUTE_MILLIS);
  const answer = answerOfLetter(letter, now);
  switch (answer.state) {
    case 'answered':
      return (
        <span class={answer.outcome === 'agreed' ? 'flag flag-good' : 'flag flag-calm'}>
          {render(said.answered, {
            date: shortDay(answer.at, locale),
            outcome: said.outcomes[answer.outcome],
          })}
        </span>
      );
    case 'overdue':
    case 'waiting':
      return (
        <span class={answer.state === 'overdue' ? 'flag flag-stop' : 'quiet'}>
          {render(said[answer.state], { date: formatDeadlineShort(answer.due, BOOKS_ZONE, locale) })}
        </span>
      );
    case 'none':
      return <span class="quiet">{said.noReplyDue}</span>;
  }
}

function Parcel({ claim }: { claim: CaseReference }): ComponentChildren {
  const { person } = useDesk();
  const place = placeOfClaim(claim, person.role);
  const number = groupedNumber(claim.trackingNumber);
  return place ? <a href={place}>{number}</a> : number;
}
