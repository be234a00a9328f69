import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { type CaseChange, type CaseStore, LOOKUP_PREFIX, type LookupEntry } from '../claims/ports.ts';
import { advanceHead, emptyHead } from '../claims/timeline.ts';
import { type CaseFile, workflowWait } from '../contracts/case.ts';
import type { MessageLog } from '../messages/ports.ts';
import type { PersonalVault } from '../policies/ports.ts';
import {
  CASE_PREFIX,
  caseFileOf,
  caseKeys,
  claimItem,
  headOfItem,
  isWholeReading,
  letterItem,
  payoutItem,
  timelineItem,
  uploadItem,
} from './case-items.ts';
import {
  expressionOf,
  type Item,
  isLostTransaction,
  keyOf,
  parseItem,
  queryItems,
} from './dynamodb-items.ts';
import { createDynamoMessageLog } from './dynamodb-message-log.ts';
import { putWhereStill } from './dynamodb-policy-store.ts';
import { createDynamoWorkIndex } from './dynamodb-work-index.ts';
import { assertWholeChange, continuesTimeline } from './store-faults.ts';
import { casesLayout } from './table-layout.ts';

/** Far above any case that people can make; beyond it something writes in a loop. */
const MOST_CASE_ITEMS = 5_000;

/** A query meets the same transaction half-way once, hardly twice. */
const READ_ATTEMPTS = 5;

interface CaseTables {
  client: DynamoDBDocumentClient;
  tableName: string;
  policiesTableName: string;
  vault: PersonalVault;
}

export function createDynamoCaseStore(tables: CaseTables): CaseStore & MessageLog {
  const { client, tableName, vault } = tables;

  return {
    ...createDynamoMessageLog({ client, tableName }),
    ...createDynamoWorkIndex({ client, tableName }),

    async read(trackingNumber) {
      for (let attempt = 1; ; attempt += 1) {
        const items = await readItems(client, tableName, trackingNumber);
        const isWhole = isWholeReading(items, trackingNumber);
        if (!isWhole && attempt >= READ_ATTEMPTS) {
          throw new Error(`The items of case ${trackingNumber} do not belong together.`);
        }
        if (!isWhole) continue;
        const head = items.find((item) => item.recordKey === caseKeys.head);
        const file = await caseFileOf(head ? headOfItem(head) : emptyHead(trackingNumber), items, vault);
        // A timeline that is broken for good has to be shown as it is: its hashes tell where.
        if (endsAtHead(file) || attempt >= READ_ATTEMPTS) return file;
      }
    },

    async commit(change) {
      assertWholeChange(change);
      if (
        change.expectedVersion === 0 &&
        !continuesTimeline(emptyHead(change.trackingNumber), change.timeline)
      )
        return 'conflict';
      const TransactItems = await actionsOf(change, tables);
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
        return 'committed';
      } catch (error) {
        if (isLostTransaction(error)) return 'conflict';
        throw error;
      }
    },

    async listByPhone(phoneHash, limit) {
      const query = {
        TableName: tableName,
        IndexName: casesLayout.indexes.parcelsOfPhone.name,
        KeyConditionExpression: '#phoneHash = :phoneHash',
        ...expressionOf({ phoneHash }),
        ScanIndexForward: false,
      };
      return (await queryItems(client, query, limit)).map(({ trackingNumber, soldAt }) => ({
        trackingNumber: String(trackingNumber),
        soldAt: String(soldAt).split('#')[0] ?? '',
      }));
    },

    async rememberPhone({ trackingNumber, policyId, phoneHash, soldAt }) {
      const Item = {
        trackingNumber,
        recordKey: `phone#${policyId}`,
        policyId,
        phoneHash,
        soldAt: `${soldAt}#${trackingNumber}#${policyId}`,
      };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },

    async rememberLookup({ kind, text, trackingNumber, claimId }) {
      const Item = {
        trackingNumber,
        recordKey: `lookup#${kind}#${text}`,
        lookupBucket: lookupBucket(kind, text),
        lookupText: `${text}#${trackingNumber}`,
        ...(claimId !== undefined && { claimId }),
      };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },

    async findByPrefix(kind, prefix, limit) {
      if (prefix.length < LOOKUP_PREFIX) return [];
      const query = {
        TableName: tableName,
        IndexName: casesLayout.indexes.lookup.name,
        KeyConditionExpression: '#lookupBucket = :lookupBucket AND begins_with(#lookupText, :lookupText)',
        ...expressionOf({ lookupBucket: lookupBucket(kind, prefix), lookupText: prefix }),
      };
      return (await queryItems(client, query, limit)).map(({ trackingNumber, lookupText, claimId }) => ({
        kind,
        text: String(lookupText).split('#')[0] ?? '',
        trackingNumber: String(trackingNumber),
        ...(typeof claimId === 'string' && { claimId }),
      }));
    },

    async saveWait(wait) {
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: { recordKey: waitKey(wait.claimId), ...wait },
            // A late message about an execution that was given up may not hide where the present one waits.
            ConditionExpression: 'attribute_not_exists(#since) OR #since <= :since',
            ...expressionOf({ since: wait.since }),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async findWait(trackingNumber, claimId) {
      const Key = { trackingNumber, recordKey: waitKey(claimId) };
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      if (!Item) return undefined;
      const { recordKey: _key, ...wait } = Item;
      return parseItem(workflowWait, wait, keyOf(Item));
    },
  };
}

