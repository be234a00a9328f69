import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Day, LetterFacts } from '../contracts/facts.ts';
import { changesOf, newestOf, thingOf } from '../reports/counting.ts';
import { firstDayOf, lastDayOf, monthOf, nextMonth, partsOf } from '../reports/day-of.ts';
import type { CountedFact, CounterRow, Counters, Fact, Scope } from '../reports/ports.ts';
import { batchGet } from './dynamodb-batch-get.ts';
import { expressionOf, type Item, isLostTransaction } from './dynamodb-items.ts';
import { createFullJitter } from './full-jitter.ts';
import { listClaimsOfMeasure } from './report-claims.ts';
import {
  additionsOf,
  claimKeys,
  countedOfItem,
  type ItemAddition,
  markerItem,
  markerKey,
  rowPlaces,
  rowsOfItem,
} from './report-items.ts';

/** What one transaction may write. */
const MOST_WRITES = 100;
/** All of a country's claims meet in a few rows, so writers collide; ten tries are some seconds, then the stream's own. */
const ATTEMPTS = 10;
const MOST_LETTERS = 200;

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
interface Step {
  marker: CountedFact | undefined;
  next: CountedFact;
}

export function createDynamoCounters({
  client,
  tableName: TableName,
  backOff = createFullJitter({ firstMillis: 20, mostMillis: 1_000 }),
}: {
  client: DynamoDBDocumentClient;
  tableName: string;
  backOff?: (attempt: number) => Promise<void>;
}): Counters {
  /** What was counted of these things so far, by thing. */
  async function readMarkers(facts: readonly Fact[]): Promise<Map<string, CountedFact>> {
    const markers = new Map<string, CountedFact>();
    const keys = facts.map((fact) => ({ ...markerKey(fact) }));
    const reading = { ConsistentRead: true } as const;
    const found = await batchGet({
      client,
      tableName: TableName,
      keys,
      reading,
      attempts: ATTEMPTS,
      backOff,
    });
    if (!found.isWhole) throw new Error('The table does not answer for all markers.');
    for (const item of found.items) {
      const counted = countedOfItem(item);
      markers.set(thingOf(counted.after), counted);
    }
    return markers;
  }

  /** One transaction: all of it is counted or nothing. False: somebody else was there in between. */
  async function countAtOnce(steps: readonly Step[]): Promise<boolean> {
    const changes = changesOf(steps.map(({ next }) => next));
    const TransactItems = [
      ...steps.map((step) => putMarker(TableName, step)),
      ...additionsOf(changes).map((addition) => addToItem(TableName, addition)),
    ];
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      return true;
    } catch (error) {
      if (isLostTransaction(error)) return false;
      throw error;
    }
  }

  async function query(scope: Scope, from: string, to: string): Promise<CounterRow[]> {
    const rows: CounterRow[] = [];
    const places = rowPlaces(scope, from, to);
    const isAsked = ({ period }: CounterRow) =>
      period.length === from.length && period >= from && period <= to;
    let start: Item | undefined;
    do {
      const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: '#reportKey = :reportKey AND #recordKey BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#reportKey': 'reportKey', '#recordKey': 'recordKey' },
          ExpressionAttributeValues: {
            ':reportKey': places.reportKey,
            ':from': places.from,
            ':to': places.to,
          },
          ExclusiveStartKey: start,
        }),
      );
      for (const item of page.Items ?? [])
        for (const { scope: _scope, ...row } of rowsOfItem(item) ?? []) if (isAsked(row)) rows.push(row);
      start = page.LastEvaluatedKey;
    } while (start);
    return rows;
  }

  return {
    async count(facts) {
      let left = newestOf(facts).sort(byPlace);
      const counted: CountedFact[] = [];
      for (let attempt = 1; left.length > 0; attempt += 1) {
        const markers = await readMarkers(left);
        const open: Step[] = [];
        for (const after of left) {
          const marker = markers.get(thingOf(after));
          const version = marker?.after.facts.version ?? 0;
          if (marker && version === after.facts.version) counted.push(marker);
          if (version < after.facts.version)
            open.push({ marker, next: { ...(marker && { before: marker.after }), after } });
        }
        left = [];
        for (const steps of chunksOf(open)) {
          if (await countAtOnce(steps)) counted.push(...steps.map(({ next }) => next));
          else left.push(...steps.map(({ next }) => next.after));
        }
        if (left.length > 0 && attempt === ATTEMPTS)
          throw new Error(`${left.length} changes could not be counted.`);
        if (left.length > 0) await backOff(attempt);
      }
      return counted;
    },

    async read(scope, from, to) {
      const { months, days } = partsOf({ from, to });
      return (await Promise.all([...months, ...days].map((part) => query(scope, part.from, part.to)))).flat();
    },

    async readDays(scope, from, to) {
      const parts: { from: Day; to: Day }[] = [];
      for (let month = monthOf(from); month <= monthOf(to); month = nextMonth(month)) {
        const [first, last] = [firstDayOf(month), lastDayOf(month)];
        parts.push({ from: first < from ? from : first, to: last > to ? to : last });
      }
      return (await Promise.all(parts.map((part) => query(scope, part.from, part.to)))).flat();
    },

    async findClaim(claimId) {
      const reportKey = claimKeys.partition(claimId);
      const [{ Item: claimItem }, { Items = [] }] = await Promise.all([
        client.send(new GetCommand({ TableName, Key: { reportKey, recordKey: 'facts' } })),
        client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: '#reportKey = :reportKey AND begins_with(#recordKey, :recordKey)',
            ...expressionOf({ reportKey, recordKey: 'letter#' }),
            Limit: MOST_LETTERS,
          }),
        ),
      ]);
      const claim = claimItem && countedOfItem(claimItem).after;
      if (claim?.of !== 'claim') return undefined;
      const letters = Items.flatMap((item): LetterFacts[] => {
        const { after } = countedOfItem(item);
        return after.of === 'letter' ? [after.facts] : [];
      });
      return { claim: claim.facts, letters };
    },

    listClaims: (asked) => listClaimsOfMeasure(client, TableName, asked),
  };
}

