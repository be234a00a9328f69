import type { LetterContent } from '../../functions/letters/letter-content.ts';
import { renderLetter } from '../../functions/letters/render-letter.ts';
import { letterFrame } from '../../functions/messages/catalogue/letter-frame.ts';
import { hotline, letterhead } from '../../functions/messages/catalogue/service.ts';
import { someLetterContent } from '../builders/letter.ts';
import { type PrintedWord, structureOfPdf, textOfPdf, wordsOfPdf } from './read-pdf.ts';

const frame = letterFrame.ru;
/** Of GOST R 7.0.97, on A4 in points. */
const [LEFT, RIGHT, TOP, BOTTOM] = [71, 595.28 - 42, 48, 841.89 - 62];

function someContent(overrides: Partial<LetterContent> = {}): LetterContent {
  return someLetterContent({
    addressee: { name: 'ООО «Ромашка»', address: 'Краснодар, ул. Красная, д. 1' },
    subject: 'Претензия: возврат денег',
    body: 'Покупатель оплатил посылку.\n\n  Просим вернуть ему деньги.',
    enclosures: [{ fileName: '1-film.mp4', what: 'видеозапись' }, { fileName: '2-document.jpg' }],
    ...overrides,
  });
}
const bytesOf = (overrides: Partial<LetterContent> = {}) => renderLetter(someContent(overrides)).bytes;
const wordsOf = (overrides: Partial<LetterContent> = {}) => wordsOfPdf(bytesOf(overrides));
const linesOf = (count: number) => Array.from({ length: count }, () => 'Строка.').join('\n');
const LONG = Array.from({ length: 30 }, () =>
  'Покупатель оплатил посылку и открыл её на месте. '.repeat(4),
).join('\n');

/** The only word that reads so. */
function theWord(words: readonly PrintedWord[], text: string): PrintedWord {
  const found = words.filter((word) => word.text === text);
  if (found.length !== 1) throw new Error(`There are ${found.length} words «${text}».`);
  return found[0] as PrintedWord;
}
/** The words that stand at the height of this one. */
const lineAt = (words: readonly PrintedWord[], { page, top }: PrintedWord) =>
  words.filter((word) => word.page === page && Math.abs(word.top - top) < 1);
const middleOf = (line: readonly PrintedWord[]) =>
  (Math.min(...line.map(({ left }) => left)) + Math.max(...line.map(({ right }) => right))) / 2;

describe('a letter, read from its first line to its last', () => {
  it('says who writes, under which number, to whom, what about, what, with what, and who signs', () => {
    expect(textOfPdf(bytesOf()).trim().split('\n')).toEqual([
      letterhead.name,
      letterhead.about,
      `${letterhead.address} · ${hotline.shown} · ${letterhead.email}`,
      'Исх. № 26-000123',
      'от 22 ноября 2026 г.',
      'Кому: ООО «Ромашка»',
      'Краснодар, ул. Красная, д. 1',
      'Претензия: возврат денег',
      'Покупатель оплатил посылку.',
      'Просим вернуть ему деньги.',
      'Приложения:',
      '1. видеозапись (файл «1-film.mp4»)',
      '2. 2-document.jpg',
      frame.closing,
      frame.signatory,
      `Телефон для справок: ${hotline.shown}. В ответе укажите исходящий номер этого письма.`,
    ]);
  });

  it('is the same aloud, part by part; without enclosures there is no list of them', () => {
    const heard = (overrides: Partial<LetterContent> = {}) =>
      structureOfPdf(bytesOf(overrides))
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('"'));
    const begin = ['Document', 'Sect', 'Sect', 'H1 (block)', 'P (block)', 'P (block)'];
    const item = ['LI (block)', 'LBody (block)'];
    expect(heard()).toEqual([...begin, 'P (block)', 'L (block)', ...item, ...item, 'P (block)']);
    expect(heard({ enclosures: [] })).toEqual([...begin, 'P (block)']);
    expect(textOfPdf(bytesOf({ enclosures: [] }))).not.toContain(frame.enclosures);
  });
});

