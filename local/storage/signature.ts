import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * AWS Signature Version 4 as S3 does it: the path is encoded once and never normalized.
 * Pure; the examples of the S3 API reference are its tests.
 */
export const SIGNING_ALGORITHM = 'AWS4-HMAC-SHA256';
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

export interface CredentialScope {
  /** `YYYYMMDD`. */
  day: string;
  region: string;
  service: string;
}

export interface SignableRequest {
  method: string;
  /** Still percent-encoded, as on the request line. */
  rawPath: string;
  /** Decoded, without the signature itself. */
  query: readonly (readonly [name: string, value: string])[];
  /** The headers that take part, lower-case names. */
  signedHeaders: readonly (readonly [name: string, value: string])[];
  /** The SHA-256 of the body in hex, or a word such as UNSIGNED-PAYLOAD. */
  payloadHash: string;
}

/** Percent-encodes all but the unreserved characters of RFC 3986, which is stricter than `encodeURIComponent`. */
export function encodeForSigning(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** @throws URIError when the path holds a broken percent escape. */
export function canonicalPath(rawPath: string): string {
  return rawPath
    .split('/')
    .map((segment) => encodeForSigning(decodeURIComponent(segment)))
    .join('/');
}

function compareBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export function canonicalRequest(request: SignableRequest): string {
  const query = request.query
    .map(([name, value]) => [encodeForSigning(name), encodeForSigning(value)] as const)
    .sort((left, right) => compareBytes(left[0], right[0]) || compareBytes(left[1], right[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = [...request.signedHeaders].sort((left, right) => compareBytes(left[0], right[0]));
  return [
    request.method,
    canonicalPath(request.rawPath),
    query,
    ...headers.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    headers.map(([name]) => name).join(';'),
    request.payloadHash,
  ].join('\n');
}

export function stringToSign(amzDate: string, scope: CredentialScope, request: SignableRequest): string {
  return [
    SIGNING_ALGORITHM,
    amzDate,
    `${scope.day}/${scope.region}/${scope.service}/aws4_request`,
    createHash('sha256').update(canonicalRequest(request)).digest('hex'),
  ].join('\n');
}

function keyedHash(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

export function computeSignature(
  secretAccessKey: string,
  amzDate: string,
  scope: CredentialScope,
  request: SignableRequest,
): string {
  const dayKey = keyedHash(`AWS4${secretAccessKey}`, scope.day);
  const serviceKey = keyedHash(keyedHash(dayKey, scope.region), scope.service);
  const signingKey = keyedHash(serviceKey, 'aws4_request');
  return keyedHash(signingKey, stringToSign(amzDate, scope, request)).toString('hex');
}

/** Compares without telling by its duration where the two differ. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** `20130524T000000Z` as milliseconds since the epoch; `undefined` when it is no such instant. */
export function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const millis = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(millis) ? undefined : millis;
}
