import { quoteAnswer, quoteRequest } from '../../functions/contracts/sale.ts';
import { quoteProtection } from '../../functions/policies/quote-protection.ts';
import { createMemoryPolicyStore, type MemoryPolicyStore } from '../twins/memory-policy-store.ts';
import { counting, NOW, noneAtCounter, PARCEL, salePorts, sold, someSale } from './sale-fixture.ts';

let policies: MemoryPolicyStore;
beforeEach(() => {
  policies = createMemoryPolicyStore();
});
const quote = (request: object, now = NOW) =>
  quoteProtection({ request: quoteRequest.parse(request), now }, { policies, watch: noneAtCounter });

describe('a quote', () => {
  it('needs a number and an amount only', async () => {
    const answer = await quote({ trackingNumber: PARCEL, amount: 300_000 });
    expect(answer).toEqual({
      trackingNumber: PARCEL,
      amount: 300_000,
      price: 9_900,
      termsVersion: '2026-01',
      videoRequired: false,
    });
    expect(quoteAnswer.parse(answer)).toEqual(answer);
  });

  it('says when the protection would end where the office is known, and what the sale then says', async () => {
    const quoted = await quote(someSale());
    const sale = await sold(salePorts(policies));
    expect(quoted).toMatchObject({ endsAt: sale.endsAt, price: sale.price, videoRequired: true });
  });

  it('says what it changed of the number', async () => {
    expect(await quote({ trackingNumber: 'ра000010060 ru', amount: 1 })).toMatchObject({
      trackingNumber: 'PA000010060RU',
      normalized: {
        given: 'ра000010060 ru',
        changes: ['spaces-removed', 'letters-capitalized', 'cyrillic-letters-replaced'],
      },
    });
  });

  it.each([
    [{ trackingNumber: 'EA123456789RU', amount: 1 }, 'tracking-number-check-digit'],
    [{ trackingNumber: '12', amount: 1 }, 'tracking-number-malformed'],
    // What the sale would be refused for is said before the buyer pays.
    [someSale({ consent: { ...someSale().consent, personalData: false } }), 'consent-missing'],
    [someSale({ consent: { ...someSale().consent, acceptedAt: '2099-01-01T00:00:00Z' } }), 'consent-missing'],
    [someSale({ consent: { ...someSale().consent, termsVersion: 'x' } }), 'terms-unknown'],
    [someSale({ soldAt: '2020-01-01T00:00:00Z' }), 'sold-at-too-old'],
    [someSale({ soldAt: '2099-01-01T00:00:00Z' }), 'sold-at-ahead'],
    [{ trackingNumber: PARCEL, amount: 0 }, 'amount-out-of-range'],
    [{ trackingNumber: PARCEL, amount: 50_000_001 }, 'amount-out-of-range'],
    [
      { trackingNumber: PARCEL, amount: 1, office: { ...someSale().office, timeZone: 'UTC' } },
      'time-zone-unknown',
    ],
  ])('of %j is refused by its rule, before the store is asked', async (request, refused) => {
    const counted = counting(policies);
    const answer = await quoteProtection(
      { request: quoteRequest.parse(request), now: NOW },
      { policies: counted.policies, watch: noneAtCounter },
    );
    expect(answer).toMatchObject({ refused });
    expect(counted.calls).toEqual([]);
  });

  it('of a protected parcel is refused before the buyer pays, until the protection is over', async () => {
    const { endsAt } = await sold(salePorts(policies));
    expect(await quote({ trackingNumber: PARCEL, amount: 1 }, '2026-03-31T20:59:59.999Z')).toEqual({
      refused: 'already-protected',
      facts: { trackingNumber: PARCEL, endsAt, timeZone: 'Europe/Moscow' },
    });
    expect(await quote({ trackingNumber: PARCEL, amount: 1 }, endsAt)).not.toHaveProperty('refused');
  });

  it.each([
    ['claim', { openClaims: 1 }],
    ['upload', { claimableUntil: '2026-04-07T21:00:00.000Z' }],
  ])(
    'of a parcel that a %s holds protected beyond the end says so, and no end that has passed',
    async (heldOpenBy, change) => {
      const { endsAt } = await sold(salePorts(policies));
      const policy = await policies.find(PARCEL);
      if (!policy) throw new Error('Nothing was sold.');
      await policies.save(policy, { ...policy, ...change, version: 2 });
      expect(await quote({ trackingNumber: PARCEL, amount: 1 }, endsAt)).toEqual({
        refused: 'already-protected',
        facts: { trackingNumber: PARCEL, timeZone: 'Europe/Moscow', heldOpenBy },
      });
    },
  );

  it('changes nothing', async () => {
    const counted = counting(policies);
    await quoteProtection(
      { request: quoteRequest.parse(someSale()), now: NOW },
      { ...counted, watch: noneAtCounter },
    );
    expect(counted.calls).toEqual(['find']);
  });
});
