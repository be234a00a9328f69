import { isDeepStrictEqual } from 'node:util';

// Before anything of the product is linked.
await import('../world/register-parsers.ts');
const { memoryTables } = await import('../world/outside.ts');
const { steps, tryHistory } = await import('./try-history.ts');

/** Tries the histories of the seeds that it is sent. */

// Thousands of refusals are errors whose way nobody reads.
Error.stackTraceLimit = 5;

/** A seed that does not try the same again would be of no use to whoever has to mend what it found. */
async function checkThatItIsTheSame(seed: number): Promise<void> {
  const isWhole = (await tryHistory(seed, new Map())) === undefined;
  const first = memoryTables.dump();
  await tryHistory(seed, new Map());
  if (isWhole && !isDeepStrictEqual(memoryTables.dump(), first))
    throw new Error(`Seed ${seed} is another history each time.`);
}

async function tryEach(from: number, to: number): Promise<object> {
  const counts = new Map<string, number>(steps.map(({ name }) => [name, 0]));
  for (let seed = from; seed < to; seed += 1) {
    const broken = await tryHistory(seed, counts);
    if (broken !== undefined) return { broken, seed };
  }
  return { from, tried: to - from, counts: Object.fromEntries(counts) };
}

let isChecked = false;
process.on('message', async ({ from, to }: { from: number; to: number }) => {
  if (!isChecked) await checkThatItIsTheSame(from);
  isChecked = true;
  process.send?.(await tryEach(from, to));
});
