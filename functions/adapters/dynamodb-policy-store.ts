import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../clock.ts';
import type { Policy } from '../contracts/policy.ts';
import type { DuePolicy, PersonalVault, PolicyStore } from '../policies/ports.ts';
import { batchGetAll } from './dynamodb-batch-get.ts';
import { expressionOf, type Item, isLostTransaction, itemOf, queryItems, rangeOf } from './dynamodb-items.ts';
import { createFullJitter } from './full-jitter.ts';
import {
  archivedKey,
  archivedPolicyItem,
  CURRENT_POLICY,
  dueKey,
  policyItem,
  policyOfItem,
} from './policy-item.ts';
import { assertNextVersion, assertReplacement } from './store-faults.ts';
import { policiesLayout } from './table-layout.ts';

const MOST_ARCHIVED = 50;

/** A sale can meet a transaction that is just replacing the old policy of its number; that is over in milliseconds. */
const INSERT_ATTEMPTS = 3;

/** Of a reading of many that the table does not get to at once: some seconds. */
const READ_ATTEMPTS = 8;

export function createDynamoPolicyStore({
  client,
  tableName,
  vault,
  backOff = createFullJitter({ firstMillis: 20, mostMillis: 1_000 }),
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
  vault: PersonalVault;
  backOff?: (attempt: number) => Promise<void>;
}): PolicyStore {
  async function read(trackingNumber: string, recordKey: string): Promise<Policy | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { trackingNumber, recordKey }, ConsistentRead: true }),
    );
    return Item && policyOfItem(Item, vault);
  }

  return {
    async insert(policy) {
      const put = new PutCommand({
        TableName: tableName,
        Item: await policyItem(policy, vault),
        ConditionExpression: 'attribute_not_exists(trackingNumber)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      for (let attempt = 1; ; attempt += 1) {
        try {
          await client.send(put);
          return { inserted: true };
        } catch (error) {
          if (error instanceof TransactionConflictException && attempt < INSERT_ATTEMPTS) continue;
          const existing = error instanceof ConditionalCheckFailedException && itemOf(error);
          if (!existing) throw error;
          return { inserted: false, existing: await policyOfItem(existing, vault) };
        }
      }
    },

    find: (trackingNumber) => read(trackingNumber, CURRENT_POLICY),

    async findEach(trackingNumbers) {
      const items = await batchGetAll({
        client,
        tableName,
        keys: trackingNumbers.map((trackingNumber) => ({ trackingNumber, recordKey: CURRENT_POLICY })),
        reading: { ConsistentRead: false },
        attempts: READ_ATTEMPTS,
        backOff,
      });
      return Promise.all(items.map((item) => policyOfItem(item, vault)));
    },

    findArchived: (trackingNumber, idempotencyKey) => read(trackingNumber, archivedKey(idempotencyKey)),

    async findAll(trackingNumber) {
      // Backwards, because `policy` comes after `archived#…` in the order of keys.
      const query = {
        TableName: tableName,
        KeyConditionExpression: '#trackingNumber = :trackingNumber',
        ...expressionOf({ trackingNumber }),
        ConsistentRead: true,
        ScanIndexForward: false,
      };
      const items = await queryItems(client, query, 1 + MOST_ARCHIVED);
      const [current, ...archived] = await Promise.all(items.map((item) => policyOfItem(item, vault)));
      return current ? [current, ...archived.sort(newestFirst)] : [];
    },

    async replace(current, next) {
      assertReplacement(current, next);
      const archive = {
        TableName: tableName,
        Item: await archivedPolicyItem(current, vault),
        ConditionExpression: 'attribute_not_exists(trackingNumber)',
      };
      const put = await putWhereStill(tableName, current, next, vault);
      try {
        await client.send(new TransactWriteCommand({ TransactItems: [{ Put: archive }, { Put: put }] }));
        return 'replaced';
      } catch (error) {
        if (isLostTransaction(error)) return 'conflict';
        throw error;
      }
    },

    async save(previous, next) {
      assertNextVersion(previous, next);
      const put = await putWhereStill(tableName, previous, next, vault);
      const stored = await putOrStored(client, put);
      if (stored === 'saved') return 'saved';
      if (!stored || stored.policyId === previous.policyId) return 'conflict';
      // Another policy stands in its place, so it may have been archived.
      const archived = { ...put, Item: { ...put.Item, recordKey: archivedKey(previous.idempotencyKey) } };
      return (await putOrStored(client, archived)) === 'saved' ? 'saved' : 'conflict';
    },

    async endIfDue(due, now) {
      const first = await end(client, tableName, due, now, 'without-films');
      if (first === 'ended' || first === 'not-due') return first;
      return (await end(client, tableName, due, now, 'with-films')) === 'ended' ? 'ended' : 'not-due';
    },

    async listDue({ shard, until, after, limit }) {
      // `~` comes after every character of a tracking number, so what is due at `until` itself is in.
      const range = rangeOf('dueAt', after && dueKey(after), `${until}#~`);
      const query = {
        TableName: tableName,
        IndexName: policiesLayout.indexes.due.name,
        KeyConditionExpression: `#dueShard = :dueShard${range.condition}`,
        ExpressionAttributeNames: { '#dueShard': 'dueShard', ...range.names },
        ExpressionAttributeValues: { ':dueShard': String(shard), ...range.values },
      };
      const items = await queryItems(client, query, limit + 1);
      const policies = items.slice(0, limit).map(({ dueAt, trackingNumber }) => ({
        trackingNumber: String(trackingNumber),
        dueAt: String(dueAt).split('#')[0] ?? '',
      }));
      const last = policies.at(-1);
      return { policies, next: items.length > limit && last ? { ...last } : undefined };
    },
  };
}

