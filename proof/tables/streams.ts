import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { callAws } from '../../local/aws-json-call.ts';
import { wholeImage } from '../../local/events/whole-image.ts';
import { streamArnOf } from '../../local/tables/table-definitions.ts';
import type { TableChange } from '../world/memory-tables.ts';
import { nameOfItem } from './comparing-client.ts';
import { normal } from './outcomes.ts';

type WireItem = Record<string, AttributeValue>;

interface StreamRecord {
  eventName: string;
  dynamodb: { Keys: WireItem; OldImage?: WireItem; NewImage?: WireItem };
}

/** What happened to each item, in order, as text: `nameOfItem` to one line for each change. */
export type Story = Map<string, string[]>;

export function tellChange(story: Story, { tableName, key, before, after }: TableChange): void {
  const eventName = !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE';
  append(story, nameOfItem(tableName, key), eventName, before, after);
}

/** A table's stream from its beginning to its end. */
export async function readStream(
  { name: engine, url }: { name: string; url: string },
  tableName: string,
  story: Story,
): Promise<number> {
  const StreamArn = await streamArnOf(url, tableName);
  const call = <Answer>(operation: string, input: unknown) =>
    callAws<Answer>(url, `DynamoDBStreams_20120810.${operation}`, input);
  const { StreamDescription } = await call<{ StreamDescription: { Shards?: { ShardId: string }[] } }>(
    'DescribeStream',
    { StreamArn },
  );
  let count = 0;
  for (const { ShardId } of StreamDescription.Shards ?? []) {
    let { ShardIterator } = await call<{ ShardIterator: string | undefined }>('GetShardIterator', {
      StreamArn,
      ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    });
    for (let isEmpty = false; ShardIterator && !isEmpty; ) {
      const page: { Records: StreamRecord[]; NextShardIterator?: string } = await call('GetRecords', {
        ShardIterator,
      });
      for (const { eventName, dynamodb } of page.Records) {
        const { Keys, OldImage, NewImage } = dynamodb;
        const name = nameOfItem(tableName, itemOf(engine, Keys));
        const [before, after] = [OldImage && itemOf(engine, OldImage), NewImage && itemOf(engine, NewImage)];
        // Known: `a stream tells of writes that change nothing`.
        if (engine === 'dynoxide' && eventName === 'MODIFY' && isDeepStrictEqual(before, after)) continue;
        append(story, name, eventName, before, after);
      }
      count += page.Records.length;
      isEmpty = page.Records.length === 0;
      ShardIterator = page.NextShardIterator;
    }
  }
  return count;
}

/** Bytes come as text over the plain protocol; known of DynamoDB Local: `a stream forgets that an empty map is one`. */
function itemOf(engine: string, image: WireItem): Record<string, unknown> {
  const decoded = (value: AttributeValue): AttributeValue => {
    if (value.B !== undefined) return { B: Buffer.from(String(value.B), 'base64') };
    if (value.BS !== undefined) return { BS: value.BS.map((each) => Buffer.from(String(each), 'base64')) };
    if (value.L !== undefined) return { L: value.L.map(decoded) };
    if (value.M !== undefined)
      return { M: Object.fromEntries(Object.entries(value.M).map(([name, each]) => [name, decoded(each)])) };
    return value;
  };
  const whole =
    engine === 'dynamodb-local' ? wholeImage(image as unknown as Parameters<typeof wholeImage>[0]) : image;
  return unmarshall(
    Object.fromEntries(
      Object.entries(whole).map(([name, value]) => [name, decoded(value as AttributeValue)]),
    ),
  );
}

function append(story: Story, name: string, eventName: string, before: unknown, after: unknown): void {
  const lines = story.get(name) ?? [];
  lines.push(
    `${eventName} ${JSON.stringify(normal(before) ?? null)} -> ${JSON.stringify(normal(after) ?? null)}`,
  );
  story.set(name, lines);
}

/** The first item of which the two tell something else, in words; items that were healed tell of that as well. */
export function firstDifference(ours: Story, theirs: Story, healed: ReadonlySet<string>): string | undefined {
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    if (healed.has(name)) continue;
    const [mine, other] = [ours.get(name) ?? [], theirs.get(name) ?? []];
    for (let at = 0; at < Math.max(mine.length, other.length); at += 1) {
      if (mine[at] === other[at]) continue;
      return `change ${at + 1} of ${name}\n  in memory: ${mine[at] ?? 'none'}\n  engine: ${other[at] ?? 'none'}`;
    }
  }
  return undefined;
}
