import { isDeepStrictEqual } from 'node:util';
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Path, resolvePath } from '../world/tables/document-path.ts';
import { readUpdate } from '../world/tables/expressions.ts';
import type { Difference } from './known-differences.ts';
import { type Command, normal } from './outcomes.ts';

interface UpdateInput {
  UpdateExpression?: string | undefined;
  ExpressionAttributeNames?: Record<string, string> | undefined;
}

export const BEHIND_LIST = 'a place behind the end of a list is its end';

/** What an update sets or adds to, and what it takes away from; nothing where it cannot be read. */
function pathsOf({ UpdateExpression, ExpressionAttributeNames: names = {} }: UpdateInput) {
  try {
    const { tree } = readUpdate(UpdateExpression ?? '');
    const resolved = (patterns: readonly Path[]) =>
      patterns.map((pattern) => resolvePath(pattern, { names, values: {} }));
    return {
      made: resolved([...tree.set, ...tree.add].map(({ path }) => path)),
      taken: resolved([...tree.remove, ...tree.delete.map(({ path }) => path)]),
    };
  } catch {
    return { made: [], taken: [] };
  }
}

function updatesIn(command: Command): UpdateInput[] {
  if (command instanceof UpdateCommand) return [command.input];
  if (!(command instanceof TransactWriteCommand)) return [];
  return (command.input.TransactItems ?? []).flatMap(({ Update }) => (Update ? [Update] : []));
}

/** Whether it makes something inside of what has to be there. */
export function makesInside(update: UpdateInput): boolean {
  return pathsOf(update).made.some((path) => path.length > 1);
}

/** Attributes in whose lists a command may write behind the end. */
export function attributesWithPlaces(command: Command): Set<string> {
  const paths = updatesIn(command).flatMap((update) => pathsOf(update).made);
  return new Set(
    paths.filter((path) => path.some((part) => typeof part === 'number')).map(([name]) => String(name)),
  );
}

/** Of a place in an attribute, the whole attribute is told instead of the place alone. */
export function tellsWholeAttribute({ command, ours, theirs }: Difference): boolean {
  if (!(command instanceof UpdateCommand) || !('answer' in ours) || !('answer' in theirs)) return false;
  if (!command.input.ReturnValues?.startsWith('UPDATED_')) return false;
  const { made, taken } = pathsOf(command.input);
  const inside = [...made, ...taken].filter((path) => path.length > 1).map(([name]) => String(name));
  return isSameBut(new Set(inside), ours.answer.Attributes, theirs.answer.Attributes);
}

export function tellsPaddedList({ command, ours, theirs }: Difference): boolean {
  if (!(command instanceof UpdateCommand) || !('answer' in ours) || !('answer' in theirs)) return false;
  return isSameBut(attributesWithPlaces(command), ours.answer.Attributes, theirs.answer.Attributes);
}

/** Whether the two differ in nothing but these attributes. */
export function isSameBut(attributes: ReadonlySet<string>, one: unknown, other: unknown): boolean {
  const rest = (item: unknown) =>
    Object.entries((normal(item) ?? {}) as object).filter(([name]) => !attributes.has(name));
  return attributes.size > 0 && isDeepStrictEqual(rest(one), rest(other));
}
