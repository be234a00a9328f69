import { BatchWriteCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { PersonalVault } from '../policies/ports.ts';
import type { ReportTables } from '../reports/ports.ts';
import { caseKeys, claimOfItem, letterOfItem } from './case-items.ts';
import type { Item } from './dynamodb-items.ts';
import { createFullJitter } from './full-jitter.ts';
import { ARCHIVED_POLICY, CURRENT_POLICY, policyOfItem } from './policy-item.ts';
import { isMarker, rowsOfItem } from './report-items.ts';

/** What one call may delete. */
const MOST_DELETES = 25;
const ATTEMPTS = 10;

/** The tables read from end to end, for a recount by an operator: no function of the service may. */
export function createDynamoReportTables({
  client,
  policiesTable,
  casesTable,
  reportsTable,
  vault,
}: {
  client: DynamoDBDocumentClient;
  policiesTable: string;
  casesTable: string;
  reportsTable: string;
  vault: PersonalVault;
}): ReportTables {
  const backOff = createFullJitter({ firstMillis: 20, mostMillis: 1_000 });
  async function* scan(TableName: string): AsyncGenerator<Item> {
    let start: Item | undefined;
    do {
      const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await client.send(
        new ScanCommand({ TableName, ExclusiveStartKey: start, ConsistentRead: true }),
      );
      yield* page.Items ?? [];
      start = page.LastEvaluatedKey;
    } while (start);
  }

  /** What the table does not get to at once is asked for again. */
  async function remove(keys: readonly Item[]): Promise<void> {
    let requests = keys.map((Key) => ({ DeleteRequest: { Key } }));
    for (let attempt = 1; requests.length > 0; attempt += 1) {
      const { UnprocessedItems } = await client.send(
        new BatchWriteCommand({ RequestItems: { [reportsTable]: requests } }),
      );
      requests = (UnprocessedItems?.[reportsTable] ?? []) as typeof requests;
      if (requests.length > 0 && attempt === ATTEMPTS)
        throw new Error('The table does not remove all old counters; run it again.');
      if (requests.length > 0) await backOff(attempt);
    }
  }

  return {
    async *policies() {
      for await (const item of scan(policiesTable)) {
        const key = String(item.recordKey);
        if (key === CURRENT_POLICY || key.startsWith(ARCHIVED_POLICY)) yield await policyOfItem(item, vault);
      }
    },

    async *cases() {
      for await (const item of scan(casesTable)) {
        const key = String(item.recordKey);
        if (key.startsWith(caseKeys.claim(''))) yield { claim: await claimOfItem(item, vault) };
        if (key.startsWith(caseKeys.letter(''))) yield { letter: await letterOfItem(item, vault) };
      }
    },

    async *rows() {
      for await (const item of scan(reportsTable)) {
        yield* rowsOfItem(item) ?? [];
      }
    },

    async clear() {
      let keys: Item[] = [];
      for await (const item of scan(reportsTable)) {
        if (!rowsOfItem(item) && !isMarker(item)) continue;
        keys.push({ reportKey: item.reportKey, recordKey: item.recordKey });
        if (keys.length < MOST_DELETES) continue;
        await remove(keys);
        keys = [];
      }
      if (keys.length > 0) await remove(keys);
    },
  };
}
