import type { ShownSignal } from '../../../functions/contracts/signals.ts';
import { placeholdersOf } from '../../../functions/messages/fill-text.ts';
import { groupsOf } from '../../../web/console/signals/grouping.ts';
import { answerOfLetter } from '../../../web/console/signals/letter-answer.ts';
import { latestMonths, withoutGaps } from '../../../web/console/signals/months.ts';
import { SIGNALS_TEXTS } from '../../../web/console/signals/texts.ts';
import { monthWords, shareWords, shortDay } from '../../../web/console/signals/words.ts';

const signal = (rule: string, weight: number, more: Partial<ShownSignal> = {}): ShownSignal => ({
  rule,
  weight,
  sentence: { ru: rule, en: rule },
  cases: [],
  ...more,
});
const month = (name: string, filed: number) => ({ month: name, parcels: 9, filed, confirmed: 0, paid: 0 });
/** As people read it: with plain spaces. */
const plain = (text: string | undefined) => text?.replace(/\s/g, ' ');

describe('what stands out, in groups', () => {
  it('puts the heaviest group first, and the heaviest signal first in it', () => {
    const groups = groupsOf([
      signal('late', 5),
      signal('office', 20, { about: 'office' }),
      signal('film', 40, { about: 'buyer' }),
      signal('seller', 30, { about: 'seller' }),
      signal('alias', 31, { about: 'seller' }),
    ]);
    expect(groups.map(({ about, signals }) => [about, ...signals.map(({ rule }) => rule)])).toEqual([
      ['seller', 'alias', 'seller'],
      ['buyer', 'film', 'late'],
      ['office', 'office'],
    ]);
  });

  it('takes what names a seller for being about them when nothing else is said', () => {
    const [group] = groupsOf([signal('seller-confirmed', 1, { sellerId: 'Zp3kR8wTq1Lm5nVx7bYc2A' })]);
    expect(group?.about).toBe('seller');
  });

  it('leaves out groups of which nothing is said', () => {
    expect(groupsOf([])).toEqual([]);
  });
});

describe('months', () => {
  it('begin at Moscow’s midnight', () => {
    expect(latestMonths(Date.parse('2026-02-28T20:59:59.000Z'), 1)).toEqual(['2026-02']);
    expect(latestMonths(Date.parse('2026-02-28T21:00:00.000Z'), 3)).toEqual([
      '2026-03',
      '2026-02',
      '2026-01',
    ]);
  });

  it('go back over the turn of the year, from the last day of a long month too', () => {
    expect(latestMonths(Date.parse('2026-03-31T12:00:00.000Z'), 4)).toEqual([
      '2026-03',
      '2026-02',
      '2026-01',
      '2025-12',
    ]);
  });

  it('have no gaps in a plot, oldest first', () => {
    const whole = withoutGaps([month('2026-02', 3), month('2025-11', 1)]);
    expect(whole.map(({ month: name, filed }) => [name, filed])).toEqual([
      ['2025-11', 1],
      ['2025-12', 0],
      ['2026-01', 0],
      ['2026-02', 3],
    ]);
    expect(withoutGaps([])).toEqual([]);
  });
});

describe('a letter', () => {
  const letter = {
    trackingNumber: '10100012123456',
    letterId: 'letter-1',
    claimId: 'claim-1',
    version: 1,
    region: 'MOW',
    sellerIds: ['Zp3kR8wTq1Lm5nVx7bYc2A'],
    kind: 'claim-to-seller' as const,
  };
  const sent = { ...letter, sentAt: '2026-03-01T09:00:00.000Z', replyDueAt: '2026-03-11T21:00:00.000Z' };
  const due = Date.parse(sent.replyDueAt);

  it('is awaited until its day, then unanswered', () => {
    expect(answerOfLetter(sent, due - 1).state).toBe('waiting');
    expect(answerOfLetter(sent, due).state).toBe('overdue');
  });

  it('that was answered late was answered', () => {
    const answered = { ...sent, answeredAt: '2026-03-20T09:00:00.000Z', outcome: 'agreed' as const };
    expect(answerOfLetter(answered, due + 1)).toEqual({
      state: 'answered',
      at: '2026-03-20T09:00:00.000Z',
      outcome: 'agreed',
    });
  });

  it('that was not sent, or asks for nothing, awaits nothing', () => {
    expect(answerOfLetter(letter, due).state).toBe('none');
    expect(answerOfLetter({ ...letter, sentAt: sent.sentAt }, due).state).toBe('none');
  });
});

describe('its words', () => {
  it('tell days and months in the reader’s language, by Moscow’s books', () => {
    expect(shortDay('2026-03-04T21:30:00.000Z', 'ru')).toBe('05.03.2026');
    expect(shortDay('2026-03-04T20:30:00.000Z', 'en')).toBe('4 Mar 2026');
    expect(plain(monthWords('2026-03', 'ru'))).toBe('март 2026');
    expect(monthWords('2026-03', 'en')).toBe('March 2026');
  });

  it('tell shares, small ones by tenths, and none of nothing', () => {
    expect(plain(shareWords(43, 61, 'ru'))).toBe('70 %');
    expect(plain(shareWords(61, 1284, 'ru'))).toBe('4,8 %');
    expect(plain(shareWords(0, 61, 'en'))).toBe('0%');
    expect(shareWords(0, 0, 'ru')).toBeUndefined();
  });

  it('have the same places to fill in both languages', () => {
    const placesOf = (texts: object, path = ''): string[] =>
      Object.entries(texts).flatMap(([name, value]) =>
        typeof value === 'string'
          ? [`${path}${name} ${placeholdersOf(value).sort()}`]
          : placesOf(value, `${path}${name}.`),
      );
    expect(placesOf(SIGNALS_TEXTS.ru)).toEqual(placesOf(SIGNALS_TEXTS.en));
  });
});
