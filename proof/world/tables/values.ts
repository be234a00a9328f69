import {
  compareNumbers,
  digitsOfNumber,
  ExactNumber,
  isStoredNumber,
  numberOfText,
  type StoredNumber,
  toldNumber,
} from './decimal.ts';
import { isValidationException, validationException } from './validation-exception.ts';

/** What stands in a table, in the document client's own types. Nothing of it is ever changed in its place. */
export type Value = string | StoredNumber | boolean | null | Uint8Array | ValueSet | Value[] | Document;
export type ValueSet = ReadonlySet<string | StoredNumber | Uint8Array>;
export interface Document {
  [name: string]: Value;
}
export type Item = Document;

export type ValueType = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'M' | 'L' | 'NULL' | 'BOOL';

export function typeOf(value: Value): ValueType {
  if (typeof value === 'string') return 'S';
  if (isStoredNumber(value)) return 'N';
  if (typeof value === 'boolean') return 'BOOL';
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return 'L';
  if (isBytes(value)) return 'B';
  if (!isSet(value)) return 'M';
  const [first] = value;
  return typeof first === 'string' ? 'SS' : isBytes(first) ? 'BS' : 'NS';
}

export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value);
}

export function isSet(value: unknown): value is ValueSet {
  return value instanceof Set;
}

export function isDocument(value: Value | undefined): value is Document {
  return value !== undefined && typeOf(value) === 'M';
}

/** The deepest that lists and maps may stand in each other. */
const DEEPEST = 32;

/**
 * A copy of what a caller gave, in the form in which it is stored: what is undefined is left out as the service's own
 * client does, and what that client refuses to send is refused in the same way.
 * @throws ValidationException of lists and maps that stand too deep in each other, wherever the value comes from
 */
export function copyIn(given: unknown, depth = 0): Value {
  switch (typeof given) {
    case 'string':
      return given.isWellFormed() ? given : given.toWellFormed();
    case 'number':
      return copyNumber(given);
    case 'boolean':
      return given;
    case 'bigint':
      return numberOfText(String(given));
    case 'object':
      return given === null ? null : copyObject(given, depth);
    default:
      throw new Error(`Unsupported type passed: ${String(given)}.`);
  }
}

/** @throws what the service's own client throws of a value that it does not send, however wrong the rest is */
export function assertSendable(input: unknown): void {
  if (typeof input !== 'object' || input === null) return;
  if (input instanceof Set) assertSendableSet(input);
  else if (!isBytes(input) && !('toAttributeValue' in input))
    for (const member of Object.values(input)) assertSendable(member);
}

function assertSendableSet(input: ReadonlySet<unknown>): void {
  try {
    copyIn(input);
  } catch (error) {
    // What only the database refuses is sent.
    if (!isValidationException(error)) throw error;
  }
}

export function copyItemIn(given: object, depth = 0): Item {
  const item: Item = {};
  for (const name of Object.keys(given)) {
    const value = (given as Record<string, unknown>)[name];
    if (value !== undefined && typeof value !== 'function' && name !== '__proto__')
      item[name] = copyIn(value, depth);
  }
  return item;
}

function copyNumber(given: number): number {
  if (Number.isSafeInteger(given)) return given + 0;
  if (!Number.isFinite(given)) throw new Error(`Special numeric value ${given} is not allowed`);
  if (Math.abs(given) > Number.MAX_SAFE_INTEGER) {
    const side = given > 0 ? 'greater than Number.MAX_SAFE_INTEGER' : 'lesser than Number.MIN_SAFE_INTEGER';
    throw new Error(`Number ${given} is ${side}. Use NumberValue from @aws-sdk/lib-dynamodb.`);
  }
  // For the bounds of size only: seventeen digits are never too exact.
  return numberOfText(String(given)) as number;
}

function copyObject(given: object, depth: number): Value {
  if (Array.isArray(given)) {
    if (depth >= DEEPEST) throw tooDeep();
    return given
      .filter((each) => each !== undefined && typeof each !== 'function')
      .map((each) => copyIn(each, depth + 1));
  }
  const kind = given.constructor?.name;
  if (kind === undefined || kind === 'Object') return copyMap(given, depth);
  if (isBytes(given)) {
    return new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice();
  }
  if (isSet(given)) return copySet(given as ReadonlySet<unknown>);
  if (kind === 'Map') return copyMap(Object.fromEntries(given as Map<string, unknown>), depth);
  if ('toAttributeValue' in given) return numberOfText(String(given));
  throw new Error(
    `Unsupported type passed: ${String(given)}. Pass options.convertClassInstanceToMap=true to marshall typeof object as map attribute.`,
  );
}

function copyMap(given: object, depth: number): Item {
  if (depth >= DEEPEST) throw tooDeep();
  return copyItemIn(given, depth + 1);
}

function tooDeep() {
  return validationException('Nesting Levels have exceeded supported limits');
}

