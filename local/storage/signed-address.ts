import { REGION } from '../intrinsics.ts';
import type { Credentials } from './authentication.ts';
import { computeSignature, encodeForSigning, SIGNING_ALGORITHM, UNSIGNED_PAYLOAD } from './signature.ts';

const VALID_SECONDS = 60;

/** An object storage, and who asks it. */
export interface StorageAccess {
  url: string;
  credentials: Credentials;
  /** In the storage's time. */
  now: () => number;
}

/**
 * An address of the object storage that is signed for one method, path and query, and good for a minute.
 * (Without the SDK, which no start has to load for this.)
 * @throws URIError when the path holds a broken percent escape.
 */
export const signAddress = (
  { url, credentials, now }: StorageAccess,
  call: { method: string; path: string; query?: readonly (readonly [string, string])[] },
): string => {
  const amzDate = `${new Date(now()).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const scope = { day: amzDate.slice(0, 8), region: REGION, service: 's3' };
  const query: (readonly [string, string])[] = [
    ...(call.query ?? []),
    ['X-Amz-Algorithm', SIGNING_ALGORITHM],
    [
      'X-Amz-Credential',
      `${credentials.accessKeyId}/${scope.day}/${scope.region}/${scope.service}/aws4_request`,
    ],
    ['X-Amz-Date', amzDate],
    ['X-Amz-Expires', String(VALID_SECONDS)],
    ['X-Amz-SignedHeaders', 'host'],
  ];
  const signature = computeSignature(credentials.secretAccessKey, amzDate, scope, {
    method: call.method,
    rawPath: call.path,
    query,
    signedHeaders: [['host', new URL(url).host]],
    payloadHash: UNSIGNED_PAYLOAD,
  });
  const text = [...query, ['X-Amz-Signature', signature] as const]
    .map(([name, value]) => `${name}=${encodeForSigning(value)}`)
    .join('&');
  return `${url}${call.path}?${text}`;
};
