import { isDeepStrictEqual } from 'node:util';

// Before anything of the product is linked.
await import('../world/register-parsers.ts');
const { memoryTables } = await import('../world/outside.ts');
const { steps, tryHistory } = await import('./try-history.ts');
const { A_LETTER_SENT, ACTIONS_OF_THE_DESK } = await import('./steps-of-desk.ts');

/** Tries the histories of the seeds that it is sent. */

// Thousands of refusals are errors whose way nobody reads.
Error.stackTraceLimit = 5;

/** Of everything that there is to be done, none yet: what never comes to it is found by its nought. */
function noCounts() {
  const names = steps.map(({ name }) => name);
  const kinds = [...names, ...ACTIONS_OF_THE_DESK.map((action) => `desk: ${action}`), A_LETTER_SENT];
  return { tried: new Map<string, number>(), done: new Map(kinds.map((name) => [name, 0])) };
}

/** A seed that does not try the same again would be of no use to whoever has to mend what it found. */
async function checkThatItIsTheSame(seed: number): Promise<void> {
  const isWhole = (await tryHistory(seed, noCounts())) === undefined;
  const first = memoryTables.dump();
  await tryHistory(seed, noCounts());
  if (isWhole && !isDeepStrictEqual(memoryTables.dump(), first))
    throw new Error(`Seed ${seed} is another history each time.`);
}

async function tryEach(from: number, to: number): Promise<object> {
  const counts = noCounts();
  for (let seed = from; seed < to; seed += 1) {
    const broken = await tryHistory(seed, counts);
    if (broken !== undefined) return { broken, seed };
  }
  const [tried, done] = [Object.fromEntries(counts.tried), Object.fromEntries(counts.done)];
  return { from, tried, done };
}

let isChecked = false;
process.on('message', async ({ from, to }: { from: number; to: number }) => {
  if (!isChecked) await checkThatItIsTheSame(from);
  isChecked = true;
  process.send?.(await tryEach(from, to));
});
