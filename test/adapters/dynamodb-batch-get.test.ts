import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '../../functions/adapters/dynamodb-batch-get.ts';
import type { Item } from '../../functions/adapters/dynamodb-items.ts';

const KEYS = Array.from({ length: 130 }, (_, id) => ({ id }));

/** A table that answers for so many keys of a request, as DynamoDB does under load or above 16 MB. */
function tableThatAnswers(most: number) {
  const asked: number[] = [];
  const client = {
    async send({ input }: { input: { RequestItems: Record<string, { Keys: Item[] }> } }) {
      const keys = input.RequestItems.table?.Keys ?? [];
      asked.push(keys.length);
      const left = keys.slice(most);
      return {
        Responses: { table: keys.slice(0, most) },
        UnprocessedKeys: left.length > 0 ? { table: { Keys: left } } : {},
      };
    },
  } as unknown as DynamoDBDocumentClient;
  const waits: number[] = [];
  const read = (attempts: number) =>
    batchGet({
      client,
      tableName: 'table',
      keys: KEYS,
      reading: { ConsistentRead: true },
      attempts,
      backOff: async (attempt) => void waits.push(attempt),
    });
  return { asked, waits, read };
}

describe('reading many items at once', () => {
  it('asks for a hundred at a time', async () => {
    const { asked, waits, read } = tableThatAnswers(100);
    expect(await read(3)).toEqual({ items: KEYS, isWhole: true });
    expect([asked, waits]).toEqual([[100, 30], []]);
  });

  it('asks again for what was left over, after a pause', async () => {
    const { asked, waits, read } = tableThatAnswers(40);
    expect(await read(3)).toEqual({ items: KEYS, isWhole: true });
    expect([asked, waits]).toEqual([
      [100, 60, 20, 30],
      [1, 2],
    ]);
  });

  it('gives up after so many attempts with what it has, and says so', async () => {
    const { asked, waits, read } = tableThatAnswers(40);
    expect(await read(2)).toEqual({ items: KEYS.slice(0, 80), isWhole: false });
    expect([asked, waits]).toEqual([[100, 60], [1]]);
  });
});
