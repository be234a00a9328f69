import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { checkProperty } from '../moto/check-property.ts';
import { assertAllCompared } from '../objects/all-compared.ts';
import type { Answer, Remembered } from '../objects/answer.ts';
import { nameOfDifference } from '../objects/compare-answers.ts';
import { doOperation } from '../objects/do-operation.ts';
import { everyCommand } from '../objects/every-command.ts';
import { knownDifferences } from '../objects/known-differences.ts';
import { arbitraryOperations, type Operation } from '../objects/operation.ts';
import { proveBotocore, proveSignedAddresses, proveTimes } from '../objects/signed-addresses.ts';
import { stackBuckets } from '../objects/stack-buckets.ts';
import { type Storage, startLaptop, startMoto } from '../objects/storages.ts';
import { Broken, type Proof, type Tried } from '../proof.ts';

const SEQUENCES = { short: 30, long: 1_000 };
const CHANGED_ADDRESSES = { short: 100, long: 20_000 };
const TIMES = { short: 40, long: 2_000 };
const BOTOCORE = { short: 40, long: 2_000 };

export const proof: Proof = {
  title: 'Objects against moto',
  inCi: true,
  async run({ long, seed, progress }) {
    const form = long ? 'long' : 'short';
    const buckets = await stackBuckets();
    const moto = await startMoto(buckets, progress);
    const laptop = await startLaptop(buckets);
    const seen: Seen = { operations: 0, events: 0, differing: new Map() };
    let held: Tried[] = [];
    try {
      for (const each of knownDifferences) await assertKnown(each, laptop.storage, moto.storage);
      progress('changing signed addresses');
      await proveSignedAddresses(laptop.storage, { seed, numRuns: CHANGED_ADDRESSES[form] });
      await proveTimes(laptop.storage, { seed, numRuns: TIMES[form] });
      await proveBotocore(laptop.storage, { seed, numRuns: BOTOCORE[form], progress });
      for (const { storage } of [laptop, moto]) {
        await storage.takeEvents();
        storage.asked.clear();
      }
      let sequences = 0;
      const play = async (operations: readonly Operation[], folder: string) => {
        const [onLaptop, onMoto] = [remembering(laptop.storage, folder), remembering(moto.storage, folder)];
        await compareSequence(operations, onLaptop, onMoto, seen);
      };
      const property = fc.asyncProperty(arbitraryOperations, async (operations) => {
        sequences += 1;
        if (sequences % 20 === 0) progress(`${sequences} of ${SEQUENCES[form]} sequences`);
        await play(operations, `sequence ${sequences}/`);
      });
      await play(everyCommand, 'every command/');
      await checkProperty(property, { seed, numRuns: SEQUENCES[form] });
      held = await assertAllCompared(laptop.storage.asked, moto.storage.asked);
    } finally {
      await laptop.close();
      await moto.close();
    }
    const known = [...seen.differing.values()].reduce((sum, count) => sum + count, 0);
    return [
      { count: SEQUENCES[form], what: 'generated sequences' },
      { count: seen.operations, what: 'operations in them' },
      { count: known, what: 'of them with a difference that is listed' },
      { count: seen.events, what: 'objects announced' },
      { count: knownDifferences.length, what: 'known differences, as listed' },
      {
        count: CHANGED_ADDRESSES[form] + TIMES[form],
        what: 'signed addresses, each changed in one thing or out of its time',
      },
      { count: BOTOCORE[form], what: 'addresses of botocore' },
      ...held,
    ];
  },
};

interface Seen {
  operations: number;
  events: number;
  differing: Map<string, number>;
}

function remembering(storage: Storage, folder: string): Remembered {
  return {
    ...{ storage, folder, uploads: [], writtenOver: new Set(), made: new Set() },
    ...{ versions: new Map(), tags: new Map(), lockedDays: new Map() },
  };
}

async function compareSequence(
  operations: readonly Operation[],
  onLaptop: Remembered,
  onMoto: Remembered,
  seen: Seen,
): Promise<void> {
  for (const [index, operation] of operations.entries()) {
    const laptop = await doOperation(operation, onLaptop);
    const moto = await doOperation(operation, onMoto);
    if (laptop === undefined && moto === undefined) continue;
    seen.operations += 1;
    const name = nameOfDifference({ operation, laptop, moto });
    // What neither of them survives would look like agreement.
    if (name === undefined || (laptop?.status ?? 0) >= 500) {
      throw new Error(
        `Operation ${index} of the sequence, ${JSON.stringify(operation)}: the laptop answers ${JSON.stringify(laptop)}, moto ${JSON.stringify(moto)}.`,
      );
    }
    if (name !== 'none') seen.differing.set(name, (seen.differing.get(name) ?? 0) + 1);
  }
  const events = await announced(onLaptop);
  const others = await announced(onMoto);
  if (!isDeepStrictEqual(events, others))
    throw new Error(`The laptop announces ${JSON.stringify(events)}, moto ${JSON.stringify(others)}.`);
  seen.events += events.length;
}

/**
 * What a sequence has announced, each thing once: S3 promises no more, and moto announces again what it takes for
 * completed again. Of a version is told only whether it was answered when the object was stored.
 */
async function announced({ storage, made }: Remembered): Promise<object[]> {
  const events = (await storage.takeEvents()).map(({ versionId, ...told }) =>
    JSON.stringify({ ...told, isMade: made.has(versionId) }),
  );
  return [...new Set(events)].sort().map((event) => JSON.parse(event));
}

async function assertKnown(
  { title, ask, ...wanted }: (typeof knownDifferences)[number],
  ...storages: Storage[]
): Promise<void> {
  for (const storage of storages) {
    const answer: Answer = await ask(storage);
    if (isDeepStrictEqual(answer, wanted[storage.name])) continue;
    const told = JSON.stringify(answer);
    throw new Broken(
      `${title}, on ${storage.name}: answered ${told}, expected ${JSON.stringify(wanted[storage.name])}.`,
    );
  }
}
