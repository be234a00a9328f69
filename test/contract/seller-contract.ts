import type { SellerRecords, SellerWatch, WatchedSeller } from '../../functions/sellers/ports.ts';
import { someClaimFacts, someLetterFacts } from '../builders/facts.ts';
import type { Stores } from './stores.ts';

const ID = 's'.repeat(22);
const OTHER = 'o'.repeat(22);
const AT = '2026-11-05T10:00:00.000Z';
const LATER = '2026-11-06T10:00:00.000Z';

/** What is known of sellers, and whom a clerk is warned of. */
export function describeSellers(stores: () => Stores): void {
  let sellers: SellerRecords;
  let watch: SellerWatch;
  beforeEach(() => {
    ({ sellers, watch } = stores());
  });

  it('keeps the newest version of a claim, in whatever order versions come, newest claim first', async () => {
    const first = someClaimFacts({ version: 2, status: 'in-review' });
    const closed = someClaimFacts({ version: 3 });
    const next = someClaimFacts({ claimId: 'claim-2', filedAt: '2026-11-04T10:00:00.000Z' });
    for (const claim of [closed, first, closed, next]) await sellers.rememberClaim(ID, claim);
    await sellers.rememberClaim(OTHER, someClaimFacts({ claimId: 'claim-3' }));
    expect(await sellers.claimsOf(ID)).toStrictEqual([next, closed]);
    expect(await sellers.claimsOf('n'.repeat(22))).toEqual([]);
  });

  it('keeps the newest version of a letter', async () => {
    const answered = someLetterFacts({ version: 3, answeredAt: LATER, outcome: 'declined' });
    for (const letter of [answered, someLetterFacts()]) await sellers.rememberLetter(ID, letter);
    expect(await sellers.lettersOf(ID)).toStrictEqual([answered]);
    expect(await sellers.claimsOf(ID)).toEqual([]);
  });

  it('knows since when and until when a name was seen, in whatever order it is told', async () => {
    const romashka = { sellerId: OTHER, name: 'ООО «Ромашка»', taxNumber: '7701234567' };
    const bare = { sellerId: OTHER, name: 'ООО «Ромашка»' };
    for (const at of [LATER, AT, '2026-11-05T20:00:00.000Z', AT])
      await sellers.rememberName(ID, romashka, at);
    await sellers.rememberName(ID, bare, AT);
    const names = await sellers.namesOf(ID);
    expect(names).toHaveLength(2);
    expect(names).toContainEqual({ ...romashka, firstSeenAt: AT, lastSeenAt: LATER });
    expect(names).toContainEqual({ ...bare, firstSeenAt: AT, lastSeenAt: AT });
  });

  describe('the watch', () => {
    const someWatched = (overrides: Partial<WatchedSeller> = {}): WatchedSeller => ({
      sellerId: ID,
      confirmedAt: [LATER, AT],
      parcels: 3,
      countedAt: LATER,
      ...overrides,
    });

    it('finds those of many who are watched, each once', async () => {
      await watch.save(someWatched());
      await watch.save(someWatched({ sellerId: OTHER }));
      const many = Array.from({ length: 150 }, (_, n) => String(n).padStart(22, '0'));
      const found = await watch.findAll([ID, ...many, OTHER, ID]);
      expect(found.map(({ sellerId }) => sellerId).sort()).toEqual([OTHER, ID]);
      expect(found).toContainEqual(someWatched());
      expect(await watch.findAll([])).toEqual([]);
    });

    it('finds a seller by one key, and nobody else', async () => {
      await watch.save(someWatched());
      expect(await watch.find(ID)).toStrictEqual(someWatched());
      expect(await watch.find(OTHER)).toBeUndefined();
    });

    it('is not undone by what was counted earlier', async () => {
      const newer = someWatched({ confirmedAt: [], countedAt: LATER });
      await watch.save(newer);
      await watch.save(someWatched({ countedAt: AT }));
      expect(await watch.find(ID)).toStrictEqual(newer);
      await watch.save(someWatched({ isNameOnly: true }));
      expect(await watch.find(ID)).toStrictEqual(someWatched({ isNameOnly: true }));
    });

    it('lists all of them, the newest confirmed first', async () => {
      await watch.save(someWatched({ sellerId: OTHER, confirmedAt: [AT] }));
      await watch.save(someWatched({ sellerId: 'a'.repeat(22), confirmedAt: [] }));
      await watch.save(someWatched());
      expect((await watch.list()).map(({ sellerId }) => sellerId)).toEqual([ID, OTHER, 'a'.repeat(22)]);
    });

    it('keeps every confirmation, as many as a seller can have', async () => {
      const confirmedAt = Array.from({ length: 200 }, () => LATER);
      await watch.save(someWatched({ confirmedAt }));
      expect(await watch.find(ID, { newest: true })).toStrictEqual(someWatched({ confirmedAt }));
      expect(await watch.list()).toStrictEqual([someWatched({ confirmedAt })]);
    });

    it('lists the 500 that were confirmed last, whatever their ids', async () => {
      const saved = Array.from({ length: 510 }, (_, n) =>
        someWatched({
          sellerId: String(n).padStart(22, '0'),
          confirmedAt: [`2026-11-05T10:00:00.${String(n).padStart(3, '0')}Z`],
        }),
      );
      for (let from = 0; from < saved.length; from += 50)
        await Promise.all(saved.slice(from, from + 50).map((seller) => watch.save(seller)));
      const listed = (await watch.list()).map(({ sellerId }) => sellerId);
      expect(listed).toEqual(
        saved
          .slice(10)
          .map(({ sellerId }) => sellerId)
          .reverse(),
      );
    });
  });
}
