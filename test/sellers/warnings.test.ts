import fc from 'fast-check';
import { toInstant, toMillis } from '../../functions/clock.ts';
import type { WatchedSeller } from '../../functions/sellers/ports.ts';
import { PARCEL_DAYS, WARNING_RULE_SETS } from '../../functions/sellers/warning-rules.ts';
import {
  inWords,
  packWarning,
  unpackWarning,
  warningOf,
  warningsOf,
} from '../../functions/sellers/warnings.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const DAY = 86_400_000;
const daysBefore = (days: number) => toInstant(toMillis(NOW) - days * DAY);

function watched(confirmed: number, parcels: number, more: Partial<WatchedSeller> = {}): WatchedSeller {
  return {
    sellerId: 's'.repeat(22),
    confirmedAt: Array.from({ length: confirmed }, (_, n) => daysBefore(n / 10)),
    parcels,
    countedAt: NOW,
    ...more,
  };
}

describe('a warning at the counter', () => {
  it.each([
    ['many-confirmed', watched(7, 46), true],
    ['many-confirmed', watched(6, 40), false],
    ['many-confirmed', watched(7, 47), false],
    ['large-share', watched(4, 10), true],
    ['large-share', watched(4, 11), false],
    ['large-share', watched(3, 3), false],
    ['same-name', watched(7, 23, { isNameOnly: true }), true],
    ['same-name', watched(7, 24, { isNameOnly: true }), false],
    ['same-name', watched(6, 6, { isNameOnly: true }), false],
  ])('%s at its thresholds and just beside: %j', (rule, seller, fires) => {
    expect(warningOf(seller, NOW)?.rule).toBe(fires ? rule : undefined);
  });

  it('lets a confirmed claim drop out of the window by itself', () => {
    const seller = watched(0, 20, { confirmedAt: Array.from({ length: 7 }, () => daysBefore(0)) });
    const at = (millis: number) => warningOf(seller, toInstant(toMillis(NOW) + millis))?.rule;
    expect(at(0)).toBe('many-confirmed');
    expect(at(90 * DAY - 1)).toBe('many-confirmed');
    expect(at(90 * DAY)).toBeUndefined();
  });

  it('does not know of what comes later', () => {
    expect(warningOf(watched(7, 7), daysBefore(1))).toBeUndefined();
  });

  it('takes a parcel that is counted late for one', () => {
    expect(warningOf(watched(7, 2), NOW)).toMatchObject({ confirmed: 7, parcels: 7 });
  });

  it.each([
    [1, 'подтверждено 1 обращение.', '1 claim confirmed'],
    [2, 'подтверждено 2 обращения.', '2 claims confirmed'],
    [5, 'подтверждено 5 обращений.', '5 claims confirmed'],
    [7, 'подтверждено 7 обращений.', '7 claims confirmed'],
    [11, 'подтверждено 11 обращений.', '11 claims confirmed'],
    [21, 'подтверждено 21 обращение.', '21 claims confirmed'],
    [101, 'подтверждено 101 обращение.', '101 claims confirmed'],
  ])('of %i is in good Russian and English', (confirmed, ru, en) => {
    const said = inWords({ ruleSet: '2026-11', rule: 'many-confirmed', confirmed, parcels: confirmed });
    expect(said).toEqual({
      rule: 'many-confirmed',
      ru: `За 90 дней по посылкам этого продавца ${ru}`,
      en: `In the last 90 days: ${en} on this seller’s parcels.`,
    });
  });

  it('says of a name only that parcels of this name were meant', () => {
    const given = { ruleSet: '2026-11', confirmed: 7, parcels: 9 };
    expect(inWords({ ...given, rule: 'same-name' })).toEqual({
      rule: 'same-name',
      ru: 'За 90 дней по посылкам продавца с таким названием подтверждено 7 обращений.',
      en: 'In the last 90 days: 7 claims confirmed on parcels of a seller of this name.',
    });
    expect(inWords({ ...given, rule: 'large-share' }).en).toBe(
      'In the last 90 days: 7 claims confirmed on this seller’s parcels.',
    );
  });

  it('is one sentence, or none', () => {
    expect(warningsOf(watched(9, 9), NOW)).toHaveLength(1);
    expect(warningsOf(watched(4, 9), NOW)[0]?.ru).toBe(
      'За 90 дней по посылкам этого продавца подтверждено 4 обращения.',
    );
    expect(warningsOf(watched(1, 9), NOW)).toEqual([]);
    expect(warningsOf(undefined, NOW)).toEqual([]);
  });

  it('is said in the same words for ever by what a policy keeps of it, in less than 60 bytes', () => {
    for (const { version, rules } of WARNING_RULE_SETS)
      for (const { id } of rules) {
        const given = { ruleSet: version, rule: id, confirmed: 200, parcels: 99_999_999 };
        expect(packWarning(given).length).toBeLessThanOrEqual(60);
        expect(inWords(unpackWarning(packWarning(given)))).toEqual(inWords(given));
      }
    expect(() => inWords(unpackWarning('2020-01/none/1/1'))).toThrow('No rule');
  });

  it('never looks further back than parcels are counted, and needs more where only a name is known', () => {
    const rules = WARNING_RULE_SETS.flatMap((set) => set.rules);
    for (const { windowDays, share } of rules) {
      expect(windowDays).toBeLessThanOrEqual(PARCEL_DAYS);
      expect(share).toBeGreaterThanOrEqual(0.15);
    }
  });

  it('gets no easier with fewer confirmed claims or more parcels', () => {
    const someSeller = fc.tuple(fc.nat(40), fc.nat(200), fc.boolean());
    fc.assert(
      fc.property(someSeller, ([confirmed, parcels, isNameOnly]) => {
        if (warningOf(watched(confirmed, parcels, { isNameOnly }), NOW)) return;
        expect(warningOf(watched(confirmed, parcels + 1 + confirmed, { isNameOnly }), NOW)).toBeUndefined();
        if (confirmed > 0)
          expect(warningOf(watched(confirmed - 1, parcels + confirmed, { isNameOnly }), NOW)).toBeUndefined();
      }),
    );
  });
});
