import fc from 'fast-check';
import { reportsScreen as texts } from '../../../functions/messages/catalogue/reports-screen-ru.ts';
import { type CsvCell, csvOf } from '../../../web/console/reports/csv.ts';
import { tableCsv } from '../../../web/console/reports/table-csv.ts';
import { parseCsv } from '../../browser/parse-csv.ts';
import { someMeasures } from '../../browser/report-answers.ts';

describe('a table for a Russian spreadsheet', () => {
  it('says its encoding, separates with semicolons and ends lines as Windows does', () => {
    expect(
      csvOf([
        ['Регион', 'Помогли, %'],
        ['Москва', 97.85],
        ['Тыва', null],
      ]),
    ).toBe('\uFEFFРегион;Помогли, %\r\nМосква;97,85\r\nТыва;\r\n');
  });

  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+7 916', "'+7 916"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['  =1+1', "'  =1+1"],
    ['\n =1+1', `"'\n =1+1"`],
    ['\u00A0@SUM(A1)', "'\u00A0@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    [' ＋1', "' ＋1"],
    ['－1', "'－1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
  ])('runs no formula: %j', (text, cell) => {
    expect(csvOf([[text]])).toBe(`\uFEFF${cell}\r\n`);
  });

  it('leaves a negative number a number', () => {
    expect(csvOf([[-99, -0.5]])).toBe('\uFEFF-99;-0,5\r\n');
  });

  it('is read back as it was written, whatever stands in it', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'Я', ';', '"', '\n', '\r', ',', '=', '＝', '-', "'", ' '),
    });
    const cell: fc.Arbitrary<CsvCell> = fc.oneof(text, fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const read = parseCsv(csvOf(rows));
        expect(read).toHaveLength(rows.length);
        rows.forEach((row, line) => {
          row.forEach((given, column) => {
            const shown = given === null ? '' : String(given);
            expect([shown, `'${shown}`]).toContain(read[line]?.[column]);
            if (typeof given === 'string') expect(read[line]?.[column]).not.toMatch(/^\s*[=＝+\-@]/);
          });
        });
      }),
    );
  });

  it('has plain numbers: roubles, per cent and hours', () => {
    const measures = { ...someMeasures(1, 1_000), paid: 123_450, premium: -9_900, compensatedShare: 0.98765 };
    const [heading = [], row = []] = parseCsv(
      tableCsv({ key: 'Код', name: 'Регион' }, [{ key: 'RYA', name: 'Рязанская область', measures }], texts),
    );
    const of = (name: string) => row[heading.indexOf(name)];
    expect(row.slice(0, 2)).toEqual(['RYA', 'Рязанская область']);
    expect(of('Выплачено, руб.')).toBe('1234,5');
    expect(of('Взносы, руб.')).toBe('-99');
    expect(of('Помогли, %')).toBe('98,77');
    expect(of('До решения, ч')).toBe(String(measures.timeToDecision.p50).replace('.', ','));
  });
});
