import type { GetCommandInput, QueryCommandInput, ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { assertOperands, type Condition, holds, pathsIn } from './condition.ts';
import { type Path, type Placeholders, resolvePath } from './document-path.ts';
import { placeholdersOf, readCondition, readProjection } from './expressions.ts';
import { boundsOf, keyRangeOf } from './key-condition.ts';
import type { IndexLayout, MemoryTable } from './memory-table.ts';
import { project, projectedPaths } from './projection.ts';
import { compareHashes, type Partitions, type Place, positionAfter, positionOf, type Row } from './rows.ts';
import { notSupported, validationException } from './validation-exception.ts';
import { copyIn, copyOut, type Item, itemSize, itemSizeBound, type Value } from './values.ts';

const LARGEST_PAGE = 1024 * 1024;

type Tables = (name: string | undefined) => MemoryTable;
/** A copy for the caller of what he asked for of an item. */
export type Told = (item: Item) => Record<string, unknown>;

export function getItem(tables: Tables, input: GetCommandInput) {
  const table = tables(input.TableName);
  const projection =
    input.ProjectionExpression === undefined ? undefined : readProjection(input.ProjectionExpression);
  const told = toldOf(
    projection && projectedPaths(projection.tree, placeholdersOf(input, [projection]), table.keys),
    input,
  );
  const item = table.read(table.placeOfKey(input.Key));
  return item ? { Item: told(item) } : {};
}

/** Of an item all, or what stands at these paths. */
export function toldOf(
  paths: readonly Path[] | undefined,
  input: { ExpressionAttributeNames?: unknown },
): Told {
  if (paths) return (item) => project(item, paths);
  if (input.ExpressionAttributeNames) {
    throw validationException('ExpressionAttributeNames can only be specified when using expressions');
  }
  return copyOut;
}

/** Where a query or a scan looks: in a table, or in an index of it. */
interface Source {
  table: MemoryTable;
  index: IndexLayout | undefined;
  partitions: Partitions;
  /** What an index shows of an item; a table shows all. */
  attributes: ReadonlySet<string> | undefined;
}

type ReadInput = QueryCommandInput & ScanCommandInput;

function sourceOf(tables: Tables, input: QueryCommandInput | ScanCommandInput): Source {
  const table = tables(input.TableName);
  if (input.IndexName === undefined) {
    return { table, index: undefined, partitions: table.partitions, attributes: undefined };
  }
  const { layout, partitions, attributes } = table.index(input.IndexName);
  if (input.ConsistentRead) {
    throw validationException('Consistent reads are not supported on global secondary indexes');
  }
  return { table, index: layout, partitions, attributes };
}

export function query(tables: Tables, input: QueryCommandInput) {
  const source = sourceOf(tables, input);
  if (input.KeyConditionExpression === undefined) {
    throw validationException(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const condition = readCondition(input.KeyConditionExpression);
  const page = pageOf(source, input, [condition]);
  const keys = source.index ?? source.table;
  const range = keyRangeOf(condition.tree, keys, page.placeholders);
  assertFilterable(source, page.filter, [keys.partitionKey, keys.sortKey], page.placeholders);
  const start = startOf(source, input.ExclusiveStartKey);
  const rows = source.partitions.rowsOf(range.partition);
  let { from, to } = boundsOf(rows, range);
  const isForward = input.ScanIndexForward ?? true;
  if (start) {
    const { partition, place } = start;
    const isInside =
      partition === range.partition && !range.isBefore(place.sort) && range.isNotPast(place.sort);
    if (!isInside) {
      throw validationException(
        'The provided starting key is outside query boundaries based on provided conditions',
      );
    }
    if (isForward) from = Math.max(from, positionAfter(rows, place));
    else to = Math.min(to, positionOf(rows, place));
  }
  for (let step = 0; step < to - from; step += 1) {
    const row = rows[isForward ? from + step : to - 1 - step] as Row;
    if (page.isFullWith(row)) break;
  }
  return page.told();
}

export function scan(tables: Tables, input: ScanCommandInput) {
  const source = sourceOf(tables, input);
  const page = pageOf(source, input, []);
  assertFilterable(source, page.filter, [], page.placeholders);
  const start = startOf(source, input.ExclusiveStartKey);
  for (const partition of source.partitions.inOrder()) {
    const order = start ? compareHashes(partition, start.partition) : 1;
    if (order < 0) continue;
    const rows = source.partitions.rowsOf(partition);
    const first = start && order === 0 ? positionAfter(rows, start.place) : 0;
    for (const row of rows.slice(first)) if (page.isFullWith(row)) return page.told();
  }
  return page.told();
}

/** Gathers a page until its limit, or the database's own, is reached. */
function pageOf(
  source: Source,
  input: QueryCommandInput | ScanCommandInput,
  conditions: Parameters<typeof placeholdersOf>[1],
) {
  const { FilterExpression, ProjectionExpression, Limit, Select } = input as ReadInput;
  if (Limit !== undefined && Limit < 1) throw validationException('Limit must be greater than or equal to 1');
  const filter = FilterExpression === undefined ? undefined : readCondition(FilterExpression);
  const projection = ProjectionExpression === undefined ? undefined : readProjection(ProjectionExpression);
  const placeholders = placeholdersOf(input, [...conditions, filter, projection]);
  if (filter) assertOperands(filter.tree, placeholders);
  const paths = projection && projectedPaths(projection.tree, placeholders, source.table.keys);
  assertSelectable(source, Select, paths);
  const told = toldOf(paths ?? shownPaths(source), {});
  const items: Record<string, unknown>[] = [];
  const seen: Row[] = [];
  let [count, bytes, isExact, isCut] = [0, 0, false, false];
  /** Whether the row is one too many for a page; bounds of size are cheap, and enough but for the largest pages. */
  function isTooMuch({ item }: Row): boolean {
    bytes += isExact ? itemSize(item) : itemSizeBound(item);
    if (bytes <= LARGEST_PAGE) return false;
    if (!isExact) bytes = seen.reduce((sum, row) => sum + itemSize(row.item), itemSize(item));
    isExact = true;
    return bytes > LARGEST_PAGE && seen.length > 0;
  }
  return {
    placeholders,
    filter: filter?.tree,
    /** True where the page ends at this row. */
    isFullWith(row: Row): boolean {
      isCut = isTooMuch(row);
      if (isCut) return true;
      seen.push(row);
      const shown = source.attributes && filter ? visible(row.item, source.attributes) : row.item;
      if (!filter || holds(filter.tree, shown, placeholders)) {
        count += 1;
        if (Select !== 'COUNT') items.push(told(row.item));
      }
      isCut = seen.length === Limit;
      return isCut;
    },
    told() {
      const last = seen.at(-1);
      return {
        ...(Select !== 'COUNT' && { Items: items }),
        Count: count,
        ScannedCount: seen.length,
        ...(isCut && last && { LastEvaluatedKey: keyOf(source, last) }),
      };
    },
  };
}

function visible(item: Item, attributes: ReadonlySet<string>): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => attributes.has(name)));
}

