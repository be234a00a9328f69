// Before anything of the product is linked.
await import('../world/register-parsers.ts');
const { fuzzOne } = await import('./fuzz-all.ts');
const { fuzzOperation } = await import('./fuzz-operation.ts');
const { worldToFuzz } = await import('./world-target.ts');

/** Tries the operations whose places in the document it is sent, and says what came of each; `worker.ts SEED RUNS HUGE`. */
const [seed, runs, huge] = process.argv.slice(2);
const { operations, target } = await worldToFuzz();

async function tryAt(index: number): Promise<object> {
  const operation = operations[index];
  if (!operation) return { failed: `There is no operation ${index}.` };
  try {
    return await fuzzOne(operation, index, {
      ...{ seed: Number(seed), runs: Number(runs), huge: huge === 'huge' },
      // Each in a world of its own: what one of them shows does not hang on what was done before.
      fuzz: async (each, options) => fuzzOperation(each, await target(each), options),
    });
  } catch (error) {
    return { failed: error instanceof Error ? String(error.stack) : String(error) };
  }
}

process.on('message', (index: number) => {
  void tryAt(index).then((answer) => process.send?.(answer));
});