/** A Put on the condition that `previous` is what is stored; a change of a case carries it in its transaction. */
export async function putWhereStill(tableName: string, previous: Policy, next: Policy, vault: PersonalVault) {
  return {
    TableName: tableName,
    Item: await policyItem(next, vault),
    ConditionExpression: '#policyId = :policyId AND #version = :version',
    ...expressionOf({ policyId: previous.policyId, version: previous.version }),
  };
}

/** What is stored instead, as far as the failed condition tells. */
async function putOrStored(
  client: DynamoDBDocumentClient,
  put: Awaited<ReturnType<typeof putWhereStill>>,
): Promise<'saved' | Item | undefined> {
  try {
    await client.send(new PutCommand({ ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));
    return 'saved';
  } catch (error) {
    if (!isLost(error)) throw error;
    return error instanceof ConditionalCheckFailedException ? itemOf(error) : undefined;
  }
}

/**
 * Ends a policy in one request. Which of the two it takes is not known from the index: almost all policies have no
 * film and leave it; one with films stays in it, due, until the job has settled when they are removed.
 */
async function end(
  client: DynamoDBDocumentClient,
  tableName: string,
  due: DuePolicy,
  now: Instant,
  films: 'without-films' | 'with-films',
): Promise<'ended' | 'not-due' | 'has-films'> {
  const isWithout = films === 'without-films';
  try {
    await client.send(
      new UpdateCommand({
        ...endingOf(tableName, due, now, films),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'ended';
  } catch (error) {
    if (!isLost(error)) throw error;
    const stored = error instanceof ConditionalCheckFailedException ? itemOf(error) : undefined;
    return isWithout && Number(stored?.uploads) > 0 && stored?.status === 'active' ? 'has-films' : 'not-due';
  }
}

/** The conditional update that ends a policy. It ended when its time was over, not when the job came by. */
export function endingOf(
  tableName: string,
  due: DuePolicy,
  now: Instant,
  films: 'without-films' | 'with-films',
) {
  const values = { active: 'active', ended: 'ended', none: 0, one: 1, now, dueAt: dueKey(due) };
  const isWithout = films === 'without-films';
  const names = ['status', 'openClaims', 'claimableUntil', 'dueAt', 'uploads', 'endedAt', 'version'];
  if (isWithout) names.push('dueShard');
  const { trackingNumber } = due;
  return {
    TableName: tableName,
    Key: { trackingNumber, recordKey: CURRENT_POLICY },
    UpdateExpression:
      'SET #status = :ended, #endedAt = #claimableUntil, #version = #version + :one' +
      (isWithout ? ' REMOVE #dueAt, #dueShard' : ''),
    ConditionExpression:
      '#status = :active AND #openClaims = :none AND #claimableUntil <= :now AND #dueAt = :dueAt' +
      ` AND #uploads ${isWithout ? '=' : '>'} :none`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: expressionOf(values).ExpressionAttributeValues,
  };
}

function isLost(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException;
}

function newestFirst(a: Policy, b: Policy): number {
  const [first, second] = [a.soldAt + a.policyId, b.soldAt + b.policyId];
  return first === second ? 0 : first > second ? -1 : 1;
}
