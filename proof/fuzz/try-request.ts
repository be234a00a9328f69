import { bytesOf } from './bodies.ts';
import type { Forged, Right } from './credentials.ts';
import type { DescribedOperation } from './document.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import { type Oracle, problemOf } from './oracle.ts';
import type { Pool } from './pool.ts';
import { type DrawnRequest, PRESENT_ETAG } from './requests.ts';
import { type Send, toldAnswer, toldRequest, type WireAnswer, type WireRequest } from './wire.ts';

/** Who answers, by what it is judged, and what there is to be asked for. */
export interface Target {
  send: Send;
  oracle: Oracle;
  pool: Pool;
  right: Readonly<Record<Right, string>>;
  forged: Readonly<Record<Forged, string>>;
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

/** What the document says of a request, or the credential that it has. */
export function isToBeRefused(operation: DescribedOperation, drawn: DrawnRequest): boolean {
  return isForged(operation, drawn) || expectationOf(operation, drawn) === 'refused';
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
  { security }: DescribedOperation,
  { right, forged }: Target,
  drawn: DrawnRequest,
): string | undefined {
  if (security === undefined) return undefined;
  if (drawn.credential !== 'right') return forged[drawn.credential];
  if (security === 'link') return `Bearer ${drawn.parcel.link}`;
  return `Bearer ${security === 'pos' ? right.pos : right[drawn.role]}`;
}

async function requestOf(
  { method }: DescribedOperation,
  target: Target,
  drawn: DrawnRequest,
  credential: string | undefined,
): Promise<WireRequest> {
  const { path, query, headers, contentType } = drawn;
  const body = bytesOf(drawn.body);
  const etag = headers.some(([, value]) => value === PRESENT_ETAG) ? await etagOf(target, drawn) : '';
  const search = query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  return {
    method,
    target: search === '' ? path : `${path}?${search}`,
    headers: [
      ...(credential ? [['Authorization', credential] as const] : []),
      ...(body && contentType !== undefined ? [['Content-Type', contentType] as const] : []),
      ...(drawn.body.kind === 'gzip' ? [['Content-Encoding', 'gzip'] as const] : []),
      ...headers.map(([name, value]) => [name, value === PRESENT_ETAG ? etag : value] as const),
    ],
    body,
  };
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
