import path from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Plugin } from 'esbuild';
import type { Bench } from '../bench.ts';
import { bundled } from '../bundled.ts';
import { numberOf } from '../performance-page.ts';
import { saleEvent } from '../sale/sales.ts';
import { measureInTurns } from '../statistics.ts';

const SALES = 500;
const root = path.join(import.meta.dirname, '..', '..');

type Handler = (event: APIGatewayProxyEventV2, context: object) => Promise<{ statusCode: number }>;

/** The handler as it is deployed but for the tables. */
const stubbed: Plugin = {
  name: 'stubbed-deps',
  setup({ onResolve }) {
    onResolve({ filter: /\/deps\.ts$/ }, () => ({ path: path.join(root, 'bench/sale/stubbed-deps.ts') }));
  },
};

export const bench: Bench = {
  title: 'A sale with the store stubbed',
  async run({ long, progress }) {
    progress('bundles');
    const folder = await bundled(
      {
        whole: path.join(root, 'functions/handlers/sell-protection.ts'),
        bare: path.join(root, 'bench/sale/bare-sale.ts'),
      },
      [stubbed],
    );
    const handlerOf = async (name: string): Promise<Handler> =>
      (await import(path.join(folder, name, 'index.mjs'))).handler;
    const [whole, bare] = await Promise.all([handlerOf('whole'), handlerOf('bare')]);
    const events = Array.from({ length: SALES }, (_, index) => saleEvent(index));
    const each = (handler: Handler) => async () => {
      for (const event of events) {
        const { statusCode } = await handler(event, {});
        if (statusCode !== 201) throw new Error(`A sale of the bench is answered with ${statusCode}.`);
      }
    };
    progress('sales');
    const times = await measureInTurns(
      { whole: each(whole), bare: each(bare) },
      { rounds: long ? 400 : 100, warmUps: 15 },
    );
    const micros = (millis: number) => `${numberOf((millis / SALES) * 1_000)} µs`;
    return [
      {
        what: 'sale handler, store stubbed',
        value: times.whole / times.bare,
        goal: { atMost: 1.3 },
        against: `the use case without middleware and validation: ${micros(times.bare)}; handler: ${micros(times.whole)}`,
      },
    ];
  },
};
