import path from 'node:path';
import type { Bench } from '../bench.ts';
import { bundled } from '../bundled.ts';
import { numberOf } from '../performance-page.ts';
import { readSale as readByZod } from '../sale/read-sale.ts';
import { saleNumber } from '../sale/sales.ts';
import { importMillis } from '../start-up.ts';
import { measureInTurns, median } from '../statistics.ts';

const SALES = 2_000;
const STARTS = 15;
const entry = (name: string) => path.join(import.meta.dirname, '..', 'sale', `${name}.ts`);

export const bench: Bench = {
  title: 'Parsing and validation of a sale',
  async run({ long, progress }) {
    progress('bundles');
    const folder = await bundled({
      reading: entry('read-sale'),
      schemas: entry('schemas'),
      nothing: entry('nothing'),
    });
    const { readSale } = await import(path.join(folder, 'reading', 'index.mjs'));

    const texts = Array.from({ length: SALES }, (_, index) => JSON.stringify(saleNumber(index)));
    const refused = texts.find((text) => 'refused' in readSale(text));
    if (refused) throw new Error(`A sale of the bench is refused: ${refused}`);

    progress('sales');
    const each = (read: (text: string) => unknown) => () => {
      for (const text of texts) read(text);
    };
    const times = await measureInTurns(
      { json: each(JSON.parse), compiled: each(readSale), byZod: each(readByZod) },
      { rounds: long ? 500 : 150, warmUps: 20 },
    );
    const micros = (millis: number) => `${numberOf((millis / SALES) * 1_000)} µs`;
    const beside = `JSON.parse of the same ${Buffer.byteLength(texts[0] ?? '')} bytes: ${micros(times.json)}`;

    progress('start-up');
    const start = await startsOf({
      nothing: path.join(folder, 'nothing', 'index.mjs'),
      compiled: path.join(folder, 'schemas', 'index.mjs'),
      zod: path.join(folder, 'schemas', 'plain-schemas.cjs'),
    });
    const millis = (value: number) => `${numberOf(value)} ms`;
    return [
      {
        what: 'reading the body of a sale, compiled',
        value: times.compiled / times.json,
        goal: { atMost: 1.5 },
        against: `${beside}; size, type, depth, JSON and schema: ${micros(times.compiled)}`,
      },
      {
        what: 'reading the body of a sale by zod as it is',
        value: times.byZod / times.json,
        against: `${beside}; ${micros(times.byZod)}`,
      },
      {
        what: 'start-up with the schemas of a sale, compiled',
        value: start.compiled - start.nothing,
        unit: 'ms',
        against: `import ${millis(start.compiled)}, of an empty bundle ${millis(start.nothing)}`,
      },
      {
        what: 'start-up with the same schemas and zod',
        value: start.zod - start.nothing,
        unit: 'ms',
        against: `import ${millis(start.zod)}; loaded by the first body that is refused, never before`,
      },
    ];
  },
};

async function startsOf<Name extends string>(files: Record<Name, string>): Promise<Record<Name, number>> {
  const times = Object.fromEntries(Object.keys(files).map((name) => [name, [] as number[]]));
  const ways = Object.entries<string>(files).map(([name, file]) => [
    name,
    () => times[name]?.push(importMillis(file)),
  ]);
  await measureInTurns(Object.fromEntries(ways), { rounds: STARTS, warmUps: 1 });
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)])) as Record<
    Name,
    number
  >;
}
