import type { ComponentChildren } from 'preact';
import type { CaseView } from '../../../functions/contracts/console.ts';
import { labels } from '../../../functions/messages/catalogue/labels.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadline, formatMoment, formatMoney } from '../../../functions/messages/format.ts';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { hrefOf } from '../route.ts';
import { useLanguage } from '../texts.ts';

/** What is read to the customer, so that both speak of the same parcel, and what it means for the claim. */
export function ParcelFacts({ view, now }: { view: CaseView; now: number }) {
  const { locale, screens } = useLanguage();
  const { facts, ...said } = screens.phone;
  const { policy, trackingNumber } = view;
  const zone = policy.office.timeZone;
  const mayFile = now < Date.parse(policy.claimableUntil);
  const until = (instant: string) => formatDeadline(instant, zone, locale);
  const isActive = policy.status === 'active';
  const hasFilm = view.evidence.some(
    ({ purpose, status }) => purpose !== 'document' && status === 'received',
  );
  return (
    <dl class="facts">
      <Fact name={facts.parcel}>{groupedNumber(trackingNumber)}</Fact>
      <Fact name={facts.amount}>{formatMoney(policy.amount, locale)}</Fact>
      <Fact name={facts.seller}>{policy.seller.name}</Fact>
      <Fact name={facts.office}>
        {policy.office.index}, {policy.office.region}
      </Fact>
      <Fact name={facts.soldAt}>{formatMoment(policy.soldAt, zone, locale)}</Fact>
      <Fact name={facts.phone}>{policy.customer.phone}</Fact>
      <Fact name={facts.protection} tone={isActive ? 'good' : 'stop'}>
        {policy.status === 'voided'
          ? said.protectionVoided
          : render(isActive ? said.protectionActive : said.protectionEnded, { date: until(policy.endsAt) })}
        {!isActive && policy.status !== 'voided' && mayFile && (
          <span class="fact-more">{render(said.mayStillFile, { date: until(policy.claimableUntil) })}</span>
        )}
      </Fact>
      <Fact name={facts.video} tone={policy.videoRequired && !hasFilm ? 'act' : 'calm'}>
        {hasFilm
          ? said.videoThere
          : render(policy.videoRequired ? said.videoNeeded : said.videoNotNeeded, {
              threshold: formatMoney(policy.videoThreshold, locale),
            })}
      </Fact>
      <Fact name={facts.claims}>
        {view.claims.length === 0
          ? said.noClaims
          : view.claims.map(({ claimId, kind, status }) => (
              <a key={claimId} class="fact-more" href={hrefOf({ name: 'case', trackingNumber, claimId })}>
                {render(said.openClaim, {
                  kind: said.kindShort[kind],
                  status: labels[locale].claimStatuses[status],
                })}
              </a>
            ))}
      </Fact>
    </dl>
  );
}

function Fact(props: { name: string; tone?: 'good' | 'stop' | 'act' | 'calm'; children: ComponentChildren }) {
  return (
    <div class={`fact tone-${props.tone ?? 'calm'}`}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
