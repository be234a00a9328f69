import { customerPage as english } from '../../functions/messages/catalogue/customer-page-en.ts';
import { customerPage as russian } from '../../functions/messages/catalogue/customer-page-ru.ts';
import { placeholdersOf } from '../../functions/messages/fill-text.ts';

/** Every text with the way to it. */
function textsIn(value: unknown, way = ''): [string, string][] {
  if (typeof value === 'string') return [[way, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsIn(inner, `${way}/${key}`));
}

const [ru, en] = [textsIn(russian), textsIn(english)];

describe("the texts of the customer's page", () => {
  it('are the same ones in both languages', () => {
    expect(ru.map(([way]) => way)).toEqual(en.map(([way]) => way));
    expect(ru.length).toBeGreaterThan(150);
  });

  it('take the same values in both languages', () => {
    const other = new Map(en);
    for (const [way, text] of ru)
      expect([way, placeholdersOf(text).sort()]).toEqual([way, placeholdersOf(other.get(way) ?? '').sort()]);
  });

  it.each([
    ['ru', ru, /[А-Яа-яЁё]/, /^\/otherLanguage$/],
    ['en', en, /[A-Za-z]/, /^\/otherLanguage$/],
  ] as const)('are whole sentences of their own language (%s)', (_name, texts, alphabet, except) => {
    for (const [way, text] of texts) {
      expect([way, text.trim()]).toEqual([way, text]);
      const words = text.replace(/\{\w+\}/g, '').replace(/[\s·(),.:«»“”–-]/g, '');
      if (words !== '' && !except.test(way)) expect([way, alphabet.test(text)]).toEqual([way, true]);
    }
    const foreign = alphabet.source.includes('А') ? /[a-z]{3,}/ : /[А-Яа-яЁё]/;
    const strange = texts.filter(
      ([way, text]) => !except.test(way) && foreign.test(text.replace(/\{\w+\}/g, '')),
    );
    expect(strange).toEqual([]);
  });

  it('say it without the words of the trade', () => {
    const jargon = /полис|заявлени|верификац|валид|таймаут|upload id|policy|token|invalid|null|undefined/i;
    expect([...ru, ...en].filter(([, text]) => jargon.test(text))).toEqual([]);
  });
});
