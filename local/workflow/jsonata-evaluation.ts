import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';
import { StatesError } from './states-error.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Wall-clock guard against an endless expression; it measures work, not the laptop's movable time. */
const LONGEST_EVALUATION_MILLIS = 5_000;
const DEEPEST_STACK = 500;

export interface EvaluationSources {
  now: () => number;
  random: () => number;
}

/** `$states`, and the workflow variables beside it. */
export interface Scope {
  states: { input: Json; context: Json; result?: Json; errorOutput?: Json };
  variables: Record<string, Json>;
}

export function isExpression(text: string): boolean {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4;
}

const compiled = new Map<string, jsonata.Expression>();

function compile(text: string): jsonata.Expression {
  let expression = compiled.get(text);
  if (expression === undefined) {
    expression = jsonata(text.slice(2, -2), { timeout: LONGEST_EVALUATION_MILLIS, stack: DEEPEST_STACK });
    compiled.set(text, expression);
  }
  return expression;
}

/** Why an expression can never be evaluated, or nothing. What the cloud refuses is refused here too. */
export function expressionFault(text: string): string | undefined {
  let tree: jsonata.ExprNode;
  try {
    tree = compile(text).ast();
  } catch (error) {
    return `is not JSONata: ${messageOf(error)}`;
  }
  if (mentionsVariable(tree, 'eval')) return 'uses $eval, which Step Functions does not have; use $parse';
  const first = tree.type === ('path' as string) ? tree.steps?.[0] : tree;
  if (first?.type === 'name')
    return `begins with the field "${first.value}": there is no context at the top level, use $states.input`;
  if (first?.type === 'variable' && (first.value === '' || first.value === '$')) {
    return 'uses $ or $$ at the top level, where there is no context';
  }
  return undefined;
}

function mentionsVariable(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((child) => mentionsVariable(child, name));
  if (node === null || typeof node !== 'object') return false;
  if ('type' in node && node.type === 'variable' && 'value' in node && node.value === name) return true;
  return Object.values(node).some((child) => mentionsVariable(child, name));
}

/** Evaluates every expression in a JSON template, at any depth. @throws StatesError States.QueryEvaluationError */
export async function evaluateTemplate(
  template: Json,
  scope: Scope,
  sources: EvaluationSources,
  field: string,
): Promise<Json> {
  if (typeof template === 'string') {
    return isExpression(template) ? evaluateExpression(template, scope, sources, field) : template;
  }
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries()) {
      items.push(await evaluateTemplate(item, scope, sources, `${field}[${index}]`));
    }
    return items;
  }
  if (template === null || typeof template !== 'object') return template;
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries(template)) {
    Object.defineProperty(result, key, {
      value: await evaluateTemplate(value, scope, sources, `${field}/${key}`),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}

async function evaluateExpression(
  text: string,
  scope: Scope,
  sources: EvaluationSources,
  field: string,
): Promise<Json> {
  let value: unknown;
  try {
    const bindings = { ...scope.variables, ...stepFunctionsFunctions(sources), states: scope.states };
    value = await compile(text).evaluate(undefined, bindings);
  } catch (error) {
    throw queryFault(field, text, messageOf(error));
  }
  if (value === undefined) throw queryFault(field, text, 'it returned nothing (undefined)');
  if (holdsFunction(value)) throw queryFault(field, text, 'it returned a function, which JSON cannot hold');
  // A JSONata array is a sequence with extra properties; only a copy is plain JSON.
  return JSON.parse(JSON.stringify(value)) as Json;
}

function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (value === null || typeof value !== 'object') return false;
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return true;
  return Object.values(value).some(holdsFunction);
}

function queryFault(field: string, text: string, reason: string): StatesError {
  return new StatesError(
    'States.QueryEvaluationError',
    `The JSONata expression '${text.slice(2, -2).trim()}' specified for the field '${field}' failed: ${reason}`,
  );
}

function messageOf(error: unknown): string {
  if (error !== null && typeof error === 'object' && 'message' in error) return String(error.message);
  return String(error);
}

const formatInstant = jsonata('$fromMillis($instant, $picture, $zone)');

/** What Step Functions adds to JSONata, and the three built-ins that must follow the laptop instead of the machine. */
function stepFunctionsFunctions(sources: EvaluationSources): Record<string, unknown> {
  const now = sources.now();
  return {
    now: (picture?: string, zone?: string) =>
      formatInstant.evaluate(undefined, { instant: now, picture, zone }),
    millis: () => now,
    random: (seed?: number) => (seed === undefined ? sources.random() : seededRandom(seed)),
    uuid: () => randomUUID(),
    partition: (items: Json[], size: number) => {
      if (!Array.isArray(items)) throw new Error('$partition takes an array');
      if (!Number.isInteger(size) || size < 1) throw new Error('$partition takes a positive chunk size');
      return Array.from({ length: Math.ceil(items.length / size) }, (_, chunk) =>
        items.slice(chunk * size, (chunk + 1) * size),
      );
    },
    range: (first: number, last: number, step: number) => {
      if (![first, last, step].every(Number.isFinite) || step === 0) {
        throw new Error('$range takes three numbers and a step that is not zero');
      }
      const count = Math.max(Math.floor((last - first) / step) + 1, 0);
      if (count > 1_000) throw new Error('$range gives at most 1000 numbers');
      return Array.from({ length: count }, (_, index) => first + index * step);
    },
    hash: (content: string, algorithm: string) => {
      const name = HASHES.get(algorithm);
      if (name === undefined) throw new Error(`$hash does not know the algorithm ${algorithm}`);
      if (typeof content !== 'string') throw new Error('$hash takes a string');
      return createHash(name).update(content).digest('hex');
    },
    parse: (text: string) => JSON.parse(text),
    eval: () => {
      throw new Error('$eval is not available in Step Functions; use $parse');
    },
  };
}

const HASHES = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

function seededRandom(seed: number): number {
  const digest = createHash('sha256').update(`${seed}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
