import { DeleteCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { PersonalVault } from '../policies/ports.ts';
import type { ReportTables } from '../reports/rebuild-counters.ts';
import { caseKeys, claimOfItem, letterOfItem } from './case-items.ts';
import type { Item } from './dynamodb-items.ts';
import { ARCHIVED_POLICY, CURRENT_POLICY, policyOfItem } from './policy-item.ts';
import { isMarker, rowOfItem } from './report-items.ts';

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
        const row = rowOfItem(item);
        if (row) yield row;
      }
    },

    async clear() {
      for await (const item of scan(reportsTable)) {
        if (!rowOfItem(item) && !isMarker(item)) continue;
        const { reportKey, recordKey } = item;
        await client.send(new DeleteCommand({ TableName: reportsTable, Key: { reportKey, recordKey } }));
      }
    },
  };
}
