import { printableText } from '../../functions/letters/printable-text.ts';

/** A typeface of Cyrillic and Latin letters, and nothing beyond. */
const isPrintable = (codePoint: number) => codePoint < 0x500 || codePoint === 0x2116;
const shown = (text: string) => printableText(text, isPrintable);
const NO_BREAK = '\u00A0';

describe('a text as a typeface can print it', () => {
  it.each([
    ['lines of any computer', 'один\r\nдва\rтри\nчетыре', 'один\nдва\nтри\nчетыре'],
    ['tabs, as spaces', 'один\tдва', 'один два'],
    ['narrow spaces, as one that does not break', `4\u202F500\u2009руб.`, `4${NO_BREAK}500${NO_BREAK}руб.`],
    ['a number, beside its sign', 'счёт № 7 и № 8', `счёт №${NO_BREAK}7 и №${NO_BREAK}8`],
    ['a sign without its number, as it is', 'под № ', 'под № '],
    ['letters that were typed in two signs', 'и\u0306', 'й'],
    ['what joins or hides, as nothing', 'сум\u00ADма\u200D', 'сумма'],
    ['a sign that it lacks, as a mark, whatever it is made of', 'Дар 🎁👨‍👩‍👧', 'Дар [?][?]'],
    ['a letter with an accent that it lacks, as a mark', 'а\u20DD', '[?]'],
    ['nothing', '', ''],
  ])('shows %s', (_name, text, printed) => {
    expect(shown(text)).toBe(printed);
  });

  it('breaks a word where no line is as long, and leaves every other one whole', () => {
    const word = (length: number) => 'щ'.repeat(length);
    expect(shown(word(200))).toBe(word(200));
    expect(shown(word(201))).toBe(`${word(200)} щ`);
    expect(shown(`${word(200)} ${word(450)}`)).toBe(`${word(200)} ${word(200)} ${word(200)} ${word(50)}`);
  });
});
