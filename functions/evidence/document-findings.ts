import type { Finding, Upload } from '../contracts/case.ts';
import { containsMarkup, type DocumentKind, SNIFFED_BYTES, sniffKind } from './sniff.ts';

export interface DocumentFacts {
  /** What its first bytes say that it is; undefined when that is no kind of document. */
  container?: DocumentKind;
  hasMarkup: boolean;
}

const typesOfKind: Record<DocumentKind, readonly string[]> = {
  jpeg: ['image/jpeg'],
  png: ['image/png'],
  webp: ['image/webp'],
  // One family of files with two names, and phones do not agree which is whose.
  heic: ['image/heic', 'image/heif'],
  pdf: ['application/pdf'],
};

/** Facts of a stored document from both its ends; it is never opened, so nothing in it can do anything. */
export async function readDocument(
  object: { size: number; readRange: (start: number, end: number) => Promise<Uint8Array> },
  contentType: string,
): Promise<DocumentFacts> {
  const head = await object.readRange(0, Math.min(object.size, SNIFFED_BYTES));
  const tail = await object.readRange(Math.max(0, object.size - SNIFFED_BYTES), object.size);
  const kind = sniffKind(head);
  const isPdf = kind === 'pdf' && contentType === 'application/pdf';
  return {
    ...(isDocumentKind(kind) && { container: kind }),
    hasMarkup: kind === 'markup' || containsMarkup(head, { isPdf }) || containsMarkup(tail, { isPdf }),
  };
}

/** What the specialist should see; none of it refuses anything. */
export function documentFindingsOf(
  document: DocumentFacts & { sha256: string },
  upload: Pick<Upload, 'contentType' | 'claimedSha256'>,
): Finding[] {
  const { container, hasMarkup, sha256 } = document;
  const isDeclared = container !== undefined && typesOfKind[container].includes(upload.contentType);
  const found: (Finding | false)[] = [
    container === undefined && 'not-a-document',
    !isDeclared && 'type-differs',
    hasMarkup && 'contains-markup',
    upload.claimedSha256 !== undefined && upload.claimedSha256 !== sha256 && 'sha256-differs',
  ];
  return found.filter((finding) => finding !== false);
}

function isDocumentKind(kind: string): kind is DocumentKind {
  return Object.hasOwn(typesOfKind, kind);
}
