import type * as z from 'zod';
import type { Operation } from '../contracts/operations/operation.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';

const MAXIMUM_BODY_BYTES = 64 * 1024;
const MAXIMUM_DEPTH = 16;
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;\s*charset=utf-8)?\s*$/i;

export interface RawBody {
  text: string | undefined;
  isBase64: boolean;
  contentType: string | undefined;
}

/** Size and depth are judged before the text is parsed; then the closed schema of the operation. */
export function readBody(raw: RawBody, operation: Operation): { body: unknown } | Refusal {
  if (!operation.body) return { body: undefined };
  const text = raw.isBase64 && raw.text ? Buffer.from(raw.text, 'base64').toString('utf8') : (raw.text ?? '');
  if (isLargerThan(MAXIMUM_BODY_BYTES, text))
    return refuse('body-too-large', { maximum: MAXIMUM_BODY_BYTES });
  if (text.trim() === '') {
    if (operation.bodyOptional) return { body: {} };
    return refuse('invalid-request', { errors: [{ pointer: '', rule: 'body-missing' }] });
  }
  if (raw.contentType !== 'application/json' && !JSON_TYPE.test(raw.contentType ?? ''))
    return refuse('unsupported-media-type');
  if (isDeeperThan(MAXIMUM_DEPTH, text)) return refuse('body-too-deep', { maximum: MAXIMUM_DEPTH });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('invalid-request', { errors: [{ pointer: '', rule: 'not-json' }] });
  }
  const parsed = operation.body.safeParse(value, { reportInput: true });
  return parsed.success ? { body: parsed.data } : refusalOf(parsed.error);
}

/** Counted only where it can be: no UTF-16 unit takes more than three bytes of UTF-8. */
function isLargerThan(bytes: number, text: string): boolean {
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}

/** Walked through only where it can be: a text with no more opening brackets than that, wherever, is no deeper. */
export function isDeeperThan(depth: number, text: string): boolean {
  return openingBrackets(text, depth + 1) > depth && depthOf(text) > depth;
}

/** How many there are in strings and outside, counted up to `most`. */
function openingBrackets(text: string, most: number): number {
  let count = 0;
  for (const bracket of ['{', '['])
    for (let at = text.indexOf(bracket); at !== -1 && count < most; at = text.indexOf(bracket, at + 1))
      count += 1;
  return count;
}

/** Deepest nesting of a JSON text, by its brackets outside strings; no recursion that a deep text could exhaust. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

/** Names the places and rules, never the values, which may be personal. */
function refusalOf(error: z.ZodError): Refusal {
  const errors = error.issues.slice(0, 20).flatMap((issue) => {
    const pointer = `/${issue.path.join('/')}`;
    if (issue.code === 'unrecognized_keys')
      return issue.keys.slice(0, 5).map((key) => ({
        pointer: `${pointer === '/' ? '' : pointer}/${key.slice(0, 60)}`,
        rule: 'unknown-field',
      }));
    return [{ pointer: pointer === '/' ? '' : pointer, rule: ruleOf(issue) }];
  });
  // A sale without consent is refused for that, not for a missing field: the clerk has to ask the buyer.
  const consent = errors.find(
    ({ pointer, rule }) => rule === 'missing' && /^\/consent(?:\/personalData)?$/.test(pointer),
  );
  if (consent) return refuse('consent-missing', { errors: errors.slice(0, 20) });
  return refuse('invalid-request', { errors: errors.slice(0, 20) });
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'missing';
  return issue.code.replaceAll('_', '-');
}
