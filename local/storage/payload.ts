import { createHash } from 'node:crypto';
import type { Authentic, Call } from './authentication.ts';
import {
  CHECKSUM_ALGORITHMS,
  CHECKSUM_HEADERS,
  type ChecksumAlgorithm,
  isChecksumValue,
  startChecksum,
} from './checksums.ts';
import { ChunkedBody } from './chunked-body.ts';
import { type Refusal, refuse } from './refusal.ts';
import { UNSIGNED_PAYLOAD } from './signature.ts';

const STREAMING_WITH_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const OTHER_CHECKSUM_HEADERS = ['x-amz-checksum-mode', 'x-amz-checksum-algorithm', 'x-amz-checksum-type'];

/** What the caller has said about the body that is to come. */
export interface BodyPromise {
  size: number;
  /** Hex. */
  sha256: string | undefined;
  /** Base64. */
  md5: string | undefined;
  checksumAlgorithm: ChecksumAlgorithm | undefined;
  /** Base64; undefined when it follows in the trailer. */
  checksum: string | undefined;
  chunked: boolean;
}

export interface BodyDigests {
  size: number;
  /** Hex. */
  md5: string;
  checksumAlgorithm: ChecksumAlgorithm | undefined;
  checksum: string | undefined;
}

/** Reads what the headers say about the body, before a byte of it is accepted. */
export function readBodyPromise(call: Call, authentic: Authentic): BodyPromise | Refusal {
  const { payloadHash } = authentic;
  const chunked = payloadHash === STREAMING_WITH_TRAILER;
  const isHash = /^[0-9a-f]{64}$/.test(payloadHash);
  if (!chunked && payloadHash.startsWith('STREAMING-')) {
    return refuse(
      'NotImplemented',
      `Uploads with ${payloadHash} are not implemented; send the body plainly or with ${STREAMING_WITH_TRAILER}.`,
    );
  }
  if (!chunked && !isHash && payloadHash !== UNSIGNED_PAYLOAD) {
    return refuse(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a valid sha256 value.',
    );
  }
  const encoded = (call.headers.get('content-encoding') ?? '')
    .split(',')
    .some((one) => one.trim() === 'aws-chunked');
  if (encoded !== chunked) {
    return refuse(
      'InvalidRequest',
      'content-encoding: aws-chunked and x-amz-content-sha256 contradict each other.',
    );
  }
  const length = call.headers.get(chunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (length === undefined || !/^\d{1,15}$/.test(length)) {
    return refuse('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  const md5 = call.headers.get('content-md5');
  if (md5 !== undefined && Buffer.from(md5, 'base64').length !== 16) {
    return refuse('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  const promised = readChecksum(call, authentic, chunked);
  if ('refused' in promised) return promised;
  return { size: Number(length), sha256: isHash ? payloadHash : undefined, md5, chunked, ...promised };
}

function readChecksum(
  call: Call,
  authentic: Authentic,
  chunked: boolean,
): { checksumAlgorithm: ChecksumAlgorithm | undefined; checksum: string | undefined } | Refusal {
  const names = new Set([...call.headers.keys(), ...call.query.map(([name]) => name.toLowerCase())]);
  const trailer = chunked ? authentic.header('x-amz-trailer')?.trim().toLowerCase() : undefined;
  const given = [...names].filter(
    (name) =>
      name.startsWith('x-amz-checksum-') &&
      !OTHER_CHECKSUM_HEADERS.includes(name) &&
      authentic.header(name) !== undefined,
  );
  if (trailer !== undefined) given.push(trailer);
  if (given.length > 1) {
    return refuse(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [name] = given;
  if (name === undefined) {
    if (authentic.header('x-amz-sdk-checksum-algorithm') === undefined) {
      return { checksumAlgorithm: undefined, checksum: undefined };
    }
    return refuse(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const algorithm = CHECKSUM_ALGORITHMS.find((candidate) => CHECKSUM_HEADERS[candidate] === name);
  if (!algorithm) return refuse('NotImplemented', `The checksum ${name} is not implemented.`);
  if (trailer !== undefined) return { checksumAlgorithm: algorithm, checksum: undefined };
  const checksum = authentic.header(name) ?? '';
  if (!isChecksumValue(algorithm, checksum)) {
    return refuse('InvalidRequest', `Value for ${name} header is invalid.`);
  }
  return { checksumAlgorithm: algorithm, checksum };
}

/** Lets a body pass once, and says afterwards whether it was the one that was promised. */
export class BodyInspection {
  readonly #promise: BodyPromise;
  readonly #chunks = new ChunkedBody();
  readonly #md5 = createHash('md5');
  readonly #sha256;
  readonly #checksum;
  #size = 0;

  constructor(promise: BodyPromise) {
    this.#promise = promise;
    this.#sha256 = promise.sha256 === undefined ? undefined : createHash('sha256');
    this.#checksum = promise.checksumAlgorithm && startChecksum(promise.checksumAlgorithm);
  }

  async *pass(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const bytes = this.#promise.chunked ? this.#chunks.decode(source) : source;
    for await (const chunk of bytes) {
      this.#size += chunk.length;
      // More than was promised is never written; the size below then tells.
      if (this.#size > this.#promise.size) return;
      this.#md5.update(chunk);
      this.#sha256?.update(chunk);
      this.#checksum?.update(chunk);
      yield chunk;
    }
  }

  judge(): BodyDigests | Refusal {
    const { size, chunked, sha256, checksumAlgorithm } = this.#promise;
    if (this.#size !== size || (chunked && !this.#chunks.complete)) {
      return refuse(
        'IncompleteBody',
        'You did not provide the number of bytes specified by the Content-Length HTTP header.',
      );
    }
    if (sha256 !== undefined && this.#sha256?.digest('hex') !== sha256) {
      return refuse(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    }
    const md5 = this.#md5.digest();
    if (this.#promise.md5 !== undefined && md5.toString('base64') !== this.#promise.md5) {
      return refuse('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
    const checksum = this.#checksum?.base64();
    if (checksumAlgorithm) {
      const promised =
        this.#promise.checksum ?? this.#chunks.trailers.get(CHECKSUM_HEADERS[checksumAlgorithm]);
      if (promised !== checksum) {
        return refuse(
          'BadDigest',
          `The ${checksumAlgorithm} you specified did not match the calculated checksum.`,
        );
      }
    }
    return { size, md5: md5.toString('hex'), checksumAlgorithm, checksum };
  }
}
