import type { CaseStore } from '../claims/ports.ts';
import { fileAfter, takeTurns } from '../claims/take-turns.ts';
import { appendToTimeline, type NewEntry } from '../claims/timeline.ts';
import type { CaseFile, Upload } from '../contracts/case.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';

/** What a specialist notes on a received file, in turns; noting the same again changes nothing. */
export function changeEvidence(
  { trackingNumber, evidenceId }: { trackingNumber: string; evidenceId: string },
  cases: CaseStore,
  note: (upload: Upload) => { upload: Upload; entry: NewEntry } | 'same' | Refusal,
): Promise<{ file: CaseFile } | Refusal> {
  return takeTurns<{ file: CaseFile } | Refusal>(cases, trackingNumber, async (file) => {
    const found = file.uploads.find(({ uploadId }) => uploadId === evidenceId);
    if (found?.status !== 'received' || found.removedAt) return { outcome: refuse('not-found') };
    const noted = note(found);
    if (noted === 'same') return { outcome: { file } };
    if (isRefusal(noted)) return { outcome: noted };
    const change = {
      trackingNumber,
      expectedVersion: file.head.version,
      uploads: [noted.upload],
      timeline: appendToTimeline(file.head, [noted.entry]),
    };
    return { outcome: { file: fileAfter(file, change) }, change };
  });
}