async function readItems(client: DynamoDBDocumentClient, tableName: string, trackingNumber: string) {
  const query = {
    TableName: tableName,
    KeyConditionExpression: '#trackingNumber = :trackingNumber AND begins_with(#recordKey, :recordKey)',
    ...expressionOf({ trackingNumber, recordKey: CASE_PREFIX }),
    ConsistentRead: true,
  };
  const items = await queryItems(client, query, MOST_CASE_ITEMS + 1);
  if (items.length > MOST_CASE_ITEMS) throw new Error(`Case ${trackingNumber} has grown out of bounds.`);
  return items;
}

function endsAtHead({ head, timeline }: CaseFile): boolean {
  const hash = timeline.at(-1)?.hash ?? head.timelineHash;
  return timeline.length === head.timelineLength && hash === head.timelineHash;
}

/** All writes of a change as one transaction. */
async function actionsOf(change: CaseChange, tables: CaseTables) {
  const { tableName: TableName, policiesTableName, vault } = tables;
  const version = change.expectedVersion + 1;
  const written = [
    ...(await Promise.all((change.claims ?? []).map((claim) => claimItem(claim, vault)))),
    ...(change.uploads ?? []).map(uploadItem),
    ...(change.payouts ?? []).map(payoutItem),
    ...(await Promise.all((change.letters ?? []).map((letter) => letterItem(letter, vault)))),
  ].map((item): Item => ({ ...item, caseVersion: version }));
  return [
    headAction(
      change,
      TableName,
      written.map((item) => String(item.recordKey)),
    ),
    ...written.map((Item) => ({ Put: { TableName, Item } })),
    ...change.timeline.map((entry) => ({
      Put: {
        TableName,
        Item: timelineItem(entry),
        ConditionExpression: 'attribute_not_exists(trackingNumber)',
      },
    })),
    ...(change.policy
      ? [{ Put: await putWhereStill(policiesTableName, change.policy.previous, change.policy.next, vault) }]
      : []),
  ];
}

/** The one item that all writers of a case meet at: its version lets one of them through. */
function headAction(
  { trackingNumber, expectedVersion, timeline }: CaseChange,
  TableName: string,
  lastChange: string[],
) {
  if (expectedVersion === 0) {
    const head = advanceHead(emptyHead(trackingNumber), timeline);
    return {
      Put: {
        TableName,
        Item: { recordKey: caseKeys.head, ...head, lastChange },
        ConditionExpression: 'attribute_not_exists(trackingNumber)',
      },
    };
  }
  const [first, last] = [timeline[0], timeline.at(-1)];
  const hasEntries = first && last;
  return {
    Update: {
      TableName,
      Key: { trackingNumber, recordKey: caseKeys.head },
      UpdateExpression:
        'SET #version = :version, #lastChange = :lastChange' +
        (hasEntries ? ', #timelineLength = :timelineLength, #timelineHash = :timelineHash' : ''),
      ConditionExpression:
        '#version = :expectedVersion' +
        (hasEntries ? ' AND #timelineLength = :lengthBefore AND #timelineHash = :hashBefore' : ''),
      ExpressionAttributeNames: {
        '#version': 'version',
        '#lastChange': 'lastChange',
        ...(hasEntries && { '#timelineLength': 'timelineLength', '#timelineHash': 'timelineHash' }),
      },
      ExpressionAttributeValues: {
        ':version': expectedVersion + 1,
        ':expectedVersion': expectedVersion,
        ':lastChange': lastChange,
        ...(hasEntries && {
          ':timelineLength': last.sequence,
          ':timelineHash': last.hash,
          ':lengthBefore': first.sequence - 1,
          ':hashBefore': first.previousHash,
        }),
      },
    },
  };
}

function waitKey(claimId: string): string {
  return `wait#${claimId}`;
}

function lookupBucket(kind: LookupEntry['kind'], text: string): string {
  return `${kind}#${text.slice(0, LOOKUP_PREFIX)}`;
}
