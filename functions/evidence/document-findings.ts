import type { Finding, Upload } from '../contracts/case.ts';
import { readEnds, type StoredBytes } from './read-ends.ts';
import { containsProgram, type DocumentKind } from './sniff.ts';

export interface DocumentFacts {
  /** What its first bytes say that it is; undefined when that is no kind of document. */
  container?: DocumentKind;
  hasMarkup: boolean;
}

const PIECE_BYTES = 1024 ** 2;
/** Pieces overlap by so much, or a name could lie between two of them. Each of its letters may be written as `#4a`. */
const LONGEST_NAME = 64;

const typesOfKind: Record<DocumentKind, readonly string[]> = {
  jpeg: ['image/jpeg'],
  png: ['image/png'],
  webp: ['image/webp'],
  // One family of files with two names, and phones do not agree which is whose.
  heic: ['image/heic', 'image/heif'],
  pdf: ['application/pdf'],
};

/** Facts of a stored document from its own bytes; it is never opened, so nothing in it can do anything. */
export async function readDocument(object: StoredBytes, contentType: string): Promise<DocumentFacts> {
  const isPdf = contentType === 'application/pdf';
  const { kind, hasMarkup } = await readEnds(object, { isPdf });
  return {
    ...(isDocumentKind(kind) && { container: kind }),
    hasMarkup: hasMarkup || (kind === 'pdf' && (await hasProgram(object))),
  };
}

/** A PDF is a list of objects in any order, so that all of it is looked through; it is no longer than the terms allow. */
async function hasProgram({ size, readRange }: StoredBytes): Promise<boolean> {
  for (let start = 0; start < size; start += PIECE_BYTES) {
    const end = Math.min(size, start + PIECE_BYTES + LONGEST_NAME);
    if (containsProgram(await readRange(start, end))) return true;
  }
  return false;
}

/** What the specialist should see; none of it refuses anything. */
export function documentFindingsOf(
  { container, hasMarkup }: DocumentFacts,
  upload: Pick<Upload, 'contentType'>,
): Finding[] {
  const isDeclared = container !== undefined && typesOfKind[container].includes(upload.contentType);
  const found: (Finding | false)[] = [
    container === undefined && 'not-a-document',
    !isDeclared && 'type-differs',
    hasMarkup && 'contains-markup',
  ];
  return found.filter((finding) => finding !== false);
}

function isDocumentKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(typesOfKind, kind);
}
