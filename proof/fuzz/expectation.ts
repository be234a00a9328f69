import type { ValidateFunction } from 'ajv/dist/2020.js';
import { bytesOf } from './bodies.ts';
import { type DescribedOperation, type Parameter, validatorOf } from './document.ts';
import type { DrawnRequest } from './requests.ts';

/**
 * What the document says of a request: it takes it, or it does not; or it says nothing (how readers of duplicate
 * parameters or of other spellings of a content type decide is nobody's promise).
 */
export type Expectation = 'taken' | 'refused' | 'unsaid';

const validators = new WeakMap<Parameter, ValidateFunction>();

export function expectationOf(operation: DescribedOperation, drawn: DrawnRequest): Expectation {
  const parts = [
    pathExpectation(operation, drawn),
    ...parametersExpectations(operation, drawn),
    bodyExpectation(operation, drawn),
    // Which of two headers counts is nobody's promise, nor whether their values in one do.
    drawn.twice ? 'unsaid' : 'taken',
  ];
  if (parts.includes('refused')) return 'refused';
  return parts.includes('unsaid') ? 'unsaid' : 'taken';
}

/** Path parameters are compared with what is there; only what stands in a list of the document can be wrong by itself. */
function pathExpectation({ path, parameters }: DescribedOperation, drawn: DrawnRequest): Expectation {
  const pattern = new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  const groups = pattern.exec(drawn.path)?.groups;
  if (!groups && path.includes('{')) return 'unsaid';
  const isTaken = Object.entries(groups ?? {}).every(([name, text]) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    return parameter === undefined || isValid(parameter, decoded(text));
  });
  return isTaken ? 'taken' : 'unsaid';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parametersExpectations(
  { parameters }: DescribedOperation,
  { query, headers }: DrawnRequest,
): Expectation[] {
  const all = parameters.filter((each) => each.in !== 'path');
  const isKnown = ([name]: readonly [string, string]) => all.some((each) => each.name === name);
  const unknown: Expectation[] = query.every(isKnown) ? [] : ['unsaid'];
  return all
    .map((parameter): Expectation => {
      const given = (parameter.in === 'query' ? query : headers).filter(([name]) => name === parameter.name);
      if (given.length > 1) return 'unsaid';
      const [, text] = given[0] ?? [];
      if (text === undefined) return parameter.required ? 'refused' : 'taken';
      // A precondition that cannot be read holds for nobody, or for everybody: both is safe.
      if (parameter.in === 'header') return isValid(parameter, text) ? 'taken' : 'unsaid';
      return isValid(parameter, readAs(parameter, text)) ? 'taken' : 'refused';
    })
    .concat(unknown);
}

function readAs({ schema }: Parameter, text: string): unknown {
  if (schema.type === 'array') return text.split(',');
  // 007 is a limit too; no promise is made of it.
  return schema.type === 'integer' && /^[0-9]{1,15}$/.test(text) ? Number(text) : text;
}

function isValid(parameter: Parameter, value: unknown): boolean {
  const validate = validators.get(parameter) ?? validatorOf(parameter.schema);
  validators.set(parameter, validate);
  return Boolean(validate(value));
}

function bodyExpectation({ body }: DescribedOperation, drawn: DrawnRequest): Expectation {
  if (!body) return drawn.body.kind === 'none' ? 'taken' : 'unsaid';
  if (drawn.body.kind === 'none') return body.required ? 'refused' : 'taken';
  if (drawn.contentType !== 'application/json') return 'unsaid';
  const bytes = bytesOf(drawn.body);
  // What is larger than this is refused for its size, whatever it says (http/read-body.ts).
  if (!bytes || bytes.length > 64 * 1024) return 'refused';
  const text = bytes.toString('utf8');
  // Bytes that are no UTF-8 become marks of replacement on the way: what arrives may be right.
  if (!Buffer.from(text).equals(bytes)) return 'unsaid';
  if (text.trim() === '') return body.required ? 'refused' : 'unsaid';
  try {
    return body.isValid(JSON.parse(text)) ? 'taken' : 'refused';
  } catch {
    return 'refused';
  }
}
