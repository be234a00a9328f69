import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callAws } from '../../../local/aws-json-call.ts';
import { createTables, type TableDefinition } from '../../../local/tables/table-definitions.ts';
import { availableTableEngines, startTables } from '../../../local/tables/table-engine.ts';

const items: TableDefinition = {
  logicalId: 'Items',
  name: 'items',
  keySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  attributes: [{ AttributeName: 'pk', AttributeType: 'S' }],
  indexes: [],
  hasStream: true,
  timeToLiveAttribute: 'expires',
};
const withIndex: TableDefinition = {
  ...items,
  attributes: [...items.attributes, { AttributeName: 'day', AttributeType: 'S' }],
  indexes: [
    {
      IndexName: 'by-day',
      KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

describe.each(availableTableEngines())('tables on %s', (engine) => {
  it('outlive a restart, and get the index that the stack has grown meanwhile', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tables-'));
    const first = await startTables({ engine, directory });
    const Item = { pk: { S: 'one' }, day: { S: 'monday' } };
    try {
      await createTables(first.url, [items]);
      await createTables(first.url, [items]);
      await callAws(first.url, 'DynamoDB_20120810.PutItem', { TableName: 'items', Item });
    } finally {
      await first.close();
    }
    const second = await startTables({ engine, directory });
    try {
      await createTables(second.url, [withIndex]);
      const found = await callAws(second.url, 'DynamoDB_20120810.Query', {
        TableName: 'items',
        IndexName: 'by-day',
        KeyConditionExpression: '#day = :day',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: { ':day': { S: 'monday' } },
      });
      expect(found.Items).toEqual([Item]);
      const other = { ...items, keySchema: [{ AttributeName: 'day', KeyType: 'HASH' as const }] };
      await expect(createTables(second.url, [other])).rejects.toThrow(/another key.*empty data directory/s);
    } finally {
      await second.close();
    }
  }, 60_000);
});

it('this machine has an engine at all', () => {
  expect(availableTableEngines()).not.toEqual([]);
});