function putMarker(TableName: string, { marker, next }: Step): Write {
  const isFirst = marker === undefined;
  return {
    Put: {
      TableName,
      Item: markerItem(next),
      ...(isFirst
        ? { ConditionExpression: 'attribute_not_exists(reportKey)' }
        : {
            ConditionExpression: '#version = :version',
            ...expressionOf({ version: marker.after.facts.version }),
          }),
    },
  };
}

function addToItem(TableName: string, { key: Key, add }: ItemAddition): Write {
  const sums = Object.entries(add);
  return {
    Update: {
      TableName,
      Key,
      UpdateExpression: `ADD ${sums.map((_, index) => `#s${index} :s${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(sums.map(([name], index) => [`#s${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(sums.map(([, value], index) => [`:s${index}`, value])),
    },
  };
}

/** As many steps as one transaction takes; steps of the same place stand together and share its rows. */
function chunksOf(steps: readonly Step[]): Step[][] {
  const chunks: Step[][] = [];
  let rows = new Set<string>();
  for (const step of steps) {
    const own = additionsOf(changesOf([step.next])).map(({ key }) => `${key.reportKey} ${key.recordKey}`);
    const chunk = chunks.at(-1);
    const together = new Set([...rows, ...own]);
    if (chunk && chunk.length + 1 + together.size <= MOST_WRITES) {
      chunk.push(step);
      rows = together;
    } else {
      chunks.push([step]);
      rows = new Set(own);
    }
  }
  return chunks;
}

function byPlace(a: Fact, b: Fact): number {
  const [first, second] = [placeOf(a), placeOf(b)];
  return first === second ? 0 : first < second ? -1 : 1;
}

function placeOf({ facts }: Fact): string {
  return 'office' in facts ? `${facts.region} ${facts.office} ${facts.clerkId}` : facts.region;
}
