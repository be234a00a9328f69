import { toInstant, toMillis } from '../../functions/clock.ts';
import { withCheckDigit } from '../../local/tracking-number.ts';
import { someSale } from '../../test/policies/sale-fixture.ts';
import { Broken } from '../proof.ts';
import { expectStatus, type History, type Picks, pick, type Sold, type Step } from './model.ts';

const ZONES = ['Europe/Moscow', 'Europe/Kaliningrad', 'Asia/Vladivostok', 'Asia/Yekaterinburg'];
/** Around the sum above which a film is needed, and at the ends of what can be protected. */
const AMOUNTS = [450_000, 300_000, 300_001, 1, 2_500_000, 50_000_000];
const LATEST_SECONDS = 72 * 3_600;

const newParcel = (history: History): string => {
  history.parcels += 1;
  return withCheckDigit(`101000${String(history.parcels).padStart(7, '0')}`);
};

async function sell(history: History, trackingNumber: string, { a, b, c }: Picks) {
  const { now } = history.world;
  const secondsAgo = c % 7 === 6 ? LATEST_SECONDS : c % 60;
  const soldAt = toInstant(toMillis(now) - secondsAgo * 1_000);
  const key = `key-${history.sold.length}-${a}`;
  const seller =
    b % 3 === 0 ? { name: 'ООО «Быстрая посылка»' } : { name: `Продавец ${b % 5}`, taxNumber: '7707083893' };
  const request = someSale({
    trackingNumber,
    amount: pick(AMOUNTS, a),
    soldAt,
    office: { index: '420000', region: 'Республика Татарстан', timeZone: pick(ZONES, b) },
    customer: { phone: `+7999000000${a % 4}`, locale: b % 2 === 0 ? 'ru' : 'en' },
    seller,
    consent: { termsVersion: '2026-01', acceptedAt: soldAt, personalData: true },
  });
  const answer = await history.call('sell-protection', {
    as: 'pos',
    headers: { 'idempotency-key': key },
    body: request,
  });
  return { answer, key, request };
}

function remember(history: History, { answer, key, request }: Awaited<ReturnType<typeof sell>>): void {
  const { policyId, trackingNumber, amount, endsAt, link } = answer.body;
  const sold = { policyId, trackingNumber, amount, endsAt, key, request, text: answer.text };
  history.sold.push({ ...sold, link: link.split('#')[1], isVoided: false });
}

/** What the clock says of the last sale of a number, where nothing was claimed or begun on it: jobs have no say. */
function expectedOf({ sold, filed, begun, world }: History, trackingNumber: string): number[] {
  const last = sold.findLast((sale) => sale.trackingNumber === trackingNumber);
  const isTouched =
    filed.some(({ policyId }) => policyId === last?.policyId) || begun.some((upload) => upload.sold === last);
  if (!last || isTouched) return [201, 409];
  return last.isVoided || world.now >= last.endsAt ? [201] : [409];
}

const repeat = (history: History, sold: Sold, request: object, key = sold.key) =>
  history.call('sell-protection', { as: 'pos', headers: { 'idempotency-key': key }, body: request });

export const stepsOfSale: Step[] = [
  {
    name: 'sell',
    needs: 'nothing',
    async run(history, picks) {
      const sale = await sell(history, newParcel(history), picks);
      expectStatus(sale.answer, [201], 'A sale of a parcel that was never sold');
      remember(history, sale);
    },
  },
  {
    name: 'sell again',
    needs: 'sale',
    weight: 2,
    async run(history, picks) {
      const { trackingNumber } = pick(history.sold, picks.a);
      const allowed = expectedOf(history, trackingNumber);
      const sale = await sell(history, trackingNumber, picks);
      expectStatus(sale.answer, allowed, 'A sale of a number that was sold before');
      if (sale.answer.status === 201) remember(history, sale);
    },
  },
  {
    name: 'repeat a sale',
    needs: 'sale',
    async run(history, { a }) {
      const sold = pick(history.sold, a);
      const answer = await repeat(history, sold, sold.request);
      expectStatus(answer, [201], 'A repeated sale');
      if (answer.text !== sold.text) throw new Broken(`A repeat got ${answer.text}, the sale ${sold.text}.`);
    },
  },
  {
    name: 'repeat a sale with another body',
    needs: 'sale',
    isRefused: true,
    async run(history, { a }) {
      const sold = pick(history.sold, a);
      const answer = await repeat(history, sold, { ...sold.request, amount: sold.request.amount + 1 });
      expectStatus(answer, [422], 'A key that was used for another body');
    },
  },
  {
    name: 'quote',
    needs: 'nothing',
    async run(history, { a }) {
      const trackingNumber = withCheckDigit(`101001${String(a % 1_000).padStart(7, '0')}`);
      const body = { trackingNumber, amount: pick(AMOUNTS, a) };
      expectStatus(await history.call('quote-protection', { as: 'pos', body }), [200], 'A quote');
    },
  },
  {
    name: 'read a sale',
    needs: 'sale',
    async run(history, { a }) {
      const { trackingNumber } = pick(history.sold, a);
      const answer = await history.call('read-sale', { as: 'pos', parameters: { trackingNumber } });
      expectStatus(answer, [200], 'The view of a sale');
    },
  },
  {
    name: 'void',
    needs: 'sale',
    async run(history, { a }) {
      const { trackingNumber } = pick(history.sold, a);
      const answer = await history.call('void-sale', { as: 'pos', parameters: { trackingNumber }, body: {} });
      expectStatus(answer, [200, 409], 'Cancelling a sale');
      if (answer.status !== 200) return;
      const voided = history.sold.find(({ policyId }) => policyId === answer.body.policyId);
      if (!voided) throw new Broken(`Policy ${answer.body.policyId} was cancelled, and nobody sold it.`);
      voided.isVoided = true;
    },
  },
  {
    name: 'open the link of a cancelled sale',
    needs: 'sale',
    isRefused: true,
    async run(history, { a }) {
      const voided = history.sold.filter(({ isVoided }) => isVoided);
      if (voided.length === 0) return false;
      const answer = await history.call('read-my-policy', { as: { link: pick(voided, a).link } });
      expectStatus(answer, [404], 'The link of a cancelled sale');
      return true;
    },
  },
];
