import { LARGEST_BODY_BYTES } from '../../local/http/http-event.ts';
import { routeTable } from '../../local/http/routes.ts';
import { bytesOf } from './bodies.ts';
import type { DescribedOperation } from './document.ts';
import type { Expectation } from './expectation.ts';
import type { DrawnRequest } from './requests.ts';
import type { WireAnswer } from './wire.ts';

const SECURITY_HEADERS: Readonly<Record<string, RegExp>> = {
  'cache-control': /^no-store$/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  // Of the public host's subdomains only their owner can promise anything.
  'strict-transport-security': /^max-age=\d{8,}(; includeSubDomains)?$/,
};

/** Headers that tell strangers what runs here. */
const TELLTALE = ['x-powered-by', 'server', 'set-cookie'];

/** What no answer may say: how a program is built, where it lies, and what it may do. */
const INWARD =
  /node_modules|\n\s+at |\.ts:\d+|\/var\/task|ValidationException|ConditionalCheck|ECONNREFUSED|taskToken|BEGIN [A-Z ]*PRIVATE KEY/;

/** Rules that no schema of one value can say; the document says them in words. */
const BEYOND_SCHEMAS = new Set(['in-the-future', 'before-the-letter']);
const PERIOD = new Set(['?from', '?to', '?step']);

interface ProblemBody {
  code?: string;
  errors?: { pointer: string; rule: string }[];
}

export interface Judged {
  operation: DescribedOperation;
  drawn: DrawnRequest;
  expectation: Expectation;
  /** What the caller proved themselves by. */
  credential: string | undefined;
  answer: WireAnswer;
}

/** Judges answers by the document alone, whoever sent the request. */
export class Oracle {
  readonly #operationAt: (method: string, path: string) => DescribedOperation | undefined;

  constructor(operations: readonly DescribedOperation[]) {
    const find = routeTable(
      operations.map((operation) => ({ routeKey: `${operation.method} ${operation.path}`, operation })),
    );
    this.#operationAt = (method, path) => find(method, path)?.route.operation;
  }

  /** Everything that is wrong with an answer, as sentences. */
  judge(judged: Judged): string[] {
    const { drawn, answer, operation } = judged;
    // A slash in a parameter leads elsewhere.
    const called = this.#operationAt(operation.method, drawn.path);
    if (!called)
      return answer.status === 404
        ? []
        : [`No call has this path, and yet it was answered ${answer.status}.`];
    return [
      ...(answer.status >= 500 ? [`It was answered ${answer.status}.`] : []),
      ...declaredFaults(called, answer),
      ...headerFaults(answer),
      ...tellingFaults(judged),
      ...(called === operation ? promiseFaults(judged) : []),
    ];
  }
}

function declaredFaults(
  { answers, operationId }: DescribedOperation,
  { status, headers, text }: WireAnswer,
): string[] {
  const declared = answers.get(status);
  if (!declared) return [`${operationId} does not declare ${status}.`];
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (declared.size === 0) return text === '' ? [] : [`${status} is declared without a body, and has one.`];
  const validate = declared.get(type);
  if (!validate)
    return [`${operationId} does not declare ${type || 'an answer without a type'} for ${status}.`];
  if (type === 'application/pdf') return text.startsWith('%PDF-') ? [] : ['It is called PDF and is none.'];
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [`The body of ${status} is no JSON.`];
  }
  if (validate(body)) return [];
  const [error] = validate.errors ?? [];
  return [`The body of ${status} is not as declared: ${error?.instancePath} ${error?.message}.`];
}

/** The gateway's own answers pass the distribution, which knows only some of these headers. */
function isOfService({ status, headers }: WireAnswer): boolean {
  return status < 400 || (headers['content-type'] ?? '').startsWith('application/problem+json');
}

function headerFaults(answer: WireAnswer): string[] {
  const { headers } = answer;
  const missing = Object.entries(SECURITY_HEADERS).filter(
    ([name, value]) => !value.test(headers[name] ?? ''),
  );
  return [
    ...(isOfService(answer)
      ? missing.map(([name]) => `The header ${name} is ${headers[name] ?? 'missing'}.`)
      : []),
    ...TELLTALE.filter((name) => name in headers).map((name) => `The answer has the header ${name}.`),
  ];
}

function tellingFaults({ drawn, credential, answer: { status, text } }: Judged): string[] {
  const secrets = [credential?.replace(/^\w+ /, ''), status >= 400 ? drawn.parcel.link : undefined];
  return [
    ...(secrets.some((secret) => secret && secret.length > 12 && text.includes(secret))
      ? ['The answer repeats a credential.']
      : []),
    ...(INWARD.test(text) ? ['The answer tells how the service is built.'] : []),
  ];
}

/** What the document promises: whoever keeps to it is not told that they did not, and nobody else gets through. */
function promiseFaults(judged: Judged): string[] {
  const { operation, drawn, expectation } = judged;
  const { status, text } = judged.answer;
  const isForged = drawn.credential !== 'right' && operation.security !== undefined;
  if (isForged) return credentialFaults(judged);
  if (drawn.cursor !== undefined) return cursorFaults(judged);
  if (expectation === 'refused' && status < 400)
    return [`The document does not take this, and it was answered ${status}.`];
  if (expectation !== 'taken') return [];
  const { code, errors = [] } = problemOf(text);
  if (code !== 'invalid-request' && code !== 'unsupported-media-type') return [];
  const isSaidInWords =
    errors.length > 0 && errors.every(({ pointer, rule }) => BEYOND_SCHEMAS.has(rule) || PERIOD.has(pointer));
  return isSaidInWords
    ? []
    : [`The document takes this, and it was answered ${code} ${JSON.stringify(errors)}.`];
}

/** Whoever has no right to call hears that and nothing else, but for what is wrong with a body or its size before. */
function credentialFaults({ operation, drawn, expectation, answer: { status } }: Judged): string[] {
  const isOfLink = operation.security === 'link';
  const isTooLarge = status === 413 && (bytesOf(drawn.body)?.length ?? 0) > LARGEST_BODY_BYTES;
  const isBody = isOfLink && expectation !== 'taken' && [400, 413, 415].includes(status);
  const expected = isOfLink ? 404 : 401;
  return status === expected || isTooLarge || isBody
    ? []
    : [`The credential «${drawn.credential}» was answered ${status}, not ${expected}.`];
}

/** A cursor is good for whoever got it, where they got it, as it was; any other is told so. */
function cursorFaults({ drawn, expectation, answer: { status, text } }: Judged): string[] {
  const isRight =
    drawn.cursor === 'genuine'
      ? status === 200
      : status === 400 && (expectation === 'refused' || problemOf(text).code === 'cursor-invalid');
  return isRight
    ? []
    : [`The cursor «${drawn.cursor}» was answered ${status} ${problemOf(text).code ?? ''}.`];
}

export function problemOf(text: string): ProblemBody {
  try {
    return JSON.parse(text) as ProblemBody;
  } catch {
    return {};
  }
}
