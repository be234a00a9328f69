import type { TableLayout } from '../../../functions/adapters/table-layout.ts';
import { Partitions, type Place, type Row } from './rows.ts';
import { validationException } from './validation-exception.ts';
import { copyIn, type Item, isEqual, itemSize, itemSizeBound, typeOf, type Value } from './values.ts';

export interface IndexLayout {
  name: string;
  partitionKey: string;
  sortKey: string;
  projection: 'KEYS_ONLY' | 'INCLUDE';
  projectedAttributes: readonly string[];
}

/** One of the table's items before and after a write. */
export interface Change {
  table: MemoryTable;
  place: Place;
  before: Item | undefined;
  after: Item | undefined;
}

interface Index {
  layout: IndexLayout;
  partitions: Partitions;
  /** What it shows of an item. */
  attributes: ReadonlySet<string>;
}

const LARGEST_ITEM = 400 * 1024;
const LONGEST_PARTITION_KEY = 2_048;
const LONGEST_SORT_KEY = 1_024;

/** A table and its indexes, which hold what is written at once. All keys are strings, as in every layout. */
export class MemoryTable {
  readonly name: string;
  readonly hasStream: boolean;
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly partitions = new Partitions();
  readonly indexes = new Map<string, Index>();

  constructor({ name, layout, hasStream }: { name: string; layout: TableLayout; hasStream: boolean }) {
    this.name = name;
    this.hasStream = hasStream;
    this.partitionKey = layout.partitionKey;
    this.sortKey = layout.sortKey;
    for (const index of Object.values<IndexLayout>(layout.indexes)) {
      const keys = [layout.partitionKey, layout.sortKey, index.partitionKey, index.sortKey];
      const attributes = new Set([...keys, ...index.projectedAttributes]);
      this.indexes.set(index.name, { layout: index, partitions: new Partitions(), attributes });
    }
  }

  get keys(): readonly string[] {
    return [this.partitionKey, this.sortKey];
  }

  index(name: string): Index {
    const index = this.indexes.get(name);
    if (!index) throw validationException(`The table does not have the specified index: ${name}`);
    return index;
  }

  /** The place that a request's key names. @throws ValidationException unless it is this table's whole key */
  placeOfKey(given: object | undefined): Place {
    const key = (given ?? {}) as Record<string, unknown>;
    const names = Object.keys(key).filter((name) => key[name] !== undefined);
    if (names.length !== 2) throw validationException('The provided key element does not match the schema');
    return this.#place(copiedKey(key, this.partitionKey), copiedKey(key, this.sortKey));
  }

  /** The place of an item. @throws ValidationException where it lacks a part of its key */
  placeOfItem(item: Item): Place {
    return this.#place(item[this.partitionKey], item[this.sortKey]);
  }

  #place(partitionKey: Value | undefined, sortKey: Value | undefined): Place {
    const partition = keyText(partitionKey, this.partitionKey, LONGEST_PARTITION_KEY);
    const sort = keyText(sortKey, this.sortKey, LONGEST_SORT_KEY);
    return { sort, partitionKey: partition, sortKey: sort };
  }

  find({ partitionKey }: Place, place: Place): Item | undefined {
    return this.partitions.find(partitionKey, place)?.item;
  }

  read(place: Place): Item | undefined {
    return this.find(place, place);
  }

  /** @throws ValidationException of an item that the table or one of its indexes cannot hold */
  assertStorable(item: Item): void {
    for (const { layout } of this.indexes.values()) {
      for (const name of [layout.partitionKey, layout.sortKey]) {
        const value = item[name];
        if (value === undefined) continue;
        const longest = name === layout.partitionKey ? LONGEST_PARTITION_KEY : LONGEST_SORT_KEY;
        keyText(value, `${name} of index ${layout.name}`, longest);
      }
    }
    if (itemSizeBound(item) > LARGEST_ITEM && itemSize(item) > LARGEST_ITEM) {
      throw validationException('Item size has exceeded the maximum allowed size');
    }
  }

  /** Puts what a change leaves into its place. */
  apply({ place, before, after }: Change): void {
    if (after) this.partitions.put(place.partitionKey, { ...place, item: after });
    else this.partitions.remove(place.partitionKey, place);
    for (const index of this.indexes.values()) {
      const was = before && rowOf(index, place, before);
      const is = after && rowOf(index, place, after);
      const stays = was && is && was.partition === is.partition && was.row.sort === is.row.sort;
      if (was && !stays) index.partitions.remove(was.partition, was.row);
      if (is) index.partitions.put(is.partition, is.row);
    }
  }

  clear(): void {
    this.partitions.clear();
    for (const { partitions } of this.indexes.values()) partitions.clear();
  }

  /** All items, read-only and in no order. */
  *items(): Generator<Item> {
    for (const partition of this.partitions.inOrder()) {
      for (const { item } of this.partitions.rowsOf(partition)) yield item;
    }
  }
}

/** Whether a write left something else than was there: the stream tells of nothing else. */
export function isChange({ before, after }: Change): boolean {
  if (!before || !after) return before !== after;
  return before !== after && !isEqual(before, after);
}

/** Only what has both keys of an index stands in it. */
function rowOf({ layout }: Index, place: Place, item: Item): { partition: string; row: Row } | undefined {
  const [partition, sort] = [item[layout.partitionKey], item[layout.sortKey]];
  if (typeof partition !== 'string' || typeof sort !== 'string') return undefined;
  return { partition, row: { ...place, sort, item } };
}

function copiedKey(key: Record<string, unknown>, name: string): Value | undefined {
  const value = key[name];
  return value === undefined ? undefined : copyIn(value);
}

function keyText(value: Value | undefined, name: string, longest: number): string {
  if (value === undefined) {
    throw validationException(`One of the required keys was not given a value: ${name}`);
  }
  if (typeof value !== 'string') {
    throw validationException(
      `One or more parameter values were invalid: Type mismatch for key ${name} expected: S actual: ${typeOf(value)}`,
    );
  }
  if (value === '') {
    throw validationException(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  if (3 * value.length > longest && Buffer.byteLength(value) > longest) {
    throw validationException(
      `One or more parameter values were invalid: Size of ${name} exceeds ${longest} bytes`,
    );
  }
  return value;
}
