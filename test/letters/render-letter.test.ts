import fc from 'fast-check';
import { renderLetter } from '../../functions/letters/render-letter.ts';
import { someLetterContent } from '../builders/letter.ts';
import { factsOfPdf, fontsOfPdf, lineOfPdf, structureOfPdf, textOfPdf } from './read-pdf.ts';

const LONG_BODY = Array.from({ length: 40 }, (_, index) =>
  `${index + 1}. Покупатель оплатил посылку и открыл её на месте. `.repeat(6),
).join('\n');

describe('what stands on the paper', () => {
  test('number, date, addressee, subject, paragraphs, enclosures and signature can be read back', () => {
    const { bytes, pages } = renderLetter(someLetterContent());
    const text = textOfPdf(bytes);
    expect(pages).toBe(1);
    for (const part of [
      'Защищённая покупка',
      'Исх. № 26-000123',
      'от 22 ноября 2026 г.',
      'Кому: ООО «Ромашка»',
      '350000, г. Краснодар, ул. Красная, д. 1',
      'Претензия: возврат 4 500 руб. 00 коп.',
      'Покупатель оплатил посылку.',
      'Просим вернуть ему деньги.',
      'Приложения:',
      '1. видеозапись распаковки (файл «распаковка.mp4»)',
      '2. чек.jpg',
      'С уважением,',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('ПРОЕКТ');
    expect(text).not.toContain('стр.');
  });

  test('the date is the day in Moscow, where the letter is written', () => {
    const { bytes } = renderLetter(someLetterContent({ date: '2026-11-22T21:30:00.000Z' }));
    expect(textOfPdf(bytes)).toContain('от 23 ноября 2026 г.');
  });

  test('a draft says so across the page and has neither number nor date', () => {
    const text = textOfPdf(renderLetter(someLetterContent({ outgoingNumber: undefined })).bytes);
    expect(text).toContain('Проект письма, не отправлено.');
    expect(text.replace(/\s/g, '')).toMatch(/ПР.*О.*Е.*КТ/);
    expect(text).toContain('Исх. № ____________');
    expect(text).not.toContain('22 ноября');
  });

  test('a letter to a customer who reads English is framed in English', () => {
    const { bytes } = renderLetter(someLetterContent({ language: 'en', body: LONG_BODY }));
    const text = textOfPdf(bytes);
    for (const part of ['Our ref. 26-000123', '22 November 2026', 'To: ООО', 'Enclosures:', 'page 2 of'])
      expect(text).toContain(part);
  });

  test('a long body flows over numbered pages and loses nothing', () => {
    const { bytes, pages } = renderLetter(someLetterContent({ body: LONG_BODY }));
    const text = lineOfPdf(bytes);
    expect(pages).toBeGreaterThan(2);
    for (let page = 1; page <= pages; page += 1) expect(text).toContain(`стр. ${page} из ${pages}`);
    expect(text.match(/открыл/g)).toHaveLength(40 * 6);
    expect(text.indexOf('С уважением')).toBeGreaterThan(text.lastIndexOf('открыл'));
  });
});

describe('the file', () => {
  test('is A4, tagged, in Russian, with title and all typefaces embedded as far as needed', () => {
    const { bytes } = renderLetter(someLetterContent());
    const facts = factsOfPdf(bytes);
    expect(facts).toMatchObject({
      Title: 'Претензия: возврат 4 500 руб. 00 коп.',
      Author: 'Защищённая покупка',
      Tagged: 'yes',
      'Page size': '595.28 x 841.89 pts (A4)',
      JavaScript: 'no',
      'PDF version': '1.7',
    });
    const fonts = fontsOfPdf(bytes);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatchObject({ isEmbedded: true, isSubset: true });
    const source = (of: Uint8Array) => Buffer.from(of).toString('latin1');
    expect(source(bytes)).toContain('/Lang (ru-RU)');
    expect(source(renderLetter(someLetterContent({ language: 'en' })).bytes)).toContain('/Lang (en-GB)');
    // A reader's window is headed by the subject, not by the name of the file.
    expect(source(bytes)).toContain('/DisplayDocTitle true');
    expect(bytes.length).toBeLessThan(100_000);
  });

  test('reads aloud as a letter: heading, paragraphs, list; the watermark and page numbers stay out', () => {
    const structure = structureOfPdf(
      renderLetter(someLetterContent({ body: LONG_BODY, outgoingNumber: undefined })).bytes,
    );
    for (const part of ['Document', 'H1', 'P (block)', 'LI', 'LBody']) expect(structure).toContain(part);
    expect(structure).toContain('Проект письма');
    expect(structure).not.toContain('ПРОЕКТ');
    expect(structure).not.toMatch(/стр\. \d/);
  });

  test('is the same, byte for byte, for the same content', () => {
    const first = renderLetter(someLetterContent({ body: LONG_BODY })).bytes;
    const second = renderLetter(someLetterContent({ body: LONG_BODY })).bytes;
    expect(Buffer.compare(first, second)).toBe(0);
    expect(Buffer.compare(first, renderLetter(someLetterContent()).bytes)).not.toBe(0);
  });
});

describe('text that nobody foresaw', () => {
  test('a sign that the typeface lacks is marked, what joins signs is left out', () => {
    const { bytes } = renderLetter(
      someLetterContent({
        body: 'Подарок 🎁 и семья 👨‍👩‍👧, и́ с ударением, и\u0306 из двух знаков, сум\u00ADма, 中',
      }),
    );
    expect(lineOfPdf(bytes)).toContain(
      'Подарок [?] и семья [?], и́ с ударением, й из двух знаков, сумма, [?]',
    );
  });

  test('a word longer than a line is broken, not cut off, and an endless one ends in good time', () => {
    const { bytes } = renderLetter(someLetterContent({ body: 'щ'.repeat(6_000) }));
    const inFrame = textOfPdf(renderLetter(someLetterContent({ body: 'а' })).bytes).match(/щ/g)?.length ?? 0;
    expect(textOfPdf(bytes).match(/щ/g)).toHaveLength(6_000 + inFrame);
  });

  test('any text makes a PDF', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        (body, subject) => {
          const { bytes } = renderLetter(
            someLetterContent({ body, subject, enclosures: [{ fileName: subject }] }),
          );
          return Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-';
        },
      ),
      { numRuns: 15 },
    );
  });
});
