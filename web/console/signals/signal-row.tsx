import type { SignalPage } from '../../../functions/contracts/signals.ts';
import { labels } from '../../../functions/messages/catalogue/labels.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatMoney } from '../../../functions/messages/format.ts';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { useDesk } from '../desk.ts';
import { hrefOf } from '../route.ts';
import { useLanguage } from '../texts.ts';
import { placeOfClaim } from './claim-place.ts';
import { regionName } from './region-name.ts';
import { LevelBadge, SignalGroups } from './signal-groups.tsx';
import { useSignalsTexts } from './texts.ts';
import { shortDay } from './words.ts';

/** A claim that stands out: what it is about on the left, why on the right. */
export function SignalRow({ claim }: { claim: SignalPage['claims'][number] }) {
  const { locale } = useLanguage();
  const { person } = useDesk();
  const texts = useSignalsTexts();
  const place = placeOfClaim(claim, person.role);
  const number = groupedNumber(claim.trackingNumber);
  return (
    <li class={`signal-row signal-row-${claim.level}`}>
      <div class="signal-claim">
        <LevelBadge level={claim.level} />
        <h2 class="signal-number">
          {place ? (
            <a href={place} data-claim={claim.claimId}>
              {number}
            </a>
          ) : (
            number
          )}
        </h2>
        <p class="signal-what">
          <strong>{formatMoney(claim.amount, locale)}</strong>
          <span>{labels[locale].claimKinds[claim.kind].label}</span>
          <span class="quiet">
            {regionName(claim.region, locale)},{' '}
            {render(texts.list.filed, { date: shortDay(claim.filedAt, locale) })}
          </span>
        </p>
      </div>
      <div class="signal-why">
        <SignalGroups signals={claim.signals} headings="h3" />
        <p class="signals-foot">
          <a href={hrefOf({ name: 'seller', sellerId: claim.sellerId })}>{texts.aboutSeller}</a>
          <span class="quiet">
            {render(texts.judged, { ruleSet: claim.ruleSet, date: shortDay(claim.judgedAt, locale) })}
          </span>
        </p>
      </div>
    </li>
  );
}
