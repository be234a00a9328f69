import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { findLaptop } from './seed/laptop-target.ts';
import { DEFAULT_CLAIM_RATE } from './seed/plan-year.ts';
import { runSeed } from './seed/run-seed.ts';
import { startScratchTarget } from './seed/scratch-target.ts';
import { portsOn } from './seed/seed-target.ts';
import { dataDirectoryOf } from './settings.ts';
import { readTemplate, synthesize } from './synthesis.ts';

/**
 * `npm run seed -- --policies N [--year 2026] [--seed S] [--target laptop|scratch]`: a believable year through the
 * service's own use cases, into the running laptop's tables. Stopped and started again it goes on where it was.
 */

const USAGE =
  'Usage: npm run seed -- --policies N [--year 2026] [--seed S] [--claim-rate 0.026] [--target laptop|scratch]';
/** What the tables do not take at once waits there instead of here. */
const CONCURRENCY = 200;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const parse = () => {
  try {
    return parseArgs({
      options: {
        policies: { type: 'string' },
        year: { type: 'string', default: '2026' },
        seed: { type: 'string', default: '1' },
        'claim-rate': { type: 'string', default: String(DEFAULT_CLAIM_RATE) },
        target: { type: 'string', default: 'laptop' },
      },
    }).values;
  } catch (error) {
    return fail(`${(error as Error).message}\n${USAGE}`);
  }
};

const given = parse();
const { seed } = given;
const [policies, year, claimRate] = [given.policies, given.year, given['claim-rate']].map(Number) as [
  number,
  number,
  number,
];
const isCount = Number.isInteger(policies) && policies >= 1 && policies <= 9_999_999;
const isYear = Number.isInteger(year) && year >= 2026 && year <= 2099;
const isRate = claimRate >= 0 && claimRate <= 0.5;
const isTarget = given.target === 'laptop' || given.target === 'scratch';
if (!isCount || !isYear || !isRate || !isTarget || !/^[\w.-]{1,40}$/.test(seed)) fail(USAGE);

const openLaptop = async () => {
  const directory = dataDirectoryOf(process.env);
  const laptop = await findLaptop(directory);
  if (!laptop)
    fail(
      `No laptop answers that works on ${directory}. Start it with npm start (LOCAL_DATA_DIR says where).`,
    );
  const marks = join(directory, 'seeds');
  mkdirSync(marks, { recursive: true });
  const file = join(marks, `${year}-${seed}-${policies}-${claimRate}.json`);
  return { ...(laptop as NonNullable<typeof laptop>), mark: markIn(file) };
};

const openScratch = async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const target = await startScratchTarget(readTemplate(await synthesize(root, console.log)));
  const now = new Date(Date.UTC(year + 1, 6, 1)).toISOString();
  return { target, now, mark: { read: () => undefined, write: () => {} } };
};

/** How far it has come, and which present it was begun in: the plan of a year that is not over depends on it. */
interface Mark {
  next: number;
  until: string;
}

const markIn = (file: string) => ({
  read: (): Mark | undefined => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Mark;
    } catch {
      return undefined;
    }
  },
  write: (mark: Mark) => {
    writeFileSync(`${file}.new`, JSON.stringify(mark));
    renameSync(`${file}.new`, file);
  },
});

const { target, now, mark } = given.target === 'scratch' ? await openScratch() : await openLaptop();
const { next: from, until } = mark.read() ?? { next: 0, until: now };
if (from > 0) console.log(`Going on with parcel ${from + 1} of ${policies}.`);
const bar = new SingleBar({
  format: '{bar} {percentage} % | {value} of {total} policies | {claims} claims | {eta_formatted} left',
  noTTYOutput: true,
  notTTYSchedule: 5_000,
});
const begin = performance.now();
let claims = 0;
bar.start(policies, from, { claims });
try {
  const options = { policies, year, seed, claimRate, until, from, concurrency: CONCURRENCY };
  await runSeed(
    {
      ...options,
      onProgress: (next, more) => {
        claims += more;
        mark.write({ next, until });
        bar.update(next, { claims });
      },
    },
    portsOn(target),
  );
} finally {
  bar.stop();
  await target.close();
}
const seconds = (performance.now() - begin) / 1_000;
console.log(
  `${policies - from} policies and ${claims} claims of ${year} (seed ${seed}) in ${seconds.toFixed(1)} s, lived until ${until}.`,
);
