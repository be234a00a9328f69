import fc from 'fast-check';
import type { WorkEntry } from '../../../functions/contracts/console.ts';
import { formatDeadlineShort } from '../../../functions/messages/format.ts';
import { bySignals } from '../../../web/console/queue/signals-order.ts';
import { someEntry } from '../../browser/console-desk.ts';

type Level = NonNullable<WorkEntry['signals']>['level'] | undefined;
const entry = (claimId: string, dueAt: string, level?: Level) =>
  someEntry({ claimId, dueAt, ...(level && { signals: { level } }) });
const order = (entries: readonly WorkEntry[]) => bySignals(entries).map(({ claimId }) => claimId);

describe('a list by deadline', () => {
  it('has first what is to be looked at again, then what is worth noting, among what is due on one day', () => {
    expect(
      order([
        entry('none', '2026-03-05T06:00:00.000Z'),
        entry('flag', '2026-03-05T07:00:00.000Z', 'flag'),
        entry('none too', '2026-03-05T08:00:00.000Z'),
        entry('hold', '2026-03-05T09:00:00.000Z', 'hold'),
      ]),
    ).toEqual(['hold', 'flag', 'none', 'none too']);
  });

  it('never has it before what is due on an earlier day', () => {
    // The first is due at the end of the fifth, which is midnight in Moscow.
    expect(
      order([
        entry('today', '2026-03-05T21:00:00.000Z'),
        entry('tomorrow', '2026-03-06T06:00:00.000Z', 'hold'),
      ]),
    ).toEqual(['today', 'tomorrow']);
    expect(
      order([
        entry('noon', '2026-03-05T09:00:00.000Z'),
        entry('midnight', '2026-03-05T21:00:00.000Z', 'hold'),
      ]),
    ).toEqual(['midnight', 'noon']);
  });

  it('stays in the order of days with all of its claims, and of one day and level in the order that it had', () => {
    const given = fc.array(
      fc.record({
        hours: fc.nat(96),
        level: fc.constantFrom<Level>(undefined, 'flag', 'hold'),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(given, (places) => {
        const entries = places
          .map(({ hours, level }, index) =>
            entry(`${index}`, new Date(Date.UTC(2026, 2, 5) + hours * 3_600_000).toISOString(), level),
          )
          .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
        const ordered = bySignals(entries);
        // The day as the screen itself writes it.
        const dayOf = ({ dueAt }: WorkEntry) =>
          formatDeadlineShort(dueAt, 'Europe/Moscow', 'ru').slice(0, 10);
        expect(ordered.map(dayOf)).toEqual(entries.map(dayOf));
        for (const level of [undefined, 'flag', 'hold'] as const) {
          const ofLevel = (each: WorkEntry) => each.signals?.level === level;
          expect(ordered.filter(ofLevel)).toEqual(entries.filter(ofLevel));
        }
        for (const [index, each] of ordered.entries()) {
          const before = ordered[index - 1];
          if (before && dayOf(before) === dayOf(each)) expect(rank(before)).toBeLessThanOrEqual(rank(each));
        }
      }),
    );
  });
});

function rank({ signals }: WorkEntry): number {
  return ['hold', 'flag', undefined].indexOf(signals?.level);
}
