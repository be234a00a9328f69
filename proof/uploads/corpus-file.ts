import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Finding } from '../../functions/contracts/case.ts';

/** Bytes that lie at places in a file; between them it is zeros, which take no room on a disk. */
export interface Content {
  size: number;
  pieces: readonly { at: number; bytes: Uint8Array }[];
}

/** What the file must be found to be. It is decided by what the file is, never by what the check says of it today. */
export type Expected =
  | { exactly: readonly Finding[] }
  /** At least these, and none of those: what else a damaged file is found to be depends on where it is damaged. */
  | { with: readonly [Finding, ...Finding[]]; without?: readonly Finding[] }
  /** Exactly one of these: which one, the limits of memory and of time decide, or the ffmpeg that made the film. */
  | { oneOf: readonly (readonly Finding[])[] };

export interface CorpusFile {
  kind: string;
  name: string;
  purpose: 'film' | 'document';
  fileName: string;
  contentType: string;
  expected: Expected;
  /** What its sender had, and tells the digest of, where that is not what arrived. */
  sent?: () => Uint8Array;
  /** It leads a reader round in circles, so that only its time ends the reading. */
  hangs?: boolean;
  /** A real film: whoever looks at it sees something. */
  isWhole?: boolean;
  make(): Content;
}

export function whole(bytes: Uint8Array): Content {
  return { size: bytes.length, pieces: [{ at: 0, bytes }] };
}

/** One behind the other; a number is so many zeros. */
export function sparse(...parts: readonly (Uint8Array | number)[]): Content {
  let size = 0;
  const pieces: { at: number; bytes: Uint8Array }[] = [];
  for (const part of parts) {
    if (typeof part === 'number') size += part;
    else {
      pieces.push({ at: size, bytes: part });
      size += part.length;
    }
  }
  return { size, pieces };
}

export function writeContent(file: string, { size, pieces }: Content): void {
  const descriptor = openSync(file, 'w');
  try {
    ftruncateSync(descriptor, size);
    for (const { at, bytes } of pieces) writeSync(descriptor, bytes, 0, bytes.length, at);
  } finally {
    closeSync(descriptor);
  }
}

/** What does not fit, as a sentence, or undefined. */
export function disagreement(expected: Expected, findings: readonly Finding[]): string | undefined {
  const found = told(findings);
  if ('exactly' in expected || 'oneOf' in expected) {
    const outcomes = ('oneOf' in expected ? expected.oneOf : [expected.exactly]).map(told);
    return outcomes.includes(found) ? undefined : `expected ${outcomes.join(' or ')}, found ${found}`;
  }
  const missing = expected.with.filter((finding) => !findings.includes(finding));
  if (missing.length > 0) return `expected ${missing.join(', ')} too, found ${found}`;
  const wrong = (expected.without ?? []).filter((finding) => findings.includes(finding));
  return wrong.length > 0 ? `expected no ${wrong.join(', ')}, found ${found}` : undefined;
}

const told = (findings: readonly Finding[]) => [...findings].sort().join(', ') || 'nothing';
