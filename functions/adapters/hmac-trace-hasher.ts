import { createHmac } from 'node:crypto';
import type { TraceHasher } from '../signals/ports.ts';

const HASH_BYTES = 16;

export function createHmacTraceHasher(secret: string): TraceHasher {
  return {
    hashOf: (kind, text) =>
      createHmac('sha256', secret)
        .update(`trace:${kind}:${text}`)
        .digest()
        .subarray(0, HASH_BYTES)
        .toString('base64url'),
  };
}
