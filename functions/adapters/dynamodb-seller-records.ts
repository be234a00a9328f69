import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { claimFacts, letterFacts } from '../contracts/facts.ts';
import type { PersonalVault } from '../policies/ports.ts';
import type { SeenName, SellerRecords } from '../sellers/ports.ts';
import type { TraceHasher } from '../signals/ports.ts';
import { type Item, type ItemKey, parseItem, queryItems } from './dynamodb-items.ts';
import { seenName } from './dynamodb-seller-records-schemas.ts';

const MOST_CLAIMS = 1_000;
const MOST_LETTERS = 200;
const MOST_NAMES = 50;

/**
 * What is known of a seller, under each of its ids. A name and a tax number may be a person's, so they pass through
 * the vault, and the key of such a row is a keyed hash of them.
 */
export function createDynamoSellerRecords({
  client,
  tableName: TableName,
  vault,
  hasher,
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
  vault: PersonalVault;
  hasher: () => Promise<TraceHasher>;
}): SellerRecords {
  async function putNewer(sellerId: string, recordKey: string, facts: { version: number }): Promise<void> {
    const put = new PutCommand({
      TableName,
      Item: { reportKey: keyOf(sellerId), recordKey, version: facts.version, facts },
      ConditionExpression: 'attribute_not_exists(recordKey) OR version < :version',
      ExpressionAttributeValues: { ':version': facts.version },
    });
    await isWritten(client.send(put));
  }

  function list(sellerId: string, kind: 'claim#' | 'letter#' | 'name#', most: number): Promise<Item[]> {
    const query = {
      TableName,
      KeyConditionExpression: 'reportKey = :key AND begins_with(recordKey, :kind)',
      ExpressionAttributeValues: { ':key': keyOf(sellerId), ':kind': kind },
      ConsistentRead: true,
      ScanIndexForward: false,
    };
    return queryItems(client, query, most);
  }

  return {
    rememberClaim: (sellerId, claim) => putNewer(sellerId, `claim#${claim.filedAt}#${claim.claimId}`, claim),

    rememberLetter: (sellerId, letter) => putNewer(sellerId, `letter#${letter.letterId}`, letter),

    async rememberName(underId, { sellerId, name, taxNumber }, at) {
      const hash = (await hasher()).hashOf('seller', `seen:${sellerId}:${taxNumber ?? ''}:${name}`);
      const update = {
        TableName,
        Key: { reportKey: keyOf(underId), recordKey: `name#${hash}` },
        ExpressionAttributeValues: { ':at': at },
      };
      const isLatest = await isWritten(
        client.send(
          new UpdateCommand({
            ...update,
            UpdateExpression:
              'SET sellerId = :sellerId, personal = :personal, lastSeenAt = :at, ' +
              'firstSeenAt = if_not_exists(firstSeenAt, :at)',
            ConditionExpression: 'attribute_not_exists(recordKey) OR lastSeenAt < :at',
            ExpressionAttributeValues: {
              ':at': at,
              ':sellerId': sellerId,
              ':personal': await vault.seal(sellerId, { name, ...(taxNumber && { taxNumber }) }),
            },
          }),
        ),
      );
      if (isLatest) return;
      await isWritten(
        client.send(
          new UpdateCommand({
            ...update,
            UpdateExpression: 'SET firstSeenAt = :at',
            ConditionExpression: 'firstSeenAt > :at',
          }),
        ),
      );
    },

    async claimsOf(sellerId) {
      const items = await list(sellerId, 'claim#', MOST_CLAIMS);
      return items.map((item) => parseItem(claimFacts, item.facts, itemKeyOf(item)));
    },

    async lettersOf(sellerId) {
      const items = await list(sellerId, 'letter#', MOST_LETTERS);
      return items.map((item) => parseItem(letterFacts, item.facts, itemKeyOf(item)));
    },

    async namesOf(sellerId) {
      const items = await list(sellerId, 'name#', MOST_NAMES);
      return Promise.all(
        items.map(async (item): Promise<SeenName> => {
          const personal = await vault.open(String(item.sellerId), item.personal);
          const { personal: named, ...seen } = parseItem(seenName, { ...item, personal }, itemKeyOf(item));
          return { ...seen, ...named };
        }),
      );
    },
  };
}

function keyOf(sellerId: string): string {
  return `seller#${sellerId}`;
}

function itemKeyOf(item: Item): ItemKey {
  return { trackingNumber: String(item.reportKey), recordKey: String(item.recordKey) };
}

/** False where the condition says that something newer stands there. */
async function isWritten(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
