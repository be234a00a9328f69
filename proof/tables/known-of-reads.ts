import { isDeepStrictEqual } from 'node:util';
import { QueryCommand, type QueryCommandInput, TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import type { IndexLayout } from '../world/tables/memory-table.ts';
import { compareBytes } from '../world/tables/values.ts';
import { LAYOUTS, TABLES } from './engines.ts';
import type { Difference } from './known-differences.ts';

type Item = Record<string, unknown>;

/** Of a query. */
interface Page {
  Items?: Item[];
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey?: Item;
}

/** The tables of a world are called after the product's: `policies-world1`. */
function layoutOf(tableName: string | undefined) {
  const table = TABLES.find((name) => tableName?.startsWith(`${name}-`));
  if (!table) throw new Error(`No table of the product has the name ${tableName}.`);
  return LAYOUTS[table];
}

function keysOf({ TableName, IndexName }: QueryCommandInput) {
  const layout = layoutOf(TableName);
  const index = Object.values<IndexLayout>(layout.indexes).find(({ name }) => name === IndexName);
  return { own: [layout.partitionKey, layout.sortKey], sortKey: (index ?? layout).sortKey };
}

/** Says of a page that was cut at its limit that it is the last, where the last item stands at the range's own end. */
export function endsWithItsRange({ command, ours, theirs }: Difference): boolean {
  if (!(command instanceof QueryCommand) || !('answer' in ours) || !('answer' in theirs)) return false;
  const { LastEvaluatedKey, ...page } = ours.answer as unknown as Page;
  if (!LastEvaluatedKey || page.ScannedCount !== command.input.Limit) return false;
  const bounds = Object.values(command.input.ExpressionAttributeValues ?? {});
  return (
    bounds.includes(LastEvaluatedKey[keysOf(command.input).sortKey]) && isDeepStrictEqual(page, theirs.answer)
  );
}

/**
 * Items with the same sort key come in another order, so that a page may also begin or end between others of them:
 * what lies between those ends has to be the same.
 */
export function cutsEqualPlacesOtherwise({ command, ours, theirs }: Difference): boolean {
  if (!(command instanceof QueryCommand) || command.input.IndexName === undefined) return false;
  if (!('answer' in ours) || !('answer' in theirs)) return false;
  const { own, sortKey } = keysOf(command.input);
  const pages = [ours.answer as unknown as Page, theirs.answer as unknown as Page];
  const cuts = [...pages.map(({ LastEvaluatedKey }) => LastEvaluatedKey), command.input.ExclusiveStartKey];
  const items = pages.map(({ Items = [] }) => Items);
  const seen = [...items.flat(), ...cuts.filter((cut) => cut !== undefined)];
  if (!seen.every((item) => [...own, sortKey].every((name) => typeof item[name] === 'string'))) return false;
  const placeOf = (item: Item) => String(item[sortKey]);
  const places = new Set(seen.map(placeOf));
  const rows = new Set(seen.map((item) => JSON.stringify([placeOf(item), ...own.map((name) => item[name])])));
  if (rows.size === places.size) return false;
  const direction = command.input.ScanIndexForward === false ? -1 : 1;
  const isInside = (item: Item) => {
    const start = command.input.ExclusiveStartKey;
    if (start && direction * compareBytes(placeOf(item), placeOf(start)) <= 0) return false;
    return pages.every(
      ({ LastEvaluatedKey: end }) => !end || direction * compareBytes(placeOf(item), placeOf(end)) < 0,
    );
  };
  const [mine, others] = items.map((all) => all.filter(isInside)) as [Item[], Item[]];
  const text = (all: readonly Item[]) => all.map((item) => JSON.stringify(item)).sort();
  return (
    isDeepStrictEqual(mine.map(placeOf), others.map(placeOf)) && isDeepStrictEqual(text(mine), text(others))
  );
}

/** Adds the keys to whatever of an item was asked for; of an item that has nothing of it, it tells nothing. */
export function tellsKeysUnasked({ command, ours, theirs }: Difference): boolean {
  if (!(command instanceof TransactGetCommand) || !('answer' in ours) || !('answer' in theirs)) return false;
  const [mine, others] = [ours, theirs].map(({ answer }) => answer.Responses as { Item?: Item }[]);
  return (command.input.TransactItems ?? []).every(({ Get }, place) => {
    const [our, their] = [mine?.[place]?.Item, others?.[place]?.Item];
    if (isDeepStrictEqual(our, their)) return true;
    if (!Get?.ProjectionExpression || !our) return false;
    const { partitionKey, sortKey } = layoutOf(Get.TableName);
    const key = { [partitionKey]: Get.Key?.[partitionKey], [sortKey]: Get.Key?.[sortKey] };
    return their ? isDeepStrictEqual({ ...our, ...key }, their) : Object.keys(our).length === 0;
  });
}
