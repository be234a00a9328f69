import type { SellerPage } from '../../../functions/contracts/reports.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { ErrorText } from '../../shared/field.tsx';
import { groupedNumber } from '../../shared/grouped-number.ts';
import { useDesk } from '../desk.ts';
import { Button, ScreenTitle } from '../parts.tsx';
import { hrefOf, type Route } from '../route.ts';
import { screensOf } from '../screens.ts';
import { useLanguage } from '../texts.ts';
import { useLoaded } from '../use-loaded.ts';
import { SellerClaims, SellerLetters } from './seller-cases.tsx';
import { SellerMonths } from './seller-months.tsx';
import { SellerTotals } from './seller-totals.tsx';
import { useSignalsTexts } from './texts.ts';
import { shortDay } from './words.ts';

export type CameFrom = Extract<Route, { name: 'seller' }>['from'];

/** A seller over time: what was claimed, how it ended, what they answered, under which names. */
export function SellerScreen({ sellerId, from }: { sellerId: string; from?: CameFrom }) {
  const { api } = useDesk();
  const { texts: around } = useLanguage();
  const texts = useSignalsTexts();
  const seller = useLoaded(sellerId, () => api.readSeller(sellerId));
  if (seller.value) return <Seller seller={seller.value} from={from} />;
  if (seller.refused)
    return (
      <div class="plain">
        <ScreenTitle>{texts.seller.notFound}</ScreenTitle>
        <p>{seller.refused.code === 'not-found' ? texts.seller.notFoundWhy : seller.refused.message}</p>
        <Back from={from} />
      </div>
    );
  return seller.isLost ? (
    <div class="plain">
      <ScreenTitle>{texts.seller.title}</ScreenTitle>
      <ErrorText>{texts.unreachable}</ErrorText>
      <Button kind="main" onClick={seller.again}>
        {around.tryAgain}
      </Button>
    </div>
  ) : (
    <p class="loading">{around.loading}</p>
  );
}

function Seller({ seller, from }: { seller: SellerPage; from: CameFrom }) {
  const texts = useSignalsTexts();
  const name = seller.aliases[0]?.name;
  const taxNumber = seller.aliases.find((each) => each.taxNumber !== undefined)?.taxNumber;
  return (
    <div class="seller">
      <Back from={from} />
      <div class="seller-head">
        <ScreenTitle>{name ? `${texts.seller.title}: ${name}` : texts.seller.title}</ScreenTitle>
        {taxNumber && <span class="quiet">{render(texts.seller.taxNumber, { number: taxNumber })}</span>}
      </div>
      <Warning seller={seller} />
      <SellerTotals totals={seller.totals} />
      <div class="seller-columns">
        <SellerMonths months={seller.months} />
        <Aliases seller={seller} />
      </div>
      <SellerClaims seller={seller} />
      <SellerLetters letters={seller.letters} />
    </div>
  );
}

/** To the case that somebody came from, else to where their role begins. */
function Back({ from }: { from: CameFrom }) {
  const { person } = useDesk();
  const { back } = useSignalsTexts().seller;
  const [place, words] = from
    ? [hrefOf({ name: 'case', ...from }), render(back.case, { number: groupedNumber(from.trackingNumber) })]
    : screensOf(person.role).includes('signals')
      ? [hrefOf({ name: 'signals' }), back.signals]
      : [hrefOf({ name: 'queue' }), back.queue];
  return (
    <p class="seller-back">
      <a href={place}>
        <span aria-hidden="true">←</span>
        {words}
      </a>
    </p>
  );
}

function Warning({ seller }: { seller: SellerPage }) {
  const { locale } = useLanguage();
  const { warning } = useSignalsTexts().seller;
  if (seller.warnings.length === 0) return <p class="quiet">{warning.none}</p>;
  return (
    <section class="seller-warning">
      <h2 class="seller-warning-title">{warning.title}</h2>
      {seller.warnings.map((each) => (
        <p key={each.rule}>«{each[locale]}»</p>
      ))}
    </section>
  );
}

function Aliases({ seller }: { seller: SellerPage }) {
  const { locale } = useLanguage();
  const { aliases: said, taxNumber } = useSignalsTexts().seller;
  return (
    <section class="panel seller-aliases">
      <h2 class="seller-subtitle">{said.title}</h2>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{said.columns.name}</th>
            <th scope="col">{said.columns.seen}</th>
          </tr>
        </thead>
        <tbody>
          {seller.aliases.map((alias) => (
            <tr key={`${alias.sellerId} ${alias.name}`}>
              <th scope="row">
                {alias.name}
                {alias.taxNumber && (
                  <span class="alias-tax">{render(taxNumber, { number: alias.taxNumber })}</span>
                )}
              </th>
              <td class="digits">{seenWords(alias.firstSeenAt, alias.lastSeenAt, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function seenWords(first: string, last: string, locale: 'ru' | 'en'): string {
  const [from, to] = [shortDay(first, locale), shortDay(last, locale)];
  return from === to ? from : `${from} – ${to}`;
}
