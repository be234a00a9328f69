import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Day, LetterFacts } from '../contracts/facts.ts';
import { changesOf, newestOf, thingOf } from '../reports/counting.ts';
import { eachPeriodOf, firstDayOf, lastDayOf, monthOf, nextMonth, partsOf } from '../reports/day-of.ts';
import type { CountedFact, CounterRow, Counters, Fact, Scope } from '../reports/ports.ts';
import { batchGetAll } from './dynamodb-batch-get.ts';
import { expressionOf, type Item, isLostTransaction, queryItems } from './dynamodb-items.ts';
import { createFullJitter } from './full-jitter.ts';
import { listClaimsOfMeasure } from './report-claims.ts';
import {
  additionsOf,
  claimKeys,
  countedOfItem,
  counterKey,
  counterPlaces,
  type ItemAddition,
  idOfCounterItem,
  markerItem,
  markerKey,
  rowsOfItem,
  stretchesOf,
} from './report-items.ts';

/** What one transaction may write. */
const MOST_WRITES = 100;
/** All of a country's claims meet in a few rows, so writers collide; ten tries are some seconds, then the stream's own. */
const ATTEMPTS = 10;
const MOST_LETTERS = 200;
/** Sums that one update adds to an item: an expression takes 4 KB, and so many names are well below. */
const MOST_ADDED = 250;

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
    for (const item of await getAll(keys, reading)) {
      const counted = countedOfItem(item);
      markers.set(thingOf(counted.after), counted);
    }
    return markers;
  }

  const getAll = (keys: Item[], reading?: { ConsistentRead: true }): Promise<Item[]> =>
    batchGetAll({
      ...{ client, tableName: TableName, keys, attempts: ATTEMPTS, backOff, ...(reading && { reading }) },
    });

  /** The rows of these ids, by the keys of their items: those of other ids may be many. */
  async function rowsOf(
    scope: Scope,
    periods: readonly string[],
    ids: readonly string[],
  ): Promise<CounterRow[]> {
    const keys = new Map<string, Item>();
    for (const period of periods)
      for (const id of ids) {
        const key = counterKey(scope, period, id);
        keys.set(`${key.reportKey} ${key.recordKey}`, { ...key });
      }
    const rows = askedRows(await getAll([...keys.values()]), new Set(periods));
    return rows.sort((a, b) => (`${a.period} ${a.id}` < `${b.period} ${b.id}` ? -1 : 1));
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

  /** Items that hold a stretch of days or months; of its last period, ids after that one up to any. */
  function itemsOf(
    scope: Scope,
    stretch: { from: string; to: string },
    after = '',
    most = Number.POSITIVE_INFINITY,
  ): Promise<Item[]> {
    const { reportKey, from, to } = counterPlaces(scope, stretch);
    const query = {
      TableName,
      KeyConditionExpression: '#reportKey = :reportKey AND #recordKey BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#reportKey': 'reportKey', '#recordKey': 'recordKey' },
      ExpressionAttributeValues: {
        ':reportKey': reportKey,
        // Ids are made of letters, digits and `-`: nothing but the id itself lies between it and this.
        ':from': after === '' ? from : `${from}#${after}!`,
        ':to': to,
      },
    };
    return queryItems(client, query, most);
  }

  async function read(scope: Scope, stretches: readonly { from: string; to: string }[]) {
    const readings = stretches.map(async (stretch) => askedRows(await itemsOf(scope, stretch), stretch));
    return (await Promise.all(readings)).flat();
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

    async read(scope, from, to, ids) {
      const { months, days } = partsOf({ from, to });
      if (ids) return rowsOf(scope, eachPeriodOf({ months, days }), ids);
      return read(scope, [...months, ...days]);
    },

    async readIds(scope, period, { after, limit }) {
      const stretches = stretchesOf(scope, partsOf(period));
      const rows: CounterRow[] = [];
      let last = after;
      // An item may hold none of the days that are asked for, so that a reading finds fewer ids than it read.
      do {
        const readings = await Promise.all(
          stretches.map(async (stretch) => ({ stretch, items: await itemsOf(scope, stretch, last, limit) })),
        );
        // What a reading that was cut short has beyond its end is not known, so all end where the first of them does.
        last = readings
          .flatMap(({ items }) => (items.length < limit ? [] : idOfCounterItem(items.at(-1) as Item)))
          .sort()[0];
        for (const { stretch, items } of readings)
          rows.push(...askedRows(items, stretch).filter(({ id }) => last === undefined || id <= last));
      } while (last !== undefined && new Set(rows.map(({ id }) => id)).size < limit);
      return { rows, last };
    },

    async readDays(scope, from, to, ids) {
      if (ids) return rowsOf(scope, eachPeriodOf({ months: [], days: [{ from, to }] }), ids);
      const parts: { from: Day; to: Day }[] = [];
      for (let month = monthOf(from); month <= monthOf(to); month = nextMonth(month)) {
        const [first, last] = [firstDayOf(month), lastDayOf(month)];
        parts.push({ from: first < from ? from : first, to: last > to ? to : last });
      }
      return read(scope, parts);
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

/** Of what the items hold, the rows of these periods. */
function askedRows(
  items: readonly Item[],
  asked: ReadonlySet<string> | { from: string; to: string },
): CounterRow[] {
  const isAsked = (period: string) =>
    'from' in asked
      ? period.length === asked.from.length && period >= asked.from && period <= asked.to
      : asked.has(period);
  return items
    .flatMap((item) => rowsOfItem(item) ?? [])
    .filter(({ period }) => isAsked(period))
    .map(({ scope: _scope, ...row }) => row);
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

/** As many steps as one transaction takes; steps of the same place stand together and share its items. */
function chunksOf(steps: readonly Step[]): Step[][] {
  const chunks: Step[][] = [];
  let items = new Map<string, ReadonlySet<string>>();
  for (const step of steps) {
    const own = new Map<string, ReadonlySet<string>>();
    for (const { key, add } of additionsOf(changesOf([step.next])))
      own.set(`${key.reportKey} ${key.recordKey}`, new Set(Object.keys(add)));
    const chunk = chunks.at(-1);
    const together = new Map(items);
    for (const [item, names] of own) together.set(item, new Set([...names, ...(items.get(item) ?? [])]));
    const isExpressible = [...own.keys()].every((item) => (together.get(item)?.size ?? 0) <= MOST_ADDED);
    if (chunk && isExpressible && chunk.length + 1 + together.size <= MOST_WRITES) {
      chunk.push(step);
      items = together;
    } else {
      chunks.push([step]);
      items = own;
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
