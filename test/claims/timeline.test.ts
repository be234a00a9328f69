import fc from 'fast-check';
import {
  advanceHead,
  appendToTimeline,
  emptyHead,
  firstBrokenEntry,
  type NewEntry,
} from '../../functions/claims/timeline.ts';
import type { TimelineEntry } from '../../functions/contracts/case.ts';
import { NOW, PARCEL } from './claims-fixture.ts';

const someEntry: fc.Arbitrary<NewEntry> = fc.record(
  {
    at: fc.constantFrom(NOW, '2026-03-06T00:00:00.000Z'),
    actor: fc.constantFrom({ role: 'customer' as const }, { role: 'specialist' as const, id: 'anna' }),
    action: fc.constantFrom('file', 'approve', 'refuse'),
    claimId: fc.constantFrom('claim-1', 'claim-2'),
    facts: fc.record({ amount: fc.nat(), reasonCode: fc.string({ maxLength: 5 }) }),
  },
  { requiredKeys: ['at', 'actor', 'action'] },
);

/** Written in several changes, as in life. */
const written = fc
  .array(fc.array(someEntry, { maxLength: 3 }), { minLength: 1, maxLength: 6 })
  .map((changes) => {
    let head = emptyHead(PARCEL);
    const timeline: TimelineEntry[] = [];
    for (const entries of changes) {
      const appended = appendToTimeline(head, entries);
      timeline.push(...appended);
      head = advanceHead(head, appended);
    }
    return { head, timeline };
  });
const longEnough = (least: number) => written.filter(({ timeline }) => timeline.length >= least);

describe('the timeline of a case', () => {
  it('is whole as it was written', () => {
    fc.assert(
      fc.property(written, ({ head, timeline }) => {
        expect(firstBrokenEntry(head, timeline)).toBeUndefined();
        expect(timeline.map(({ sequence }) => sequence)).toEqual(timeline.map((_, index) => index + 1));
      }),
    );
  });

  it('shows every edit of every field at its place', () => {
    const edits: ((entry: TimelineEntry) => TimelineEntry)[] = [
      (entry) => ({ ...entry, at: '2026-03-07T00:00:00.000Z' }),
      (entry) => ({ ...entry, actor: { role: 'supervisor', id: 'eve' } }),
      (entry) => ({ ...entry, action: 'withdraw' }),
      (entry) => ({ ...entry, claimId: 'claim-3' }),
      (entry) => ({ ...entry, facts: { ...entry.facts, added: true } }),
      (entry) => ({ ...entry, from: 'in-review' }),
      (entry) => ({ ...entry, trackingNumber: '39000024000019' }),
      (entry) => ({ ...entry, hash: 'f'.repeat(64) }),
      (entry) => ({ ...entry, previousHash: 'f'.repeat(64) }),
      (entry) => ({ ...entry, sequence: entry.sequence + 1 }),
    ];
    fc.assert(
      fc.property(longEnough(1), fc.nat(), fc.constantFrom(...edits), ({ head, timeline }, choice, edit) => {
        const index = choice % timeline.length;
        const edited = timeline.map((entry, at) => (at === index ? edit(entry) : entry));
        expect(firstBrokenEntry(head, edited)).toBe(index + 1);
      }),
      { numRuns: 400 },
    );
  });

  it('shows a deletion anywhere, also of the last entry and of all', () => {
    fc.assert(
      fc.property(longEnough(1), fc.nat(), fc.nat(), ({ head, timeline }, first, count) => {
        const from = first % timeline.length;
        const upTo = from + 1 + (count % (timeline.length - from));
        const left = [...timeline.slice(0, from), ...timeline.slice(upTo)];
        expect(firstBrokenEntry(head, left)).toBe(from + 1);
      }),
    );
  });

  it('shows any other order, also when the numbers are put right', () => {
    const shuffled = longEnough(2).chain(({ head, timeline }) =>
      fc
        .shuffledSubarray(timeline, { minLength: timeline.length })
        .filter((order) => order.some((entry, index) => entry !== timeline[index]))
        .map((order) => ({ head, timeline, order })),
    );
    fc.assert(
      fc.property(shuffled, fc.boolean(), ({ head, timeline, order }, renumber) => {
        const given = renumber ? order.map((entry, index) => ({ ...entry, sequence: index + 1 })) : order;
        const firstMoved = order.findIndex((entry, index) => entry !== timeline[index]);
        expect(firstBrokenEntry(head, given)).toBe(firstMoved + 1);
      }),
    );
  });

  it('shows an entry that was rewritten with a matching chain after it: the head remembers the last hash', () => {
    fc.assert(
      fc.property(longEnough(1), fc.nat(), ({ head, timeline }, choice) => {
        const index = choice % timeline.length;
        const forged = timeline.map((entry, at) => (at === index ? { ...entry, action: 'forged' } : entry));
        const entries = forged.map(
          ({ trackingNumber: _t, sequence: _s, previousHash: _p, hash: _h, ...kept }) => kept,
        );
        const rechained = appendToTimeline(emptyHead(PARCEL), entries);
        expect(firstBrokenEntry(head, rechained)).toBe(timeline.length + 1);
      }),
    );
  });

  it('shows a chain that was begun anew elsewhere, or from another number, though each link of it fits', () => {
    const head = emptyHead(PARCEL);
    fc.assert(
      fc.property(someEntry, someEntry, (one, other) => {
        for (const start of [{ timelineHash: 'f'.repeat(64) }, { timelineLength: 5 }]) {
          const forged = appendToTimeline({ ...head, ...start }, [one, other]);
          expect(firstBrokenEntry(advanceHead(head, forged), forged)).toBe(1);
        }
      }),
    );
  });

  it('shows that more was written than is there, also where the last hash fits', () => {
    fc.assert(
      fc.property(written, ({ head, timeline }) => {
        const longer = { ...head, timelineLength: head.timelineLength + 1 };
        expect(firstBrokenEntry(longer, timeline)).toBe(timeline.length + 1);
      }),
    );
  });

  it('is written in one form: what is stored outlives the version of the service that wrote it', () => {
    const entry = { at: NOW, actor: { role: 'system' as const }, action: 'file', facts: { amount: 450_000 } };
    const [first] = appendToTimeline(emptyHead(PARCEL), [entry]);
    expect(first).toEqual({
      ...entry,
      trackingNumber: PARCEL,
      sequence: 1,
      previousHash: '0000000000000000000000000000000000000000000000000000000000000000',
      hash: 'c090c1629463f4bf7db2a0d935966512e59b0650fefd41dbab5558a9b08e7642',
    });
  });

  it('shows an entry that nobody wrote', () => {
    fc.assert(
      fc.property(written, someEntry, ({ head, timeline }, entry) => {
        const more = [...timeline, ...appendToTimeline(head, [entry])];
        expect(firstBrokenEntry(head, more)).toBe(more.length + 1);
      }),
    );
  });
});
