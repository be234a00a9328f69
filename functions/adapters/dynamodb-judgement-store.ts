import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type SignalLevel, signalLevel } from '../contracts/signals.ts';
import { dayOf, monthOf } from '../reports/day-of.ts';
import type { JudgedPlace, JudgementStore } from '../signals/ports.ts';
import { caseKeys, judgementOfItem } from './case-items.ts';
import { batchGet } from './dynamodb-batch-get.ts';
import { expressionOf, keyOf, parseItem, queryItems } from './dynamodb-items.ts';
import { levelItem } from './dynamodb-judgement-store-schemas.ts';
import { createFullJitter } from './full-jitter.ts';
import { casesLayout } from './table-layout.ts';

/** Somebody waits for the list that these stand in, so it is tried thrice and not for long. */
const ATTEMPTS = 3;

/** One item for each claim in its case's collection, so that the query of a case reads it along. */
export function createDynamoJudgementStore({
  client,
  tableName: TableName,
  backOff = createFullJitter({ firstMillis: 20, mostMillis: 100 }),
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
  backOff?: (attempt: number) => Promise<void>;
}): JudgementStore {
  return {
    async find(trackingNumber, claimId) {
      const Key = { trackingNumber, recordKey: caseKeys.judgement(claimId) };
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && judgementOfItem(Item);
    },

    async levelsOf(claims) {
      const { items } = await batchGet({
        client,
        tableName: TableName,
        keys: claims.map(({ trackingNumber, claimId }) => ({
          trackingNumber,
          recordKey: caseKeys.judgement(claimId),
        })),
        reading: {
          ProjectionExpression: 'trackingNumber, recordKey, claimId, #level',
          names: { '#level': 'level' },
        },
        attempts: ATTEMPTS,
        backOff,
      });
      const levels = items.map((item) => parseItem(levelItem, item, keyOf(item)));
      return new Map(levels.map(({ claimId, level }) => [claimId, level]));
    },

    async save(judgement, filedAt) {
      const Item = {
        recordKey: caseKeys.judgement(judgement.claimId),
        ...judgement,
        judgedMonth: partitionOf(monthOf(dayOf(filedAt)), judgement.level),
        judgedOrder: orderOf(judgement),
      };
      const { judgedAt } = judgement;
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item,
            ConditionExpression: 'attribute_not_exists(#judgedAt) OR #judgedAt <= :judgedAt',
            ...expressionOf({ judgedAt }),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async list({ month, levels = signalLevel.options, limit, after }) {
      const range = after && { judgedOrder: orderOf(after) };
      const ofLevels = await Promise.all(
        levels.map((level) =>
          queryItems(
            client,
            {
              TableName,
              IndexName: casesLayout.indexes.judged.name,
              KeyConditionExpression: `#judgedMonth = :judgedMonth${range ? ' AND #judgedOrder < :judgedOrder' : ''}`,
              ...expressionOf({ judgedMonth: partitionOf(month, level), ...range }),
              ScanIndexForward: false,
            },
            limit,
          ),
        ),
      );
      const page = ofLevels
        .flat()
        .sort((one, other) => (String(one.judgedOrder) < String(other.judgedOrder) ? 1 : -1))
        .slice(0, limit)
        .map(judgementOfItem);
      const last = page.length === limit ? page.at(-1) : undefined;
      return { judgements: page, next: last && { weight: last.weight, claimId: last.claimId } };
    },
  };
}

/** Each level by itself: a list of what stands out does not read what does not, of which there is most. */
function partitionOf(month: string, level: SignalLevel): string {
  return `${month}#${level}`;
}

/** Text in the order of weights; what speaks for the buyer alone stands with what says nothing. */
function orderOf({ weight, claimId }: JudgedPlace): string {
  return `${String(Math.max(weight, 0)).padStart(6, '0')}#${claimId}`;
}
