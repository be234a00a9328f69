import { parseCondition } from './condition.ts';
import type { Placeholders } from './document-path.ts';
import { parseProjection } from './projection.ts';
import { parseUpdate } from './update.ts';
import { isValidationException, validationException } from './validation-exception.ts';
import { copyIn, type Item, type Value } from './values.ts';

/** An expression, read, and the placeholders in it. */
export interface Parsed<Tree> {
  tree: Tree;
  names: readonly string[];
  values: readonly string[];
}

/** The adapters have a few dozen expressions; those that are made up by the thousand need not be kept. */
const MOST_KEPT = 5_000;

/** The same text is read once. */
function readOnce<Tree>(parse: (text: string) => Tree): (text: string) => Parsed<Tree> {
  const known = new Map<string, Parsed<Tree>>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const parsed = {
      tree: parse(text),
      names: [...new Set(text.match(/#\w+/g))],
      values: [...new Set(text.match(/:\w+/g))],
    };
    if (known.size >= MOST_KEPT) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}

export const readCondition = readOnce(parseCondition);
export const readUpdate = readOnce(parseUpdate);
export const readProjection = readOnce(parseProjection);

interface Given {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

const NO_PLACEHOLDERS: Placeholders = { names: {}, values: {} };

/** @throws ValidationException where a placeholder is not told, is not used, or is told without an expression */
export function placeholdersOf(
  given: Given,
  expressions: readonly (Parsed<unknown> | undefined)[],
): Placeholders {
  const { ExpressionAttributeNames: givenNames, ExpressionAttributeValues: givenValues } = given;
  const parsed = expressions.filter((each) => each !== undefined);
  if (!givenNames && !givenValues && parsed.length === 0) return NO_PLACEHOLDERS;
  const names = givenNames ?? NO_PLACEHOLDERS.names;
  const values = givenValues ? copiedValues(givenValues) : NO_PLACEHOLDERS.values;
  assertGiven('ExpressionAttributeNames', givenNames && names, parsed);
  assertGiven('ExpressionAttributeValues', givenValues && values, parsed);
  assertTold('Names', names, usedBy(parsed, 'names'), /^#\w+$/);
  assertTold('Values', values, usedBy(parsed, 'values'), /^:\w+$/);
  return { names, values };
}

function copiedValues(given: Record<string, unknown>): Item {
  const values: Item = {};
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (value !== undefined) values[name] = copiedValue(name, value);
  }
  return values;
}

/** Read as what it is before anything is known of what it is for. */
function copiedValue(name: string, value: unknown): Value {
  try {
    return copyIn(value);
  } catch (error) {
    if (!isValidationException(error)) throw error;
    throw validationException(
      `ExpressionAttributeValues contains invalid value: ${error.message} for key ${name}`,
    );
  }
}

function assertGiven(what: string, told: object | undefined, parsed: readonly unknown[]): void {
  if (!told) return;
  if (parsed.length === 0) throw validationException(`${what} can only be specified when using expressions`);
  if (Object.keys(told).length === 0) throw validationException(`${what} must not be empty`);
}

/** Most requests have one expression, or all that they give in one. */
function usedBy(parsed: readonly Parsed<unknown>[], what: 'names' | 'values'): readonly string[] {
  const [first, ...others] = parsed;
  if (first && others.every((each) => each[what].length === 0)) return first[what];
  return parsed.flatMap((each) => each[what]);
}

function assertTold(what: string, told: object, used: readonly string[], shape: RegExp): void {
  for (const name of Object.keys(told)) {
    if (!shape.test(name))
      throw validationException(`ExpressionAttribute${what} contains invalid key: ${name}`);
    if (!used.includes(name)) {
      throw validationException(
        `Value provided in ExpressionAttribute${what} unused in expressions: keys: {${name}}`,
      );
    }
  }
  for (const name of used) {
    if (!(name in told)) {
      throw validationException(
        `An expression attribute used in expression is not defined; attribute: ${name}`,
      );
    }
  }
}