describe('the paper of a letter', () => {
  it('keeps its margins, whatever stands on it', () => {
    const addressee = {
      name: 'Общество с ограниченной ответственностью '.repeat(3),
      address: 'Адрес '.repeat(40),
    };
    const words = wordsOf({ body: LONG, addressee, subject: 'Очень длинная тема '.repeat(8) });
    expect(Math.min(...words.map(({ left }) => left))).toBeCloseTo(LEFT, 0);
    expect(Math.max(...words.map(({ right }) => right))).toBeCloseTo(RIGHT, 0);
    expect(Math.min(...words.map(({ top }) => top))).toBeCloseTo(TOP, 0);
    const text = words.filter(({ top }) => top < BOTTOM);
    expect(Math.max(...text.map(({ bottom }) => bottom))).toBeLessThanOrEqual(BOTTOM);
  });

  it('has its head in the middle, the largest of all', () => {
    const words = wordsOf();
    const size = ({ top, bottom }: PrintedWord) => Math.round(10 * (bottom - top));
    const [name, about, address] = ['Защищённая', 'служба', '101000,'].map((text) =>
      lineAt(words, words.find((word) => word.text === text) as PrintedWord),
    );
    for (const line of [name, about, address])
      expect(middleOf(line as PrintedWord[])).toBeCloseTo((LEFT + RIGHT) / 2, 0);
    const largest = Math.max(...words.map(size));
    expect(size(name?.[0] as PrintedWord)).toBe(largest);
    expect(size(about?.[0] as PrintedWord)).toBeLessThan(size(theWord(words, 'Покупатель')));
    expect(size(theWord(words, 'Телефон'))).toBe(size(about?.[0] as PrintedWord));
    expect(size(theWord(words, 'Претензия:'))).toBeGreaterThan(size(theWord(words, 'Покупатель')));
    // The rule between the head and the number has room.
    const gap = theWord(words, 'Исх.').top - Math.max(...(address ?? []).map(({ bottom }) => bottom));
    expect(gap).toBeGreaterThan(15);
    expect(gap).toBeLessThan(30);
  });

  it('has the number on the left, the addressee beside it on the right, and the subject below both', () => {
    const words = wordsOf();
    const [number, to] = [theWord(words, 'Исх.'), theWord(words, 'Кому:')];
    expect([number.left, to.left > 300, to.top]).toEqual([LEFT, true, number.top]);
    expect(theWord(words, 'от').top).toBeGreaterThan(number.top);
    // An address goes on under its name.
    expect(theWord(words, 'Краснодар,').left).toBe(to.left);
    const below = (theme: PrintedWord[]) => theWord(theme, 'Претензия:').top;
    const short = wordsOf({ addressee: { name: 'Банк' } });
    expect(below(short) - theWord(short, 'от').bottom).toBeGreaterThan(20);
    const address = Array.from({ length: 6 }, (_, line) => `строка${line}`).join('\n');
    const long = wordsOf({ addressee: { name: 'Банк', address } });
    expect(below(long) - theWord(long, 'строка5').bottom).toBeGreaterThan(20);
    expect(theWord(long, 'Претензия:').left).toBe(LEFT);
    // A number of any length stays on its side.
    const wide = wordsOf({ outgoingNumber: '26 000 123 '.repeat(6).trim() });
    const ofNumber = wide.filter(
      ({ top, left }) => top < below(wide) - 20 && top >= number.top && left < to.left,
    );
    expect(Math.max(...ofNumber.map(({ right }) => right))).toBeLessThan(to.left - 15);
  });

  it('has a subject that ends before the line does', () => {
    const words = wordsOf({ subject: 'слово '.repeat(40).trim() });
    const subject = words.filter(({ text }) => text === 'слово');
    expect(new Set(subject.map(({ top }) => top)).size).toBeGreaterThan(2);
    expect(Math.max(...subject.map(({ right }) => right))).toBeLessThan(LEFT + 0.76 * (RIGHT - LEFT));
  });

  it('has paragraphs that begin further in, fill their lines and stand apart', () => {
    const paragraph = `Начало ${'слово '.repeat(50)}`;
    const words = wordsOf({ body: `${paragraph}\nКонец.` });
    const first = theWord(words, 'Начало');
    expect(first.left).toBe(LEFT + 35);
    const tops = [...new Set(words.filter(({ text }) => text === 'слово').map(({ top }) => top))];
    const second = lineAt(words, { ...first, top: tops[1] as number });
    expect(second[0]?.left).toBe(LEFT);
    expect(second.at(-1)?.right).toBeCloseTo(RIGHT, 0);
    const apart = theWord(words, 'Конец.').top - (tops.at(-1) as number);
    const inside = (tops[1] as number) - (tops[0] as number);
    expect(apart - inside).toBeGreaterThan(3);
    expect(apart - inside).toBeLessThan(inside);
    const enclosures = theWord(words, 'Приложения:');
    expect([enclosures.left, theWord(words, '1.').left, theWord(words, 'С').left]).toEqual([
      LEFT,
      LEFT,
      LEFT,
    ]);
    // Enclosures, signature and telephone stand apart from what is above them.
    expect(enclosures.top - theWord(words, 'Конец.').top).toBeGreaterThan(inside + 6);
    expect(theWord(words, 'С').top - theWord(words, '2.').top).toBeGreaterThan(2 * inside);
    const signatory = theWord(words, 'специалист');
    expect(signatory.top - theWord(words, 'С').top).toBeCloseTo(inside, 0);
    expect(theWord(words, 'Телефон').top - signatory.top).toBeGreaterThan(1.8 * inside);
  });

  it('has the signature on one page, and the list of enclosures begin where its heading is', () => {
    const counts = Array.from({ length: 14 }, (_, index) => 16 + index);
    const pages = new Set<number>();
    for (const count of counts) {
      const words = wordsOf({ body: linesOf(count) });
      const pageOf = (text: string) => theWord(words, text).page;
      expect([count, pageOf('специалист'), pageOf('Телефон')]).toEqual([count, pageOf('С'), pageOf('С')]);
      expect([count, pageOf('1.')]).toEqual([count, pageOf('Приложения:')]);
      pages.add(pageOf('С'));
    }
    // Some of them fit on the first page, some do not.
    expect([...pages]).toEqual([1, 2]);
  });

  it('of several pages has its number and the page at the foot of each', () => {
    const words = wordsOf({ body: LONG });
    const pages = Math.max(...words.map(({ page }) => page));
    expect(pages).toBeGreaterThan(1);
    for (let page = 1; page <= pages; page += 1) {
      const foot = words.filter((word) => word.page === page && word.top > BOTTOM);
      expect(foot.map(({ text }) => text)).toEqual([
        ...['Исх.', '№', '26-000123'],
        ...['стр.', String(page), 'из', String(pages)],
      ]);
      expect(foot[0]?.left).toBeCloseTo(LEFT, 0);
      expect(foot.at(-1)?.right).toBeCloseTo(RIGHT, 0);
      for (const { top, bottom } of foot)
        expect([top > BOTTOM + 20, bottom < 841.89 - 20]).toEqual([true, true]);
    }
    expect(wordsOf().filter(({ top }) => top > BOTTOM)).toEqual([]);
    const draft = wordsOf({ body: LONG, outgoingNumber: undefined });
    expect(draft.filter(({ text, top }) => text === frame.blank && top > BOTTOM)).toHaveLength(pages);
  });

  it('of a draft says so across every page, in letters of a hundred points and more', () => {
    const isMark = ({ top, bottom }: PrintedWord) => bottom - top > 100;
    const draft = wordsOf({ body: LONG, outgoingNumber: undefined });
    const pages = Math.max(...draft.map(({ page }) => page));
    for (let page = 1; page <= pages; page += 1) {
      const mark = draft.filter((word) => word.page === page && isMark(word));
      expect(mark.map(({ text }) => text).join('')).toBe(frame.draft);
      // From the lower left to the upper right, around the middle of the paper.
      expect(middleOf(mark)).toBeGreaterThan(595.28 / 2 - 60);
      expect(middleOf(mark)).toBeLessThan(595.28 / 2 + 60);
      const [first, last] = [mark[0] as PrintedWord, mark.at(-1) as PrintedWord];
      expect([first.top > last.top, first.left < last.left]).toEqual([true, true]);
      expect((first.bottom + last.top) / 2).toBeGreaterThan(841.89 / 2 - 60);
      expect((first.bottom + last.top) / 2).toBeLessThan(841.89 / 2 + 60);
    }
    expect(wordsOf({ body: LONG }).filter(isMark)).toEqual([]);
  });
});
