import '../world/register-outside.ts';
import { withCheckDigit } from '../../local/tracking-number.ts';
import { READS } from '../crashes/deaths.ts';
import { outside } from '../world/outside.ts';
import { virtualDate } from '../world/virtual-date.ts';
import type { World } from '../world/world.ts';
import { TAKES_CODE, withCodes } from './codes.ts';
import { forgeTokens, type Issuing } from './credentials.ts';
import { type DescribedOperation, readDocument } from './document.ts';
import type { Stored } from './fuzz-operation.ts';
import { Oracle } from './oracle.ts';
import { fillPool, type Pool } from './pool.ts';
import { processGateway } from './process-sender.ts';
import { seedWorld } from './seeded-world.ts';
import type { Told } from './story.ts';
import type { Target } from './try-request.ts';
import type { Send } from './wire.ts';

const FREE_NUMBERS = Array.from({ length: 40 }, (_, index) =>
  withCheckDigit(`1010008${String(index).padStart(6, '0')}`),
);

export interface WorldToFuzz {
  operations: DescribedOperation[];
  /** In a new world, seeded as each time, with what this operation needs besides. */
  target(operation: DescribedOperation): Promise<Target & { stored: Stored }>;
}

/** The handlers in this process, behind a gateway, over a world in memory. */
export async function worldToFuzz(): Promise<WorldToFuzz> {
  await seedWorld();
  const { send, issuing } = await processGateway(virtualDate.millis);
  const forged = await forgeTokens(issuing, virtualDate.millis());
  const { text } = await send({ method: 'GET', target: '/v1/openapi.json', headers: [] });
  const operations = readDocument(text);
  const oracle = new Oracle(operations);
  return {
    operations,
    async target({ operationId }) {
      const { told, world } = await seedWorld();
      const seeded = await poolOf(told, send, issuing);
      const pool = operationId === TAKES_CODE ? await poolWithCodes(seeded, send, world) : seeded;
      return { ...{ send, oracle, pool, forged }, stored: storedByEffects(), right: issuing.right };
    },
  };
}

function poolOf(told: Told, send: Send, { right }: Issuing): Promise<Pool> {
  return fillPool(told, right, {
    now: new Date().toISOString(),
    freeNumbers: FREE_NUMBERS,
    async ask({ method, path, token }) {
      const answer = await send({ method, target: path, headers: [['Authorization', `Bearer ${token}`]] });
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
      return JSON.parse(answer.text);
    },
  });
}

function poolWithCodes(pool: Pool, send: Send, world: World): Promise<Pool> {
  return withCodes(pool, {
    ...{ send, most: pool.parcels.length },
    async messagesAbout(trackingNumber) {
      await world.settle();
      const texts = [...outside().messaging.messages.values()].map(({ text }) => text);
      return texts.filter((text) => text.includes(trackingNumber));
    },
  });
}

/**
 * Nothing else goes on in this process: whatever was done under a request, that request has done. Of each effect that
 * is not known to read it is supposed that it changes something: a table, a queue, an object, an execution, money.
 */
function storedByEffects(): Stored {
  const done: string[] = [];
  outside().effect = async (name, effect) => {
    const value = await effect();
    if (!READS.has(name)) done.push(name);
    return value;
  };
  return { mark: () => done.length, confirm: async () => `the last effect was ${done.at(-1)}` };
}
