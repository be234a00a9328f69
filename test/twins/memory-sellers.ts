import type { ClaimFacts, LetterFacts } from '../../functions/contracts/facts.ts';
import type { SeenName, SellerRecords, SellerWatch, WatchedSeller } from '../../functions/sellers/ports.ts';
import { compareText } from './compare-text.ts';

export function createMemorySellerWatch(): SellerWatch {
  const watched = new Map<string, WatchedSeller>();
  return {
    async find(sellerId) {
      await Promise.resolve();
      return structuredClone(watched.get(sellerId));
    },
    async findAll(sellerIds) {
      await Promise.resolve();
      return structuredClone([...new Set(sellerIds)].flatMap((id) => watched.get(id) ?? []));
    },
    async list() {
      await Promise.resolve();
      const newest = (seller: WatchedSeller) => seller.confirmedAt[0] ?? '';
      const all = [...watched.values()].sort((a, b) => compareText(a.sellerId, b.sellerId));
      const read = all.slice(0, 2_000).sort((a, b) => compareText(newest(b), newest(a)));
      return structuredClone(read.slice(0, 500));
    },
    async save(seller) {
      const given = structuredClone(seller);
      await Promise.resolve();
      const known = watched.get(given.sellerId);
      if (!known || known.countedAt <= given.countedAt) watched.set(given.sellerId, given);
    },
  };
}

export function createMemorySellerRecords(): SellerRecords {
  const claims = new Map<string, ClaimFacts>();
  const letters = new Map<string, LetterFacts>();
  const names = new Map<string, SeenName>();

  function putNewer<Facts extends { version: number }>(of: Map<string, Facts>, key: string, facts: Facts) {
    const known = of.get(key);
    if (!known || known.version < facts.version) of.set(key, facts);
  }
  function under<Value>(of: Map<string, Value>, sellerId: string, most: number): Value[] {
    const keys = [...of.keys()]
      .filter((key) => key.startsWith(`${sellerId} `))
      .sort(compareText)
      .reverse();
    return structuredClone(keys.slice(0, most).map((key) => of.get(key) as Value));
  }

  return {
    async rememberClaim(sellerId, claim) {
      const given = structuredClone(claim);
      await Promise.resolve();
      putNewer(claims, `${sellerId} ${given.filedAt} ${given.claimId}`, given);
    },
    async rememberLetter(sellerId, letter) {
      const given = structuredClone(letter);
      await Promise.resolve();
      putNewer(letters, `${sellerId} ${given.letterId}`, given);
    },
    async rememberName(underId, { sellerId, name, taxNumber }, at) {
      await Promise.resolve();
      const key = `${underId} ${JSON.stringify([sellerId, taxNumber, name])}`;
      const known = names.get(key) ?? { firstSeenAt: at, lastSeenAt: at };
      names.set(key, {
        ...{ sellerId, name },
        ...(taxNumber && { taxNumber }),
        firstSeenAt: known.firstSeenAt < at ? known.firstSeenAt : at,
        lastSeenAt: known.lastSeenAt > at ? known.lastSeenAt : at,
      });
    },
    async claimsOf(sellerId) {
      await Promise.resolve();
      return under(claims, sellerId, 1_000);
    },
    async lettersOf(sellerId) {
      await Promise.resolve();
      return under(letters, sellerId, 200);
    },
    async namesOf(sellerId) {
      await Promise.resolve();
      return under(names, sellerId, 50);
    },
  };
}
