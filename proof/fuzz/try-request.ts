import { type Body, bytesOf } from './bodies.ts';
import { CODE_OF_PHONE } from './codes.ts';
import { type ForgedTokens, forgedCredential, type Right, rightCredential } from './credentials.ts';
import type { DescribedOperation } from './document.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import { type Oracle, problemOf } from './oracle.ts';
import type { KnownParcel, Pool } from './pool.ts';
import { type DrawnRequest, PRESENT_ETAG } from './requests.ts';
import { withOneTwice } from './twice.ts';
import { type Send, toldAnswer, toldRequest, type WireAnswer, type WireRequest } from './wire.ts';

/** Who answers, by what it is judged, and what there is to be asked for. */
export interface Target {
  send: Send;
  oracle: Oracle;
  pool: Pool;
  right: Readonly<Record<Right, string>>;
  forged: ForgedTokens;
}

export interface Attempt {
  request: WireRequest;
  answer: WireAnswer;
  /** All that is wrong with the answer, as sentences. */
  faults: string[];
  /** Whether something may be stored now that was not stored before. */
  mayStore: boolean;
}

/** Refusals that have to be remembered, and why. */
const REMEMBERED: ReadonlySet<string> = new Set([
  // Each wrong guess is counted, or there would be no end to guessing.
  'code-wrong',
]);

export function isForged({ security }: DescribedOperation, { credential }: DrawnRequest): boolean {
  return credential !== 'right' && security !== undefined;
}

/** What the document says of a request, or the credential or cursor that it has. */
export function isToBeRefused(operation: DescribedOperation, drawn: DrawnRequest): boolean {
  return (
    isForged(operation, drawn) ||
    (drawn.cursor !== undefined && drawn.cursor !== 'genuine') ||
    expectationOf(operation, drawn) === 'refused'
  );
}

/** Sends one request and judges its answer. */
export async function tryRequest(
  operation: DescribedOperation,
  target: Target,
  drawn: DrawnRequest,
): Promise<Attempt> {
  const credential = credentialOf(operation, target, drawn);
  const request = await requestOf(operation, target, drawn, credential);
  const answer = await target.send(request);
  const expectation: Expectation = expectationOf(operation, drawn);
  return {
    ...{ request, answer },
    faults: target.oracle.judge({ operation, drawn, expectation, credential, answer }),
    mayStore: answer.status < 400 || REMEMBERED.has(problemOf(answer.text).code ?? ''),
  };
}

/** As the message of what broke. */
export function toldFaults(
  { operationId }: DescribedOperation,
  { request, answer }: Attempt,
  faults: readonly string[],
) {
  return `${operationId}: ${faults.join(' ')} ${toldRequest(request)} → ${toldAnswer(answer)}`;
}

function credentialOf(
  operation: DescribedOperation,
  target: Target,
  drawn: DrawnRequest,
): string | undefined {
  const { credential } = drawn;
  const right = rightCredential(operation, target.right, drawn);
  if (right === undefined) return undefined;
  return credential === 'right'
    ? `Bearer ${right}`
    : forgedCredential(operation, target, { ...drawn, credential });
}

async function requestOf(
  { method }: DescribedOperation,
  target: Target,
  drawn: DrawnRequest,
  credential: string | undefined,
): Promise<WireRequest> {
  const { path, query, headers, contentType, parcel } = drawn;
  const body = bytesOf(withCode(drawn.body, parcel));
  const etag = headers.some(([, value]) => value === PRESENT_ETAG) ? await etagOf(target, drawn) : '';
  const sent = [
    ...(credential ? [['Authorization', credential] as const] : []),
    ...(body && contentType !== undefined ? [['Content-Type', contentType] as const] : []),
    ...(drawn.body.kind === 'gzip' ? [['Content-Encoding', 'gzip'] as const] : []),
    ...headers.map(([name, value]) => [name, value === PRESENT_ETAG ? etag : value] as const),
  ];
  const other = {
    isForged: drawn.credential !== 'right',
    somebodyElses: `Bearer ${target.right.supervisor}`,
  };
  const search = query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  return {
    method,
    target: search === '' ? path : `${path}?${search}`,
    headers: drawn.twice ? withOneTwice(sent, drawn.twice, other) : sent,
    body,
  };
}

function withCode(body: Body, { code }: KnownParcel): Body {
  return body.kind === 'text' && code !== undefined
    ? { ...body, text: body.text.replaceAll(`"${CODE_OF_PHONE}"`, JSON.stringify(code)) }
    : body;
}

/** Of the case as it is now: a decision that carries an older one is refused for that alone. */
async function etagOf({ send, right }: Target, { parcel }: DrawnRequest): Promise<string> {
  const { headers } = await send({
    method: 'GET',
    target: `/v1/cases/${parcel.trackingNumber}`,
    headers: [['Authorization', `Bearer ${right.supervisor}`]],
  });
  return headers.etag ?? '"0"';
}
