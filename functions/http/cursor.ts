import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Hides and seals where a list goes on: a cursor works only for whoever got it and for the same query. */
export interface CursorSealer {
  seal(place: unknown, boundTo: string): string;
  /** Undefined for anything that was not sealed here for the same query. */
  open(cursor: string, boundTo: string): unknown;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with the query and the reader as additional data; any flipped bit fails the tag. */
export function createCursorSealer(masterKey: string): CursorSealer {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'cursor', 32));
  return {
    seal(place, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo));
      const sealed = Buffer.concat([cipher.update(JSON.stringify(place), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(cursor, boundTo) {
      const bytes = Buffer.from(cursor, 'base64url');
      if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(boundTo))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8');
        return JSON.parse(opened + decipher.final('utf8'));
      } catch {
        return undefined;
      }
    },
  };
}
