import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, type JWK, SignJWT } from 'jose';
import { DEMO_USERS, type Role } from '../../local/identity/demo-users.ts';
import { withCheckDigit } from '../../local/tracking-number.ts';
import { clerkOf } from '../../test/e2e/clerk.ts';
import { type Laptop, startLaptop } from '../../test/e2e/laptop.ts';
import { until } from '../../test/e2e/until.ts';
import { worldOf } from '../../test/e2e/world.ts';
import { sendUnlessTooSlow } from './busy-laptop.ts';
import { TAKES_CODE, withCodes } from './codes.ts';
import { forgeTokens, type Issuing, type Right } from './credentials.ts';
import { type DescribedOperation, readDocument } from './document.ts';
import { AT_ONCE, type LaptopTarget } from './fuzz-at-once.ts';
import { httpSender } from './http-sender.ts';
import { type LaptopStored, laptopStored } from './laptop-stored.ts';
import { laptopStory } from './laptop-story.ts';
import { Oracle } from './oracle.ts';
import { fillPool, type Pool } from './pool.ts';
import { type Told, tellStory } from './story.ts';
import type { Send } from './wire.ts';

const FREE_NUMBERS = Array.from({ length: 40 }, (_, index) =>
  withCheckDigit(`1010008${String(index).padStart(6, '0')}`),
);
const STORY_NUMBERS = '1010007';
/** Signing takes a moment, and a token lasts an hour. */
const TOKENS_LAST_MILLIS = 900_000;

export interface SeededLaptop {
  laptop: Laptop;
  operations: DescribedOperation[];
  /** With tokens that are still good for a while, and what this operation needs besides. */
  target(operation?: DescribedOperation): Promise<LaptopTarget>;
  stored: LaptopStored;
  close(): Promise<void>;
}

/**
 * A laptop of its own with cases in every state, and what it takes to fuzz it.
 * @param times how often there is each of those cases.
 */
export async function startSeededLaptop(
  times: number,
  progress: (text: string) => void,
): Promise<SeededLaptop> {
  progress('starting a laptop');
  const laptop = await startLaptop();
  try {
    progress('filling it with cases');
    const told = await tellStory(laptopStory(laptop, STORY_NUMBERS), { times, atOnce: AT_ONCE });
    const stored = laptopStored(laptop.directory);
    // What counts and looks behind the answers has done so, when it is asked for what there is.
    await stored.quiet();
    const operations = readDocument((await laptop.call('GET', '/v1/openapi.json')).text);
    const now = await worldOf(laptop).now();
    const issuing = await issuingOf(laptop);
    const forged = await forgeTokens(issuing, Date.parse(now));
    const sender = httpSender(laptop.origin);
    const send = sendUnlessTooSlow(sender.send, (text) => loggedOf(laptop, text));
    const pool = await poolOf(laptop, told, issuing.right, now);
    let right = { tokens: issuing.right, signed: performance.now() };
    return {
      ...{ laptop, operations, stored },
      async target(operation) {
        if (performance.now() - right.signed > TOKENS_LAST_MILLIS)
          right = { tokens: await rightTokens(laptop), signed: performance.now() };
        const oracle = new Oracle(operations);
        const isCodeTaken = operation?.operationId === TAKES_CODE;
        const now = isCodeTaken ? await poolWithCodes(laptop, pool, sender.send) : pool;
        return { send, stored, oracle, pool: now, right: right.tokens, forged };
      },
      async close() {
        sender.close();
        stored.close();
        await laptop.dispose();
      },
    };
  } catch (error) {
    // What a function logged goes with its laptop: the reason is told here or nowhere.
    const reason = new Error(`${(error as Error).message}\n${lastWords(laptop)}`, { cause: error });
    await laptop.dispose();
    throw reason;
  }
}

/** For few: there have to be some left for whom a code can be asked, and each takes its time. */
const MOST_CODES = 8;

function poolWithCodes(laptop: Laptop, pool: Pool, send: Send): Promise<Pool> {
  const { messages } = worldOf(laptop);
  return withCodes(pool, {
    ...{ send, most: MOST_CODES },
    messagesAbout: (trackingNumber, isAwaited) =>
      until(`a code for ${trackingNumber} has come`, async () => {
        const texts = (await messages(trackingNumber)).map(({ text }) => text);
        return texts.some(isAwaited) ? texts : undefined;
      }),
  });
}

function logsOf({ directory }: Laptop): { name: string; text: string }[] {
  return readdirSync(join(directory, 'logs')).map((name) => ({
    name,
    text: readFileSync(join(directory, 'logs', name), 'utf8'),
  }));
}

/** The ends of the logs that tell of errors. */
function lastWords(laptop: Laptop): string {
  return logsOf(laptop)
    .filter(({ text }) => /error|Task timed out/i.test(text))
    .map(({ name, text }) => `${name}: ${text.slice(-600)}`)
    .join('\n');
}

/** What the functions logged of the answers whose correlation ids stand in the words. */
export function loggedOf(laptop: Laptop, words: string): string[] {
  const ids = [...words.matchAll(/"correlationId":"([\w-]+)"/g)].map(([, id = '']) => id);
  return logsOf(laptop).flatMap(({ name, text }) =>
    text
      .split('\n')
      .filter((line) => ids.some((id) => line.includes(id)))
      .map((line) => `${name}: ${line}`),
  );
}

async function issuingOf(laptop: Laptop): Promise<Issuing> {
  const jwk = JSON.parse(readFileSync(join(laptop.directory, 'identity', 'signing-key.json'), 'utf8')) as JWK;
  const key = await importJWK(jwk, 'RS256');
  return {
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: jwk.kid ?? 'laptop' }).sign(key),
    right: await rightTokens(laptop),
  };
}

async function rightTokens(laptop: Laptop): Promise<Record<Right, string>> {
  const people = DEMO_USERS.filter(({ name }) => name !== 'boris').map(
    async ({ name: user, role }): Promise<[Role, string]> => {
      const { body } = await laptop.call('POST', '/_local/token', { body: { role, user } });
      return [role, body.access_token];
    },
  );
  const pos = await clerkOf(laptop).token();
  return { ...(Object.fromEntries(await Promise.all(people)) as Record<Role, string>), pos };
}

function poolOf(laptop: Laptop, told: Told, right: Issuing['right'], now: string): Promise<Pool> {
  return fillPool(told, right, {
    now,
    freeNumbers: FREE_NUMBERS,
    async ask({ method, path, ...request }) {
      const answer = await laptop.call(method, path, request);
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
      return answer.body;
    },
  });
}
