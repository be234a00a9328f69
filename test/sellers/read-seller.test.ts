import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import type { LetterFacts } from '../../functions/contracts/facts.ts';
import { sellerPage } from '../../functions/contracts/reports.ts';
import { readSeller } from '../../functions/sellers/read-seller.ts';
import { rememberSellers } from '../../functions/sellers/remember-seller.ts';
import { createSellerHistory } from '../../functions/sellers/seller-history.ts';
import { type NamedSeller, sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { someClaimFacts, someLetterFacts, somePolicyFacts } from '../builders/facts.ts';
import { createMemoryCounters } from '../twins/memory-counters.ts';
import { createMemorySellerRecords, createMemorySellerWatch } from '../twins/memory-sellers.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const hasher = createHmacTraceHasher('a key of the tests only');
const romashka = { name: 'ООО «Ромашка»', taxNumber: '7701234567', phone: '+79991234567' };
const sameBoss = { name: 'Лютик', phone: '+79991234567' };
const namesake = { name: 'Ромашка', taxNumber: '5401234567' };
const nameOnly = { name: 'РОМАШКА' };
const ids = (seller: NamedSeller) => sellerIdsOf(seller, hasher);
const [TAX = '', PHONE = '', NAME = ''] = ids(romashka);

let ports: {
  counters: ReturnType<typeof createMemoryCounters>;
  records: ReturnType<typeof createMemorySellerRecords>;
  watch: ReturnType<typeof createMemorySellerWatch>;
};
beforeEach(() => {
  ports = {
    counters: createMemoryCounters(),
    records: createMemorySellerRecords(),
    watch: createMemorySellerWatch(),
  };
});

let made = 0;
function claimOn(seller: NamedSeller, more: Parameters<typeof someClaimFacts>[0] = {}) {
  made += 1;
  const facts = someClaimFacts({
    claimId: `claim-${made}`,
    sellerIds: ids(seller),
    soldAt: '2026-10-20T10:00:00.000Z',
    filedAt: '2026-10-25T10:00:00.000Z',
    status: 'compensated',
    closedAt: '2026-11-02T10:00:00.000Z',
    paid: 100_000,
    ...more,
  });
  return { facts, seller };
}
/** As the streams do: claims and letters are counted, and remembered under each id. */
async function follow(claims: ReturnType<typeof claimOn>[], letters: LetterFacts[]) {
  await ports.counters.count(claims.map(({ facts }) => ({ of: 'claim', facts })));
  await ports.counters.count(letters.map((facts) => ({ of: 'letter', facts })));
  await rememberSellers({ claims, letters }, () => NOW, ports);
}
const remember = (...claims: ReturnType<typeof claimOn>[]) => follow(claims, []);
const page = async (sellerId: string) => sellerPage.parse(await readSeller({ sellerId, now: NOW }, ports));

describe('the page of a seller', () => {
  it('of an id that nobody has is not found', async () => {
    expect(await readSeller({ sellerId: TAX, now: NOW }, ports)).toEqual({ refused: 'not-found', facts: {} });
  });

  it('shows claims, outcomes, sums, letters, names and months', async () => {
    const paid = claimOn(romashka);
    const refused = claimOn(romashka, {
      ...{ status: 'refused', paid: 0, filedAt: '2026-11-03T10:00:00.000Z' },
      closedAt: '2026-11-04T10:00:00.000Z',
    });
    const open = claimOn(romashka, { status: 'in-review', paid: 0, filedAt: '2026-11-20T10:00:00.000Z' });
    delete open.facts.closedAt;
    await ports.counters.count(
      ['2026-10-20T10:00:00.000Z', '2026-11-01T10:00:00.000Z'].map((soldAt, n) => ({
        of: 'policy',
        facts: somePolicyFacts({ policyId: `policy-${n}`, sellerIds: ids(romashka), soldAt }),
      })),
    );
    const letter = someLetterFacts({
      ...{ claimId: paid.facts.claimId, sellerIds: ids(romashka), version: 3 },
      ...{ answeredAt: '2026-11-10T10:00:00.000Z', outcome: 'declined' },
    });
    const draft = someLetterFacts({
      letterId: 'letter-2',
      claimId: paid.facts.claimId,
      sellerIds: ids(romashka),
    });
    delete draft.sentAt;
    const toBank = someLetterFacts({
      letterId: 'letter-3',
      kind: 'request-to-bank',
      sellerIds: ids(romashka),
    });
    const letters = [letter, draft, toBank];
    await follow([paid, refused, open], letters);

    expect(await page(TAX)).toEqual({
      sellerId: TAX,
      aliases: [
        {
          sellerId: TAX,
          name: 'ООО «Ромашка»',
          taxNumber: '7701234567',
          firstSeenAt: '2026-10-20T10:00:00.000Z',
          lastSeenAt: '2026-10-20T10:00:00.000Z',
        },
      ],
      totals: {
        ...{ parcels: 2, filed: 3, confirmed: 1, refused: 1, paid: 100_000, recovered: 0 },
        ...{ lettersSent: 1, lettersAnswered: 1 },
      },
      months: [
        { month: '2026-10', parcels: 1, filed: 1, confirmed: 0, paid: 0 },
        { month: '2026-11', parcels: 1, filed: 2, confirmed: 1, paid: 100_000 },
      ],
      claims: [
        expect.objectContaining({ claimId: open.facts.claimId, status: 'in-review' }),
        expect.objectContaining({ claimId: refused.facts.claimId, status: 'refused' }),
        expect.objectContaining({ claimId: paid.facts.claimId, paid: 100_000 }),
      ],
      letters: [letter],
      warnings: [],
    });
  });

  it('adds up the same three years under whichever of its ids it is read, each claim once', async () => {
    const old = { soldAt: '2022-10-01T10:00:00.000Z', filedAt: '2022-10-05T10:00:00.000Z' };
    await remember(
      claimOn(romashka),
      claimOn(romashka, { ...old, closedAt: '2022-11-01T10:00:00.000Z' }),
      claimOn(romashka, { status: 'refused', paid: 0 }),
    );
    for (const id of [TAX, PHONE, NAME])
      expect((await page(id)).totals).toMatchObject({ filed: 2, confirmed: 1, refused: 1, paid: 100_000 });
    await remember(claimOn(namesake));
    expect((await page(TAX)).totals).toMatchObject({ filed: 2, confirmed: 1, refused: 1, paid: 100_000 });
    expect((await page(NAME)).totals).toMatchObject({ filed: 0, confirmed: 0, paid: 0 });
  });

  it('carries what the clerk is told now', async () => {
    await remember(...Array.from({ length: 7 }, () => claimOn(romashka)));
    expect((await page(TAX)).warnings[0]?.ru).toBe(
      'За 90 дней по посылкам этого продавца подтверждено 7 обращений.',
    );
  });

  it('shows the names that its phone was seen with, one hop away', async () => {
    await remember(claimOn(romashka), claimOn(sameBoss));
    expect((await page(TAX)).aliases.map(({ name }) => name).sort()).toEqual(['Лютик', 'ООО «Ромашка»']);
    expect((await page(PHONE)).totals.filed).toBe(2);
  });

  it('does not join two sellers that have nothing but the name in common', async () => {
    await remember(claimOn(romashka), claimOn(namesake), claimOn(nameOnly));
    const names = (await page(TAX)).aliases;
    expect(names.every(({ taxNumber }) => taxNumber === '7701234567')).toBe(true);
    expect((await page(TAX)).totals.filed).toBe(1);
    // Of the name itself only what knows nothing else; the others are shown beside, each with an id of its own.
    const byName = await page(NAME);
    expect(byName.totals.filed).toBe(1);
    expect(new Set(byName.aliases.map(({ sellerId }) => sellerId))).toEqual(
      new Set([TAX, NAME, ids(namesake)[0]]),
    );
  });
});

describe('what signals know of a seller’s past', () => {
  const SINCE = '2026-08-24T12:00:00.000Z';
  const history = async (seller: NamedSeller) => createSellerHistory(ports).historyOf(ids(seller), SINCE);

  it('is each confirmed claim once, newest first, under whichever id it was', async () => {
    const early = claimOn(romashka, { closedAt: '2026-11-01T10:00:00.000Z' });
    const late = claimOn({ name: 'Ромашка', phone: romashka.phone });
    await remember(early, late, claimOn(romashka, { status: 'refused' }));
    await ports.counters.count([
      {
        of: 'policy',
        facts: somePolicyFacts({ sellerIds: ids(romashka), soldAt: '2026-10-20T10:00:00.000Z' }),
      },
    ]);
    const { parcels, confirmed } = await history(romashka);
    expect(parcels).toBe(1);
    expect(confirmed.map(({ claimId }) => claimId)).toEqual([late.facts.claimId, early.facts.claimId]);
  });

  it('is not that of a namesake with another tax number', async () => {
    await remember(claimOn(namesake));
    expect((await history(romashka)).confirmed).toEqual([]);
    expect((await history(nameOnly)).confirmed).toHaveLength(1);
    await remember(claimOn(romashka));
    expect((await history(nameOnly)).confirmed).toEqual([]);
  });
});
