import fc from 'fast-check';
import type { Facts, RefusalCode } from '../../functions/contracts/refusal.ts';
import { problems } from '../../functions/messages/catalogue/problems.ts';
import { placeholdersOf, render } from '../../functions/messages/fill-text.ts';
import { cleanForMessage, renderProblem } from '../../functions/messages/render.ts';

describe('a text', () => {
  it('takes its values', () => {
    expect(render('{a} и {b}, {a}', { a: '1', b: '2', c: '3' })).toBe('1 и 2, 1');
    expect(placeholdersOf('{a} и {b:money}, {a}')).toEqual(['a', 'b']);
  });

  it('without a value for a placeholder is a fault', () => {
    expect(() => render('до {date}', {})).toThrow('{date}');
    expect(() => render('{toString}', {})).toThrow('{toString}');
    expect(() => render('{sum:money}', { sum: '1' })).toThrow('{sum}');
  });

  it('never reads a value as a placeholder', () => {
    expect(render('{a}', { a: '{b} $& $1', b: 'secret' })).toBe('{b} $& $1');
  });
});

describe('a refusal', () => {
  it('says the bound of the rule when the facts name it, and goes without when they do not', () => {
    const facts = { minimum: 1, maximum: 50_000_000 };
    expect(renderProblem('amount-out-of-range', facts, 'en').detail).toContain('500,000');
    expect(renderProblem('amount-out-of-range', { maximum: 'much' }, 'en').detail).not.toContain('much');
  });

  it('shows an end of protection by its last day, in the zone that the facts name', () => {
    const endsAt = '2026-03-31T21:00:00.000Z';
    expect(renderProblem('already-protected', { endsAt }, 'ru').detail).toMatch(/31.марта 2026.г\., 24:00/);
    const there = { endsAt, timeZone: 'Asia/Omsk' };
    expect(renderProblem('claim-too-late', there, 'ru').detail).toMatch(/1.апреля 2026.г\., 03:00/);
  });

  it('names actions, not their codes', () => {
    const facts = { allowedActions: ['approve', 'ask-for-more'] };
    const { detail } = renderProblem('action-not-allowed', facts, 'en');
    expect(detail).toContain('Approve the payout, Ask the customer');
  });
});

describe('the bound of a rule', () => {
  const plain = (text: string) => text.replace(/[\u00A0\u202F]/g, ' ');
  /** What is said beyond the text that every refusal of the kind has. */
  const boundOf = (code: RefusalCode, facts: Facts) =>
    plain(renderProblem(code, facts, 'en').detail.slice(problems.en[code].detail.length).trim());
  const soon = '2026-03-05T10:01:00.000Z';
  const many = Array.from({ length: 25 }, (_, index) => `video/${index}`);

  it.each<[RefusalCode, Facts, string]>([
    ['bookmarks-too-many', { maximum: 50 }, 'Possible are 50.'],
    ['body-too-large', { maximum: 65_536 }, 'The largest size is 64 KB.'],
    ['second-person-needed', { maximum: 10_050 }, 'Up to RUB 100.50 can be approved alone.'],
    ['code-too-soon', { nextCodeAt: soon }, 'A new code is possible from 5 March 2026, 13:01.'],
    [
      'code-too-soon',
      { nextCodeAt: soon, timeZone: 'Asia/Omsk' },
      'A new code is possible from 5 March 2026, 16:01 (Moscow: 5 March 2026, 13:01).',
    ],
    ['code-too-soon', { nextCodeAt: soon, timeZone: 5 }, 'A new code is possible from 5 March 2026, 13:01.'],
    [
      'appeal-too-late',
      { appealUntil: '2026-04-04T21:00:00.000Z' },
      'It was possible until 4 April 2026, 24:00.',
    ],
    ['upload-type-not-accepted', { acceptedTypes: ['video/mp4', 'a'] }, 'Accepted are: video/mp4, a.'],
    ['upload-type-not-accepted', { acceptedTypes: many }, `Accepted are: ${many.slice(0, 20).join(', ')}.`],
    ['terms-unknown', { onSale: '2026-01' }, 'The version on sale is 2026-01.'],
    ['action-not-allowed', { allowedActions: ['x', 'approve', 'y'] }, 'Possible now: Approve the payout.'],
  ])('is shown as what it is: %s of %j', (code, facts, bound) => {
    expect(boundOf(code, facts)).toBe(bound);
  });

  it.each<[RefusalCode, Facts]>([
    ['bookmarks-too-many', {}],
    ['bookmarks-too-many', { maximum: Number.POSITIVE_INFINITY }],
    ['bookmarks-too-many', { maximum: [50] }],
    ['body-too-large', { maximum: '65536' }],
    ['body-too-large', { maximum: Number.NaN }],
    ['amount-out-of-range', { minimum: 100 }],
    ['amount-out-of-range', { minimum: 100, maximum: '500' }],
    ['code-too-soon', { nextCodeAt: 'soon' }],
    ['code-too-soon', { nextCodeAt: 5 }],
    ['appeal-too-late', { appealUntil: 'soon' }],
    ['appeal-too-late', { appealUntil: 5 }],
    ['upload-type-not-accepted', { acceptedTypes: [] }],
    ['upload-type-not-accepted', { acceptedTypes: 'video/mp4' }],
    ['action-not-allowed', { allowedActions: [] }],
    ['action-not-allowed', { allowedActions: ['x'] }],
    ['action-not-allowed', { allowedActions: 'approve' }],
  ])('is left out where the facts do not say it: %s of %j', (code, facts) => {
    expect(renderProblem(code, facts, 'en')).toEqual({
      title: problems.en[code].title,
      detail: problems.en[code].detail,
    });
  });
});

describe('what people typed', () => {
  it.each([
    ['ООО «Ромашка»', 'ООО «Ромашка»'],
    ['ИП Иванов А.Б.', 'ИП Иванов А Б.'],
    ['Выиграл приз http://evil.example/x?y=1 сейчас', 'Выиграл приз сейчас'],
    ['www.evil.example/a Магазин', 'Магазин'],
    ['evil.example/pay Магазин', 'evil example pay Магазин'],
    ['магазин.рф', 'магазин рф'],
    ['pay.evil.example', 'pay evil example'],
    ['Ромашка & Ко evil.example', 'Ромашка & Ко evil example'],
    ['a@evil.example', 'a evil example'],
    ['evil。example', 'evil example'],
    ['Магазин №1', 'Магазин №1'],
    ['строка\r\nДругая\u202Eстрока\u200B', 'строка Другая строка'],
    ['  много   места ', 'много места'],
  ])('%j becomes %j', (typed, clean) => {
    expect(cleanForMessage(typed, 60)).toBe(clean);
  });

  it('is cut by whole characters', () => {
    expect(cleanForMessage('абвгдежз', 5)).toBe('абвг…');
    expect(cleanForMessage('абв гдежз', 5)).toBe('абв…');
    expect(cleanForMessage('абвгд', 5)).toBe('абвгд');
    expect([...cleanForMessage('😀'.repeat(10), 5)]).toHaveLength(5);
  });

  it('is one line without control characters or addresses, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.webUrl(), (typed, url) => {
        const clean = cleanForMessage(`${typed} ${url} ${typed}`, 60);
        expect([...clean].length).toBeLessThanOrEqual(60);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|:\/\/|[\p{L}\d]\.[\p{L}\d]/u);
      }),
      { numRuns: 300 },
    );
  });
});