function copySet(given: ReadonlySet<unknown>): ValueSet {
  const members = [...given].filter((member) => member !== undefined).map((member) => copyIn(member));
  if (members.length === 0) throw new Error('Pass a non-empty set, or options.convertEmptyValues=true.');
  const set: ValueSet = new Set(members as (string | StoredNumber | Uint8Array)[]);
  const isUnique =
    typeof members[0] === 'string' ||
    members.every((one, at) => members.findIndex((other) => isEqual(one, other)) === at);
  if (!isUnique) {
    throw validationException(
      `One or more parameter values were invalid: Input collection of type ${typeOf(set)} contains duplicates`,
    );
  }
  return set;
}

/** A copy for a caller, who may do with it what he likes. */
export function copyOut(value: Item): Record<string, unknown>;
export function copyOut(value: Value): unknown;
export function copyOut(value: Value): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => copyOut(each));
  if (value instanceof ExactNumber) return toldNumber(value);
  if (isBytes(value)) return value.slice();
  if (isSet(value)) return new Set([...value].map((member) => copyOut(member)));
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) copy[name] = copyOut(value[name] as Value);
  return copy;
}

export function isEqual(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
    return isStoredNumber(one) && isStoredNumber(other) && compareNumbers(one, other) === 0;
  }
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((each, at) => isEqual(each, other[at] as Value))
    );
  }
  if (one instanceof ExactNumber) return isStoredNumber(other) && compareNumbers(one, other) === 0;
  if (isBytes(one)) return isBytes(other) && Buffer.compare(one, other) === 0;
  if (isSet(one)) return isSet(other) && typeOf(one) === typeOf(other) && isSameSet(one, other);
  if (!isDocument(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && isEqual(one[name] as Value, other[name] as Value))
  );
}

function isSameSet(one: ValueSet, other: ValueSet): boolean {
  return one.size === other.size && [...one].every((member) => hasMember(other, member));
}

export function hasMember(set: ValueSet, member: Value): boolean {
  if (set.has(member as string)) return true;
  return typeof member === 'object' && [...set].some((each) => isEqual(each, member));
}

/** Less than, equal to or more than zero; undefined where the two have no order, as of two types or of lists. */
export function compareValues(one: Value, other: Value): number | undefined {
  if (typeof one === 'string') return typeof other === 'string' ? compareBytes(one, other) : undefined;
  if (isStoredNumber(one)) return isStoredNumber(other) ? compareNumbers(one, other) : undefined;
  if (isBytes(one)) return isBytes(other) ? Buffer.compare(one, other) : undefined;
  return undefined;
}

const FIRST_SURROGATE = 0xd800;

/** By UTF-8 bytes, which is the order of code points: UTF-16 puts what lies beyond U+FFFF before U+E000. */
export function compareBytes(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a === b) continue;
    return a >= FIRST_SURROGATE && b >= FIRST_SURROGATE ? rank(a) - rank(b) : a - b;
  }
  return one.length - other.length;
}

/** Surrogates stand for what comes after all other characters. */
function rank(unit: number): number {
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * No item has more bytes than this, and one that is certainly small need not be measured exactly.
 * @throws ValidationException of lists and maps that stand too deep in each other
 */
export function sizeBound(value: Value, depth = 0): number {
  if (typeof value === 'string') return 3 * value.length;
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return 21;
  if (isBytes(value)) return value.length;
  if (isSet(value)) return [...value].reduce((sum: number, each) => sum + sizeBound(each), 0);
  if (depth >= DEEPEST) throw tooDeep();
  let sum = 3;
  if (Array.isArray(value)) for (const each of value) sum += 1 + sizeBound(each, depth + 1);
  else
    for (const name of Object.keys(value))
      sum += 1 + 3 * name.length + sizeBound(value[name] as Value, depth + 1);
  return sum;
}

const bounds = new WeakMap<Item, number>();

/** As `sizeBound`, of an item that stands in a table, where nothing of it is ever changed: counted once. */
export function itemSizeBound(item: Item): number {
  let bound = bounds.get(item);
  if (bound === undefined) {
    bound = sizeBound(item);
    bounds.set(item, bound);
  }
  return bound;
}

/** Bytes of an item by the database's own rule. */
export function itemSize(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + bytesOf(name) + valueSize(value), 0);
}

function valueSize(value: Value): number {
  if (typeof value === 'string') return bytesOf(value);
  if (isStoredNumber(value)) {
    const isNegative = compareNumbers(value, 0) < 0;
    return Math.ceil(digitsOfNumber(value) / 2) + (isNegative ? 2 : 1);
  }
  if (typeof value === 'boolean' || value === null) return 1;
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + 1 + valueSize(each), 3);
  if (isBytes(value)) return value.length;
  if (isSet(value)) return [...value].reduce((sum: number, each) => sum + valueSize(each), 0);
  return Object.entries(value).reduce((sum, [name, each]) => sum + 1 + bytesOf(name) + valueSize(each), 3);
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
