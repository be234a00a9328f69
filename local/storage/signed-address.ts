import { LAPTOP_CREDENTIALS } from '../functions/function-host.ts';
import { REGION } from '../intrinsics.ts';
import { computeSignature, encodeForSigning, SIGNING_ALGORITHM, UNSIGNED_PAYLOAD } from './signature.ts';

const VALID_SECONDS = 60;

/**
 * An address of the object storage that is signed with the laptop's own credentials: for one method, path and query,
 * good for a minute of the laptop's time. (Without the SDK, which no start has to load for this.)
 * @throws URIError when the path holds a broken percent escape.
 */
export const signAddress = (
  storageUrl: string,
  call: { method: string; path: string; query?: readonly (readonly [string, string])[] },
  nowMillis: number,
): string => {
  const amzDate = `${new Date(nowMillis).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const scope = { day: amzDate.slice(0, 8), region: REGION, service: 's3' };
  const query: (readonly [string, string])[] = [
    ...(call.query ?? []),
    ['X-Amz-Algorithm', SIGNING_ALGORITHM],
    [
      'X-Amz-Credential',
      `${LAPTOP_CREDENTIALS.accessKeyId}/${scope.day}/${scope.region}/${scope.service}/aws4_request`,
    ],
    ['X-Amz-Date', amzDate],
    ['X-Amz-Expires', String(VALID_SECONDS)],
    ['X-Amz-SignedHeaders', 'host'],
  ];
  const signature = computeSignature(LAPTOP_CREDENTIALS.secretAccessKey, amzDate, scope, {
    method: call.method,
    rawPath: call.path,
    query,
    signedHeaders: [['host', new URL(storageUrl).host]],
    payloadHash: UNSIGNED_PAYLOAD,
  });
  const text = [...query, ['X-Amz-Signature', signature] as const]
    .map(([name, value]) => `${name}=${encodeForSigning(value)}`)
    .join('&');
  return `${storageUrl}${call.path}?${text}`;
};
