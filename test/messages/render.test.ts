import fc from 'fast-check';
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

describe('what people typed', () => {
  it.each([
    ['ООО «Ромашка»', 'ООО «Ромашка»'],
    ['ИП Иванов А.Б.', 'ИП Иванов А Б.'],
    ['Выиграл приз http://evil.example/x?y=1 сейчас', 'Выиграл приз сейчас'],
    ['www.evil.example/a Магазин', 'Магазин'],
    ['evil.example/pay Магазин', 'evil example pay Магазин'],
    ['магазин.рф', 'магазин рф'],
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
