import type { ClaimFacts, LetterFacts } from '../../functions/contracts/facts.ts';
import { countedAt, isListed } from '../../functions/reports/claims-of-measure.ts';
import { changesOf, newestOf, thingOf } from '../../functions/reports/counting.ts';
import { partsOf } from '../../functions/reports/day-of.ts';
import type { CountedFact, CounterRow, Counters, Fact, Scope } from '../../functions/reports/ports.ts';
import { compareText } from './compare-text.ts';

/** The reports table's counters in memory. */
export function createMemoryCounters(): Counters & { rows(): ({ scope: Scope } & CounterRow)[] } {
  const markers = new Map<string, CountedFact>();
  const rows = new Map<string, { scope: Scope } & CounterRow>();

  function addTo(scope: Scope, period: string, id: string, add: Record<string, number>): void {
    const key = `${scope} ${period} ${id}`;
    const row = rows.get(key) ?? { scope, period, id, sums: {} };
    for (const [name, value] of Object.entries(add)) row.sums[name] = (row.sums[name] ?? 0) + value;
    rows.set(key, row);
  }
  function between(scope: Scope, from: string, to: string): CounterRow[] {
    return [...rows.values()]
      .filter((row) => row.scope === scope && row.period.length === from.length)
      .filter(({ period }) => from <= period && period <= to)
      .sort((a, b) => compareText(a.period, b.period) || compareText(a.id, b.id))
      .map(({ period, id, sums }) => structuredClone({ period, id, sums }));
  }
  const factsOf = <Of extends Fact['of']>(of: Of) =>
    [...markers.values()].flatMap(({ after }) => (after.of === of ? [after.facts] : [])) as Extract<
      Fact,
      { of: Of }
    >['facts'][];

  return {
    rows: () => structuredClone([...rows.values()]),

    async count(facts) {
      const given = structuredClone(newestOf(facts));
      await Promise.resolve();
      const counted: CountedFact[] = [];
      for (const after of given) {
        const marker = markers.get(thingOf(after));
        if (marker && marker.after.facts.version > after.facts.version) continue;
        if (marker?.after.facts.version === after.facts.version) {
          counted.push(structuredClone(marker));
          continue;
        }
        const before = marker?.after;
        for (const { scope, period, id, add } of changesOf([{ before, after }]))
          addTo(scope, period, id, add);
        const next = { ...(before && { before }), after };
        markers.set(thingOf(after), next);
        counted.push(structuredClone(next));
      }
      return counted;
    },

    async read(scope, from, to, ids) {
      await Promise.resolve();
      const { months, days } = partsOf({ from, to });
      const rows = [...months, ...days].flatMap((part) => between(scope, part.from, part.to));
      return ids ? ofIds(rows, ids) : rows;
    },

    async readIds(scope, period, { after, limit }) {
      await Promise.resolve();
      const { months, days } = partsOf(period);
      const rows = [...months, ...days]
        .flatMap((part) => between(scope, part.from, part.to))
        .filter(({ id }) => after === undefined || compareText(id, after) > 0);
      const ids = [...new Set(rows.map(({ id }) => id))].sort(compareText);
      const last = ids.length < limit ? undefined : ids[limit - 1];
      return { rows: rows.filter(({ id }) => last === undefined || compareText(id, last) <= 0), last };
    },

    async readDays(scope, from, to, ids) {
      await Promise.resolve();
      const rows = between(scope, from, to);
      return ids ? ofIds(rows, ids) : rows;
    },

    async findClaim(claimId) {
      await Promise.resolve();
      const claim = factsOf('claim').find((each: ClaimFacts) => each.claimId === claimId);
      if (!claim) return undefined;
      const letters = factsOf('letter').filter((each: LetterFacts) => each.claimId === claimId);
      letters.sort((a, b) => compareText(a.letterId, b.letterId));
      return structuredClone({ claim, letters });
    },

    async listClaims(query) {
      await Promise.resolve();
      const placeOf = (claim: ClaimFacts) => ({
        at: countedAt(claim, query.measure) ?? '',
        claimId: claim.claimId,
      });
      const keyOf = ({ at, claimId }: { at: string; claimId: string }) => `${at}#${claimId}`;
      const { after } = query;
      const listed = factsOf('claim')
        .filter((claim) => isListed(claim, query))
        .filter((claim) => !after || keyOf(placeOf(claim)) < keyOf(after))
        .sort((a, b) => compareText(keyOf(placeOf(b)), keyOf(placeOf(a))));
      const claims = listed.slice(0, query.limit);
      const last = claims.at(-1);
      return structuredClone({
        claims,
        next: listed.length > claims.length && last ? placeOf(last) : undefined,
      });
    },
  };
}

function ofIds(rows: readonly CounterRow[], ids: readonly string[]): CounterRow[] {
  return rows
    .filter(({ id }) => ids.includes(id))
    .sort((a, b) => compareText(a.period, b.period) || compareText(a.id, b.id));
}
