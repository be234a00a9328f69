import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import {
  type CaseStore,
  WORK_COUNT_BOUND,
  WORK_SHARDS,
  type WorkCount,
  type WorkFilter,
  type WorkItem,
  type WorkLevels,
  type WorkOf,
} from '../claims/ports.ts';
import { countOf, isNarrowing, isWanted } from '../claims/work-item.ts';
import { nobodyShard, personShard, workOfItem, workPlace, workShard } from './case-items.ts';
import { type Item, queryItems, rangeOf } from './dynamodb-items.ts';
import { casesLayout } from './table-layout.ts';

/** Items that one page of a filtered list reads of each partition at most, whatever it finds among them. */
const FILTERED_READING = 200;

/** Items that one round of counting reads of each partition. */
const COUNT_ROUND = WORK_COUNT_BOUND / WORK_SHARDS;

/** Where counting stops though it may not have come to the end of what is at risk. */
const MOST_COUNTED = 3 * WORK_COUNT_BOUND;

type WorkIndex = Pick<CaseStore, 'listWork' | 'listUnassigned' | 'listAssigned' | 'countWork'>;

/** An index of open work: where its partitions and places stand in an item. */
interface Index {
  name: string;
  partitionKey: 'workShard' | 'personShard';
  sortKey: 'workDue' | 'personDue';
}
const OPEN_WORK: Index = casesLayout.indexes.openWork;
const WORK_OF_PERSON: Index = casesLayout.indexes.workOfPerson;

const shardsOf = (partitionOf: (shard: number) => string) =>
  Array.from({ length: WORK_SHARDS }, (_, shard) => partitionOf(shard));

/** Lists and counts of open work, merged over the partitions of its indexes. */
export function createDynamoWorkIndex(table: {
  client: DynamoDBDocumentClient;
  tableName: string;
}): WorkIndex {
  return {
    async listWork({ queue, ...query }) {
      const partitions = shardsOf((shard) => workShard(queue, shard));
      const after = query.after && workPlace(query.after);
      const { work, next } = await readPage(table, OPEN_WORK, partitions, { ...query, after });
      return { work, next: next && { dueAt: next.at, ...next.claim } };
    },

    async listUnassigned(query) {
      const after = query.after && workPlace({ ...query.after, dueAt: query.after.since });
      const { work, next } = await readPage(table, WORK_OF_PERSON, shardsOf(nobodyShard), {
        ...query,
        after,
      });
      return { work, next: next && { since: next.at, ...next.claim } };
    },

    async listAssigned({ personId, ...query }) {
      const after = query.after && workPlace(query.after);
      const { work, next } = await readPage(table, WORK_OF_PERSON, [personShard(personId)], {
        ...query,
        after,
      });
      return { work, next: next && { dueAt: next.at, ...next.claim } };
    },

    countWork: (of, levels) => countItems(table, of, levels),
  };
}

interface PageQuery {
  limit: number;
  after: string | undefined;
  dueBefore?: string | undefined;
  filter?: WorkFilter | undefined;
}

/**
 * Claims are spread evenly over the partitions, so of each only so much is read as a page most likely has of it; where
 * that does not fill the page, all that it can have. What a filter leaves over is anybody's guess.
 */
async function readPage(
  table: { client: DynamoDBDocumentClient; tableName: string },
  index: Index,
  partitions: string[],
  query: PageQuery,
) {
  const { limit, filter } = query;
  const all = limit + 1;
  if (isNarrowing(filter)) return readEach(table, index, partitions, query, Math.max(all, FILTERED_READING));
  const likely = likelyShare(all, partitions.length);
  const page = await readEach(table, index, partitions, query, likely);
  const isShort = page.next !== undefined && page.work.length < limit;
  return isShort && likely < all ? readEach(table, index, partitions, query, all) : page;
}

/** So many of `all` are in one of the partitions but for rare cases: three deviations above the mean. */
function likelyShare(all: number, partitions: number): number {
  const mean = all / partitions;
  return Math.min(all, Math.ceil(mean + 3 * Math.sqrt(mean)));
}

