import fc from 'fast-check';
import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { lakeColumns } from '../../functions/lake/columns.ts';
import { lakeEventsOf } from '../../functions/lake/lake-events.ts';
import type { LakeEvent } from '../../functions/lake/ports.ts';
import type { Fact } from '../../functions/reports/ports.ts';
import { changesOf, someLives } from './some-history.ts';

const hasher = createHmacTraceHasher('a-secret-of-the-tests');

/** As lake/events.sql has it. */
function seen(events: readonly LakeEvent[]): LakeEvent[] {
  const latest = new Map<string, LakeEvent>();
  for (const event of events) {
    const other = latest.get(event.event_id);
    if (!other || event.version > other.version) latest.set(event.event_id, event);
  }
  return [...latest.values()]
    .filter(({ event }) => event !== 'taken-back')
    .map((event) => ({ ...event, version: 0 }))
    .sort((a, b) => (a.event_id < b.event_id ? -1 : 1));
}

const toldOf = (changes: readonly { before?: Fact; after: Fact }[]) =>
  changes.flatMap(({ before, after }) => lakeEventsOf(before, after, hasher));

const parcels = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 400, maxLength: 400 }).map((numbers) => {
  let at = 0;
  return someLives(4, (below) => (numbers[at++ % numbers.length] ?? 0) % below);
});

describe('the events of the lake', () => {
  it('say what is so in the end, whatever comes again, late or in another order', () => {
    fc.assert(
      fc.property(parcels, fc.infiniteStream(fc.nat({ max: 1_000 })), (lives, chance) => {
        const changes = changesOf(lives);
        const again = changes.filter(() => (chance.next().value ?? 0) % 3 === 0);
        const shuffled = [...changes, ...again]
          .map((change) => ({ change, place: chance.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ change }) => change);
        const asItIs = toldOf(lives.map((life) => ({ after: life.at(-1) as Fact })));
        expect(seen(toldOf(shuffled))).toEqual(seen(asItIs));
      }),
      { numRuns: 100 },
    );
  });

  it('tell all again where it is not known what was told before', () => {
    const lives = someLives(50, (below) => 3 % below);
    const everyVersionAlone = lives.flat().map((after) => ({ after }));
    const inTheEnd = lives.map((life) => ({ after: life.at(-1) as Fact }));
    const kept = new Set(seen(toldOf(everyVersionAlone)).map(({ event_id }) => event_id));
    for (const { event_id } of seen(toldOf(inTheEnd))) expect(kept).toContain(event_id);
  });

  it('say nothing when nothing changed that the lake has', () => {
    const [life] = someLives(1, () => 0);
    const fact = life?.[0] as Fact & { of: 'policy' };
    const touched: Fact = { of: 'policy', facts: { ...fact.facts, version: fact.facts.version + 1 } };
    expect(lakeEventsOf(fact, touched, hasher)).toEqual([]);
  });

  it('lie under the day of Moscow, and count hours', () => {
    const [life] = someLives(1, () => 0);
    const fact = life?.[0] as Fact & { of: 'policy' };
    const soldAt = '2026-02-28T22:30:00.000Z';
    const voidedAt = '2026-03-01T00:00:00.000Z';
    const told = lakeEventsOf(
      undefined,
      { of: 'policy', facts: { ...fact.facts, soldAt, voidedAt } },
      hasher,
    );
    expect(told.map(({ event, day, hours }) => [event, day, hours])).toEqual([
      ['policy-sold', '2026-03-01', undefined],
      ['policy-voided', '2026-03-01', 1.5],
    ]);
  });

  it('hold no parcel and no clerk, and nothing beside the columns', () => {
    let number = 7;
    const lives = someLives(200, (below) => {
      number = (number * 48_271) % 2_147_483_647;
      return number % below;
    });
    const told = toldOf(changesOf(lives));
    expect(new Set(told.map(({ event }) => event)).size).toBe(10);
    expect(JSON.stringify(told)).not.toMatch(/SECRET|trackingNumber|clerkId/);
    const columns = new Set(told.flatMap((event) => Object.keys(event)));
    expect([...columns].filter((name) => !(name in lakeColumns))).toEqual(['day']);
    expect(
      Object.keys(lakeColumns).filter((name) => /track|phone|mail|name|person|address/.test(name)),
    ).toEqual([]);
  });
});
