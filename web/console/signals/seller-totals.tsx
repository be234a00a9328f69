import type { SellerPage } from '../../../functions/contracts/reports.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatMoney } from '../../../functions/messages/format.ts';
import { useLanguage } from '../texts.ts';
import { useSignalsTexts } from './texts.ts';
import { shareWords, wholeNumber } from './words.ts';

type Totals = SellerPage['totals'];
type Whole = 'parcels' | 'filed' | 'lettersSent';

/** A count says little beside another seller's, so its share stands with it. */
const TILES: readonly { name: keyof Totals; of?: Whole; isMoney?: true }[] = [
  { name: 'parcels' },
  { name: 'filed', of: 'parcels' },
  { name: 'confirmed', of: 'filed' },
  { name: 'refused', of: 'filed' },
  { name: 'paid', isMoney: true },
  { name: 'recovered', isMoney: true },
  { name: 'lettersSent' },
  { name: 'lettersAnswered', of: 'lettersSent' },
];

export function SellerTotals({ totals }: { totals: Totals }) {
  const { locale } = useLanguage();
  const { totals: said, totalsPeriod, shareOf } = useSignalsTexts().seller;
  return (
    <>
      <dl class="tiles">
        {TILES.map(({ name, of, isMoney }) => {
          const share = of && shareWords(totals[name], totals[of], locale);
          return (
            <div key={name} class="tile">
              <dt>{said[name]}</dt>
              <dd>
                {isMoney ? formatMoney(totals[name], locale) : wholeNumber(totals[name], locale)}
                {of && share && <span class="tile-share">{render(shareOf[of], { share })}</span>}
              </dd>
            </div>
          );
        })}
      </dl>
      <p class="hint">{totalsPeriod}</p>
    </>
  );
}