/** A page of the first `most` items of each partition. */
async function readEach(
  { client, tableName }: { client: DynamoDBDocumentClient; tableName: string },
  index: Index,
  partitions: string[],
  { limit, after, dueBefore, filter }: PageQuery,
  most: number,
) {
  // Every key goes on after its instant, so the instant itself comes before all that are due at it.
  const range = rangeOf(index.sortKey, after, dueBefore);
  const readings = await Promise.all(
    partitions.map((partition) => queryItems(client, inPartition(tableName, index, partition, range), most)),
  );
  const placeOf = (item: Item) => String(item[index.sortKey]);
  // What lies beyond the end of a reading that was cut short may come before what others have there.
  const horizon = readings
    .flatMap((items) => (items.length < most ? [] : placeOf(items.at(-1) as Item)))
    .sort()[0];
  const found = readings
    .flat()
    .filter((item) => horizon === undefined || placeOf(item) <= horizon)
    .map((item) => ({ place: placeOf(item), work: workOfItem(item) }))
    .filter(({ work }) => isWanted(work, filter))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const page = found.slice(0, limit);
  const next = found.length > limit ? page.at(-1)?.place : horizon;
  return { work: page.map(({ work }) => work), next: next === undefined ? undefined : placeFrom(next) };
}

function inPartition(
  TableName: string,
  index: Index,
  partition: string,
  range: ReturnType<typeof rangeOf> = { condition: '', names: {}, values: {} },
): QueryCommandInput {
  return {
    TableName,
    IndexName: index.name,
    KeyConditionExpression: `#partition = :partition${range.condition}`,
    ExpressionAttributeNames: { '#partition': index.partitionKey, ...range.names },
    ExpressionAttributeValues: { ':partition': partition, ...range.values },
  };
}

function placeFrom(place: string) {
  const [at = '', trackingNumber = '', claimId = ''] = place.split('#');
  return { at, claim: { trackingNumber, claimId } };
}

/**
 * Reads the beginnings of all partitions, nearest deadline first, until every number is certain or has reached the
 * bound: what is overdue and at risk stands in front, so that little is read of a queue that has grown out of hand.
 */
async function countItems(
  { client, tableName }: { client: DynamoDBDocumentClient; tableName: string },
  of: WorkOf,
  levels: WorkLevels,
): Promise<WorkCount> {
  const { index, partitions } = partitionsOf(of);
  const counted: WorkItem[] = [];
  let reading = partitions.map((partition) => ({
    partition,
    from: undefined as Item | undefined,
    place: '',
  }));
  do {
    const pages = await Promise.all(
      reading.map(async ({ partition, from }) => {
        const query = inPartition(tableName, index, partition);
        const page = await client.send(
          new QueryCommand({ ...query, Limit: COUNT_ROUND, ExclusiveStartKey: from }),
        );
        counted.push(...(page.Items ?? []).map(workOfItem));
        const place = String(page.LastEvaluatedKey?.[index.sortKey] ?? '');
        return { partition, from: page.LastEvaluatedKey, place };
      }),
    );
    reading = pages.filter(({ from }) => from !== undefined);
  } while (reading.length > 0 && !isEnough(counted, reading, of, levels));
  return countOf(counted, levels);
}

function partitionsOf(of: WorkOf): { index: Index; partitions: string[] } {
  if (of === 'unassigned') return { index: WORK_OF_PERSON, partitions: shardsOf(nobodyShard) };
  if ('personId' in of) return { index: WORK_OF_PERSON, partitions: [personShard(of.personId)] };
  return { index: OPEN_WORK, partitions: shardsOf((shard) => workShard(of.queue, shard)) };
}

function isEnough(counted: WorkItem[], reading: { place: string }[], of: WorkOf, levels: WorkLevels) {
  if (counted.length < WORK_COUNT_BOUND) return false;
  // These are in the order in which they began to wait, so that no deadline is ever certain to be behind.
  if (of === 'unassigned' || counted.length >= MOST_COUNTED) return true;
  const { overdue, atRisk } = countOf(counted, levels);
  const isPast = (instant: string) => reading.every(({ place }) => place > instant);
  return (
    (overdue >= WORK_COUNT_BOUND || isPast(levels.now)) &&
    (atRisk >= WORK_COUNT_BOUND || isPast(levels.atRiskUntil))
  );
}
