import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ClaimFacts } from '../contracts/facts.ts';
import { isListed } from '../reports/claims-of-measure.ts';
import { addDays, dayOf, firstDayOf, type Month, monthOf, startOfDay } from '../reports/day-of.ts';
import type { ClaimListQuery, ClaimPlace } from '../reports/ports.ts';
import type { Item } from './dynamodb-items.ts';
import { claimKeys, factOf } from './report-items.ts';
import { reportsLayout } from './table-layout.ts';

/** How many claims one page may look at: where few of a region are wanted, the page is short and says where to go on. */
const MOST_EXAMINED = 1_000;
const PAGE = 200;

const { filedClaims, closedClaims } = reportsLayout.indexes;

/** Claims of a region in a measure, newest first, month by month of the index by which they are found. */
export async function listClaimsOfMeasure(
  client: DynamoDBDocumentClient,
  TableName: string,
  asked: ClaimListQuery,
): Promise<{ claims: ClaimFacts[]; next: ClaimPlace | undefined }> {
  const claims: ClaimFacts[] = [];
  const placeOf = (claim: ClaimFacts): ClaimPlace => ({
    at: (asked.measure === 'filed' ? claim.filedAt : claim.closedAt) ?? '',
    claimId: claim.claimId,
  });
  let examined = 0;
  for await (const claim of newestFirst(client, TableName, asked)) {
    examined += 1;
    const last = claims.at(-1);
    const isOne = isListed(claim, asked);
    if (isOne && last && claims.length === asked.limit) return { claims, next: placeOf(last) };
    if (isOne) claims.push(claim);
    if (examined === MOST_EXAMINED) {
      const isFull = claims.length === asked.limit;
      return { claims, next: placeOf((isFull ? claims.at(-1) : claim) ?? claim) };
    }
  }
  return { claims, next: undefined };
}

async function* newestFirst(
  client: DynamoDBDocumentClient,
  TableName: string,
  { region, measure, from, to, after }: ClaimListQuery,
): AsyncGenerator<ClaimFacts> {
  const index = measure === 'filed' ? filedClaims : closedClaims;
  const low = startOfDay(from);
  const high = after ? claimKeys.place(after) : startOfDay(addDays(to, 1));
  if (high < low) return;
  const newest = after && dayOf(after.at) < to ? dayOf(after.at) : to;
  for (let month = monthOf(newest); month >= monthOf(from); month = monthBefore(month)) {
    let start: Item | undefined;
    do {
      const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: index.name,
          KeyConditionExpression: '#month = :month AND #order BETWEEN :low AND :high',
          ExpressionAttributeNames: { '#month': index.partitionKey, '#order': index.sortKey },
          ExpressionAttributeValues: { ':month': `${region}#${month}`, ':low': low, ':high': high },
          ScanIndexForward: false,
          Limit: PAGE,
          ExclusiveStartKey: start,
        }),
      );
      for (const item of page.Items ?? []) {
        // Where the page before ended.
        if (after && item[index.sortKey] === high) continue;
        const fact = factOf('claim', item.facts, item);
        if (fact.of === 'claim') yield fact.facts;
      }
      start = page.LastEvaluatedKey;
    } while (start);
  }
}

function monthBefore(month: Month): Month {
  return monthOf(addDays(firstDayOf(month), -1));
}
