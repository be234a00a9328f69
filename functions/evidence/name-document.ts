import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { CaseFile } from '../contracts/case.ts';
import type { Actor, DocumentKind } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { changeEvidence } from './change-evidence.ts';
import { isFilm } from './purpose.ts';

/** Says what a document shows, which the checklist of its claim goes by. */
export async function nameDocument(
  input: {
    trackingNumber: string;
    evidenceId: string;
    documentKind: DocumentKind;
    actor: Actor;
    now: Instant;
  },
  ports: { cases: CaseStore },
): Promise<{ file: CaseFile } | Refusal> {
  const { documentKind, actor, now } = input;
  return changeEvidence(input, ports.cases, (upload) => {
    if (isFilm(upload)) return refuse('not-found');
    if (upload.documentKind === documentKind) return 'same';
    const { uploadId } = upload;
    return {
      upload: { ...upload, documentKind },
      entry: { at: now, actor, action: 'document-named', uploadId, facts: { documentKind } },
    };
  });
}
