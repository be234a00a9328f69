import { isDeepStrictEqual } from 'node:util';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Broken } from '../proof.ts';
import type { TableWorld } from './engines.ts';
import { type Difference, knownDifferences } from './known-differences.ts';
import { attributesWithPlaces, BEHIND_LIST, isSameBut } from './known-of-updates.ts';
import { type Command, normal, type Outcome, type Sent, send, textOf } from './outcomes.ts';
import { UnspoiltTokens } from './unspoilt-tokens.ts';
import { writtenBy } from './written-by.ts';

export interface ComparingClient {
  /** Good for the adapters: it answers as the tables in memory do, which all engines have to answer alike. */
  client: DynamoDBDocumentClient;
  /** @throws Broken at a difference that is not known */
  compare(command: Command): Promise<Outcome>;
  /** Requests that were compared. */
  compared(): number;
  /** How often each known difference was met. */
  met: ReadonlyMap<string, number>;
  /** Items that an engine was given back after a known difference (`table key`): its stream tells of that, too. */
  healed: ReadonlySet<string>;
}

/** Sends others first, by `pass`. */
export type Before = (command: Command, pass: (command: Command) => Promise<unknown>) => Promise<void>;

/** Sends each request to the tables in memory and to all engines, one at a time, and compares what comes of it. */
export function createComparingClient(world: TableWorld, before: Before): ComparingClient {
  const met = new Map<string, number>();
  const healed = new Set<string>();
  const tokens = new UnspoiltTokens();
  let compared = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function compareNow(given: Command): Promise<Sent> {
    compared += 1;
    const command = tokens.replacedIn(given);
    const [ours, theirs] = await Promise.all([
      send(world.memory.client, command),
      Promise.all(world.engines.map(({ client }) => send(client, command))),
    ]);
    for (const [at, engine] of world.engines.entries()) {
      const outcome = (theirs[at] as Sent).outcome;
      if (textOf(outcome) === textOf(ours.outcome)) {
        if (engine.name === 'dynoxide') await healLists(command, engine.client);
        continue;
      }
      const difference = { command, engine: engine.name, ours: ours.outcome, theirs: outcome };
      const known = knownDifferences.find((each) => each.engine === engine.name && each.explains(difference));
      if (!known) {
        const others = world.engines.map(({ name }, index) => ({
          name,
          outcome: (theirs[index] as Sent).outcome,
        }));
        throw new Broken(told(difference, others));
      }
      met.set(known.name, (met.get(known.name) ?? 0) + 1);
      tokens.spoil(given);
      for (const written of writtenBy(command, world)) await heal(written, engine.client);
    }
    return ours;
  }

  /** After a known difference an engine may hold something else: it is given what the tables in memory hold. */
  async function heal(
    { TableName, Key }: { TableName: string; Key: Record<string, string> },
    client: DynamoDBDocumentClient,
  ) {
    healed.add(nameOfItem(TableName, Key));
    // Known of dynoxide: `a transaction may change a key`. Its stream then tells of the item under that key.
    const { Item: there } = await client.send(new GetCommand({ TableName, Key }));
    if (there) {
      const names = Object.keys(Key).filter((name) => name in there);
      healed.add(nameOfItem(TableName, Object.fromEntries(names.map((name) => [name, there[name]]))));
    }
    const { Item } = await world.memory.client.send(new GetCommand({ TableName, Key }));
    if (Item) await client.send(new PutCommand({ TableName, Item }));
    else await client.send(new DeleteCommand({ TableName, Key }));
  }

  /** Known of dynoxide, and not told by its answer: it fills a list up to the place that was written. */
  async function healLists(command: Command, client: DynamoDBDocumentClient) {
    const attributes = attributesWithPlaces(command);
    if (attributes.size === 0) return;
    for (const written of writtenBy(command, world)) {
      const [ours, theirs] = await Promise.all(
        [world.memory.client, client].map(async (each) => (await each.send(new GetCommand(written))).Item),
      );
      const isSame = isDeepStrictEqual(normal(ours), normal(theirs));
      if (isSame || !isSameBut(attributes, ours, theirs)) continue;
      met.set(BEHIND_LIST, (met.get(BEHIND_LIST) ?? 0) + 1);
      await heal(written, client);
    }
  }

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  }

  const client = {
    send: (command: Command) =>
      inTurn(async () => {
        await before(command, compareNow);
        const sent = await compareNow(command);
        assertWellFormed(command, sent.outcome);
        return sent.answer();
      }),
    destroy() {},
  };
  return {
    client: client as unknown as DynamoDBDocumentClient,
    compare: (command) => inTurn(async () => (await compareNow(command)).outcome),
    compared: () => compared,
    met,
    healed,
  };
}

/** What depends on the item, which other requests may have spoilt. */
const OF_ITEM = /incorrect data type|does not exist in the item|invalid for update|Type mismatch/;

/** Whatever an engine lets pass: what the service itself sends has to be what the database takes. */
function assertWellFormed(command: Command, outcome: Outcome): void {
  const wrong = wrongsIn(outcome).find((message) => !OF_ITEM.test(message));
  if (wrong === undefined) return;
  throw new Broken(
    `An adapter sends a ${command.constructor.name} that no table takes: ${wrong}\n  asked: ${shortened(sayInput(command.input))}`,
  );
}

function wrongsIn(outcome: Outcome): string[] {
  if (!('refused' in outcome)) return [];
  if (outcome.refused === 'ValidationException') return [outcome.message];
  const { codes = [], reasons = [] } = outcome;
  return reasons.filter((_, place) => codes[place] === 'ValidationError');
}

export function nameOfItem(tableName: string, key: Record<string, unknown>): string {
  return `${tableName} ${JSON.stringify(Object.entries(normal(key) as object).sort())}`;
}

const LONGEST_TOLD = 3_000;

function told(
  { command, engine, ours }: Difference,
  theirs: readonly { name: string; outcome: Outcome }[],
): string {
  const say = (outcome: Outcome) => shortened(JSON.stringify(outcome));
  return [
    `${engine} does not answer a ${command.constructor.name} as the tables in memory do.`,
    `asked: ${shortened(sayInput(command.input))}`,
    `in memory: ${say(ours)}`,
    ...theirs.map(({ name, outcome }) => `${name}: ${say(outcome)}`),
  ].join('\n  ');
}

function sayInput(input: object): string {
  return JSON.stringify(input, (_, value: unknown) => {
    if (value instanceof Set) return { set: [...value].map(String) };
    if (ArrayBuffer.isView(value)) return { bytes: value.byteLength };
    if (typeof value === 'bigint') return `${value}n`;
    return typeof value === 'string' && value.length > 200
      ? `${value.slice(0, 40)}… of ${value.length}`
      : value;
  });
}

function shortened(text: string): string {
  return text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text;
}
