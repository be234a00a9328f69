import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { DigestQuestion } from './whole-digest.ts';

/** Bytes come in, `null` asks for the digest; each is answered before the next one is sent. */
const hash = sha256.create();

addEventListener('message', ({ data }: MessageEvent<DigestQuestion>) => {
  if (data) hash.update(data);
  postMessage(data ? '' : bytesToHex(hash.digest()));
});
