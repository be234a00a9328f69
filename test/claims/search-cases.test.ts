import { lookupsOfClaim, lookupsOfLetter } from '../../functions/claims/lookups.ts';
import { searchCases } from '../../functions/claims/search-cases.ts';
import { phoneOf, readSearch } from '../../functions/claims/search-terms.ts';
import type { Letter } from '../../functions/contracts/case.ts';
import { someClaim } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { NOW, openCase, PARCEL } from './claims-fixture.ts';

const phones = { hashOf: (phone: string) => `hash of ${phone}` };
const CLAIM = 'RRWC71KVQYXDWJQDS2KT';

async function open() {
  const opened = await openCase();
  const { cases } = opened;
  await cases.rememberPhone({
    trackingNumber: PARCEL,
    policyId: 'policy-1',
    phoneHash: phones.hashOf('+79991234567'),
    soldAt: NOW,
  });
  for (const entry of lookupsOfClaim(undefined, someClaim({ claimId: CLAIM })))
    await cases.rememberLookup(entry);
  await cases.rememberLookup({ kind: 'letter', text: '26-000123', trackingNumber: PARCEL, claimId: CLAIM });
  const search = async (text: string) => {
    const { parcels } = await searchCases({ text }, { ...opened.ports, phones });
    return parcels;
  };
  return { ...opened, search };
}

describe('a phone', () => {
  it.each([
    '+79161234567',
    '+7 916 123-45-67',
    '8 (916) 123-45-67',
    '8-916-123-45-67',
    '89161234567',
    '7 916 123 45 67',
    '(916) 123 45 67',
    '916.123.45.67',
    '9161234567',
    '8\u00A0916\u00A0123‑45‑67',
    '0079161234567',
  ])('is the same however it is written: %s', (text) => {
    expect(phoneOf(text)).toBe('+79161234567');
  });

  it('of another country begins with a plus', () => {
    expect(phoneOf('+49 30 123456')).toBe('+4930123456');
    expect(phoneOf('+375 29 123-45-67')).toBe('+375291234567');
  });

  it.each(['10100012123456', 'RRWC71', '123456', '+7 916 123', 'anna', '', '+0123456789'])(
    'is not %j',
    (text) => {
      expect(phoneOf(text)).toBeUndefined();
    },
  );
});

describe('a search', () => {
  it('finds a parcel by its whole number, also without a claim, however it is typed', async () => {
    const { policies, search } = await open();
    policies.put(somePolicy({ trackingNumber: '63000045987655' }));
    expect(await search('63000045 98765 5')).toEqual([
      { trackingNumber: '63000045987655', matched: 'tracking-number', soldAt: '2026-03-01T09:30:00.000Z' },
    ]);
    expect(await search('63000045987')).toEqual([]);
  });

  it('finds by phone, and by the beginning of a number of parcel, claim or letter', async () => {
    const { search } = await open();
    expect(await search('8 (999) 123-45-67')).toEqual([
      { trackingNumber: PARCEL, matched: 'phone', soldAt: NOW },
    ]);
    const parcel = { trackingNumber: PARCEL };
    expect(await search('101000')).toStrictEqual([{ ...parcel, matched: 'tracking-number' }]);
    for (const text of ['RRWC71', 'rrwc71kv', CLAIM, 'RRWС71'])
      expect(await search(text)).toEqual([{ ...parcel, matched: 'claim', claimId: CLAIM }]);
    for (const text of ['26-000', '№ 26-000123', '26–000123'])
      expect(await search(text)).toEqual([
        { ...parcel, matched: 'letter', claimId: CLAIM, outgoingNumber: '26-000123' },
      ]);
  });

  it('finds nothing by less than six characters, or by what is no number', async () => {
    const { search } = await open();
    for (const text of ['10100', 'RRWC7', '26-00', 'кирпич', '%', 'lookup#', '101000#'])
      expect(await search(text)).toEqual([]);
  });

  it('finds each letter of a parcel, and asks for nothing that the text cannot be', async () => {
    const { cases, policies, search } = await open();
    const second = { kind: 'letter' as const, text: '26-000124', trackingNumber: PARCEL, claimId: CLAIM };
    await cases.rememberLookup(second);
    expect((await search('26-00012')).map(({ outgoingNumber }) => outgoingNumber)).toEqual([
      '26-000123',
      '26-000124',
    ]);
    const asked: unknown[] = [];
    const noted =
      <Found>(found: Found) =>
      async (...given: unknown[]) => {
        asked.push(given);
        return found;
      };
    const ports = {
      policies: { ...policies, find: noted(somePolicy()) },
      cases: { listByPhone: noted([{ trackingNumber: PARCEL, soldAt: NOW }]), findByPrefix: noted([second]) },
      phones,
    };
    expect(await searchCases({ text: 'RRWC7' }, ports)).toEqual({ parcels: [] });
    expect(asked).toEqual([]);
    await searchCases({ text: 'RRWC71' }, ports);
    expect(asked).toEqual([
      ['claim', 'RRWC71', 20],
      ['tracking-number', 'RRWC71', 20],
    ]);
  });

  it('tells a parcel once, and twenty parcels at most', async () => {
    const { cases, search } = await open();
    expect(await search(PARCEL)).toEqual([
      { trackingNumber: PARCEL, matched: 'tracking-number', soldAt: '2026-03-01T09:30:00.000Z' },
    ]);
    for (let n = 0; n < 25; n += 1) {
      const trackingNumber = `101000999${String(n).padStart(5, '0')}`;
      await cases.rememberLookup({ kind: 'tracking-number', text: trackingNumber, trackingNumber });
    }
    expect(await search('101000')).toHaveLength(20);
    // One more that is found in another way.
    await cases.rememberLookup({ kind: 'claim', text: '101000ABC', trackingNumber: 'p', claimId: 'c' });
    expect(await search('101000')).toHaveLength(20);
  });

  it('reads one text in every way that it may mean', () => {
    expect(readSearch('9161234567')).toEqual({ phone: '+79161234567', number: '9161234567' });
    expect(readSearch(PARCEL)).toEqual({ trackingNumber: PARCEL, number: PARCEL });
  });
});

describe('what a parcel is found by', () => {
  it('is noted when its claim is filed and when a letter is sent, and never again', () => {
    const claim = someClaim();
    expect(lookupsOfClaim(undefined, claim).map(({ kind, text }) => [kind, text])).toEqual([
      ['tracking-number', PARCEL],
      ['claim', 'claim-1'],
    ]);
    expect(lookupsOfClaim(claim, { ...claim, version: 2 })).toEqual([]);
    const draft = { trackingNumber: PARCEL, letterId: 'letter-1', claimId: 'claim-1' } as Letter;
    const sent = { ...draft, outgoingNumber: '26-000123' };
    expect(lookupsOfLetter(undefined, draft)).toEqual([]);
    for (const before of [draft, undefined])
      expect(lookupsOfLetter(before, sent)).toEqual([
        { kind: 'letter', text: '26-000123', trackingNumber: PARCEL, claimId: 'claim-1' },
      ]);
    expect(lookupsOfLetter(sent, { ...sent, status: 'answered' })).toEqual([]);
  });
});
