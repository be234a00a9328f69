import { unmarshall } from '@aws-sdk/util-dynamodb';
import { itemSize } from '../test/contract/item-size.ts';

/** As it goes over the wire: `{ "trackingNumber": { "S": "…" } }`. */
export type WireItem = Record<string, unknown>;

/** As DescribeTable tells it. */
export interface TableShape {
  keys: string[];
  indexes: { keys: string[]; projected: 'all' | string[] }[];
}

/**
 * Units of one write by AWS's published rules (Developer Guide, "Read and write operations", "Using Global Secondary
 * Indexes"): each kilobyte begun of the larger of the two images; in a transaction twice. Of each index what its entry
 * takes: nothing where neither image has one or nothing of it changed, a put, a delete, or both where its key changed.
 * Whether a transaction's index entries are doubled too is not documented; DynamoDB Local says so (dynoxide does not),
 * so they are: rather too much than too little.
 */
export function writeUnits(
  table: TableShape,
  { before, after }: { before: WireItem | undefined; after: WireItem | undefined },
  { isTransaction }: { isTransaction: boolean },
): number {
  const own = Math.max(kilobytes(before), kilobytes(after), 1);
  const units = table.indexes.reduce((sum, index) => sum + indexUnits(table, index, before, after), own);
  return isTransaction ? 2 * units : units;
}

/** A condition that fails costs what stands there, and nothing in the indexes. */
export function failedWriteUnits(
  before: WireItem | undefined,
  { isTransaction }: { isTransaction: boolean },
): number {
  return Math.max(kilobytes(before), 1) * (isTransaction ? 2 : 1);
}

/** Each four kilobytes begun: half a unit, a whole one where the read is consistent, two in a transaction. */
export function readUnits(bytes: number, reading: 'eventual' | 'consistent' | 'transaction'): number {
  const pages = Math.max(Math.ceil(bytes / 4_096), 1);
  return pages * { eventual: 0.5, consistent: 1, transaction: 2 }[reading];
}

export function wireSize(item: WireItem): number {
  return itemSize(unmarshall(item as Parameters<typeof unmarshall>[0]));
}

function indexUnits(
  { keys }: TableShape,
  index: TableShape['indexes'][number],
  before: WireItem | undefined,
  after: WireItem | undefined,
): number {
  const [old, next] = [entryOf(keys, index, before), entryOf(keys, index, after)];
  if (!old || !next) return kilobytes(old ?? next);
  const keyOf = (entry: WireItem) => JSON.stringify(index.keys.map((key) => entry[key]));
  if (keyOf(old) !== keyOf(next)) return kilobytes(old) + kilobytes(next);
  return canonical(old) === canonical(next) ? 0 : Math.max(kilobytes(old), kilobytes(next));
}

/** What an index holds of an item, undefined where it is not in it. */
function entryOf(
  tableKeys: readonly string[],
  { keys, projected }: TableShape['indexes'][number],
  item: WireItem | undefined,
): WireItem | undefined {
  if (!item || keys.some((key) => item[key] === undefined)) return undefined;
  if (projected === 'all') return item;
  const names = new Set([...tableKeys, ...keys, ...projected]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function kilobytes(item: WireItem | undefined): number {
  return item ? Math.ceil(wireSize(item) / 1_024) : 0;
}

/** An engine may tell the members of a map in another order each time. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    member && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
