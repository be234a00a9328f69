import { Worker } from 'node:worker_threads';
import { openBuckets } from '../../test/adapters/presigned-requests.ts';
import type { Bench, Figure } from '../bench.ts';
import type { Compared } from '../compare-signatures.ts';
import { measureInTurns } from '../statistics.ts';

const COMPARED = { short: 20_000, long: 1_000_000 };
const THREADS = 2;
/** A batch is what one request of a page signs at most. */
const PARTS = 20;
const ROUNDS = { rounds: 41, warmUps: 10 };

async function compare(all: number, progress: (text: string) => void): Promise<Compared> {
  const done = Array.from({ length: THREADS }, () => ({ inputs: 0, different: 0 }));
  await Promise.all(
    done.map(
      (mine, thread) =>
        new Promise<void>((resolve, reject) => {
          const workerData = { seed: 1 + thread, inputs: Math.ceil(all / THREADS) };
          const worker = new Worker(new URL('../compare-signatures.ts', import.meta.url), { workerData });
          worker.on('message', (compared: Compared) => {
            Object.assign(mine, compared);
            progress(`${done.reduce((sum, { inputs }) => sum + inputs, 0)} of ${all} inputs compared`);
          });
          worker.on('error', reject);
          worker.on('exit', () => resolve());
        }),
    ),
  );
  return {
    inputs: done.reduce((sum, { inputs }) => sum + inputs, 0),
    different: done.reduce((sum, { different }) => sum + different, 0),
  };
}

async function time(): Promise<Figure> {
  const buckets = openBuckets();
  const parts = Array.from({ length: PARTS }, (_, index) => ({
    bucket: 0,
    credentials: {
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'x'.repeat(40),
      sessionToken: 'y'.repeat(800),
    },
    objectKey:
      'evidence/10100012123456/0b8f3c9e-9c5d-4a58-b9f4-0d8c8d2a7a11/5f0c1f4f1a0e4d0f8f5f0c1f4f1a0e4d',
    at: Date.UTC(2026, 10, 22, 9) + index,
    expiresInSeconds: 900,
    part: {
      ...{ multipartId: 'm'.repeat(100), partNumber: index + 1, size: 5 * 1024 ** 2 },
      sha256: Buffer.alloc(32, index).toString('base64'),
    },
  }));
  const { own, sdk } = await measureInTurns(
    {
      own: () => Promise.all(parts.map((part) => buckets.own(part))),
      sdk: () => Promise.all(parts.map((part) => buckets.sdk(part))),
    },
    ROUNDS,
  );
  buckets.close();
  const each = (millis: number) => `${((millis / PARTS) * 1_000).toFixed(1)} µs`;
  return {
    what: 'time to presign a part',
    value: own / sdk,
    goal: { atMost: 0.2 },
    against: `${each(own)} ÷ ${each(sdk)} of the SDK's presigner, with credentials of a role`,
  };
}

export const bench: Bench = {
  title: 'Presigning a part',

  async run({ long, progress }) {
    const figure = await time();
    const { inputs, different } = await compare(long ? COMPARED.long : COMPARED.short, progress);
    return [
      figure,
      {
        what: 'URLs that differ from those of the SDK',
        value: different,
        unit: `of ${inputs.toLocaleString('en-US')}`,
        goal: { atMost: 0 },
        against:
          'the whole URL, byte by byte; random keys, credentials, instants, parts and downloads, 9 kinds of bucket',
      },
    ];
  },
};