function shownPaths({ attributes }: Source): Path[] | undefined {
  return attributes && [...attributes].map((name) => [name]);
}

function assertSelectable(
  { attributes }: Source,
  select: string | undefined,
  paths: readonly Path[] | undefined,
) {
  if (paths && select !== undefined && select !== 'SPECIFIC_ATTRIBUTES') {
    throw validationException(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  }
  if (!paths && select === 'SPECIFIC_ATTRIBUTES') {
    throw validationException(
      'Must specify the ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && !attributes) {
    throw validationException('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (select === 'ALL_ATTRIBUTES' && attributes) {
    throw validationException('Select type ALL_ATTRIBUTES is not supported for this global secondary index');
  }
  const hidden = attributes && paths?.find(([name]) => !attributes.has(String(name)));
  if (hidden) {
    throw validationException(
      `One or more parameter values were invalid: Global secondary index does not project ${hidden.join('.')}`,
    );
  }
}

/** A filter is about what is not a key: a key has the condition of its own. An index has to show what it is about. */
function assertFilterable(
  { attributes }: Source,
  filter: Condition | undefined,
  keys: readonly string[],
  placeholders: Placeholders,
): void {
  const names = filter ? pathsIn(filter).map((path) => String(resolvePath(path, placeholders)[0])) : [];
  const key = names.find((name) => keys.includes(name));
  if (key !== undefined) {
    throw validationException(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
    );
  }
  if (attributes && names.some((name) => !attributes.has(name))) {
    throw validationException(
      'One or more parameter values were invalid: Secondary index does not project one or more filter attributes',
    );
  }
}

function startOf(source: Source, given: object | undefined): { partition: string; place: Place } | undefined {
  if (given === undefined) return undefined;
  const { table, index } = source;
  const names = new Set([
    table.partitionKey,
    table.sortKey,
    ...(index ? [index.partitionKey, index.sortKey] : []),
  ]);
  const key: Record<string, Value> = {};
  for (const [name, value] of Object.entries(given)) if (value !== undefined) key[name] = copyIn(value);
  const fits =
    Object.keys(key).length === names.size &&
    [...names].every((name) => typeof key[name] === 'string' && key[name] !== '');
  if (!fits) throw validationException('The provided starting key is invalid');
  const own = table.placeOfItem(key);
  if (!index) return { partition: own.partitionKey, place: own };
  return {
    partition: String(key[index.partitionKey]),
    place: { ...own, sort: String(key[index.sortKey]) },
  };
}

function keyOf({ table, index }: Source, { partitionKey, sortKey, item }: Row): Record<string, unknown> {
  return {
    [table.partitionKey]: partitionKey,
    [table.sortKey]: sortKey,
    ...(index && { [index.partitionKey]: item[index.partitionKey], [index.sortKey]: item[index.sortKey] }),
  };
}

/** @throws Error of a parameter that the tables in memory would have to leave out of account */
export function assertKnown(input: object, known: ReadonlySet<string>, where: string): void {
  for (const name of Object.keys(input)) {
    if (known.has(name) || (input as Record<string, unknown>)[name] === undefined) continue;
    throw notSupported(`${name} of ${where}`);
  }
}
