import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import { changeCase } from './change-case.ts';
import { claimedFilmsKeptUntil } from './film-retention.ts';
import type { BackOff, EvidenceStorage } from './ports.ts';
import { isAtHand } from './purpose.ts';

/**
 * Locks the films of a policy with a claim against removal, for the time of its terms. Called when a claim is
 * filed and when a film was checked, whichever comes last; what is locked long enough already is left alone.
 */
export async function keepEvidence(
  input: { trackingNumber: string; policyId: string; now: Instant },
  ports: { cases: CaseStore; storage: Pick<EvidenceStorage, 'find' | 'retain'>; backOff: BackOff },
): Promise<{ kept: number } | Refusal> {
  const { claims, uploads } = await ports.cases.read(input.trackingNumber);
  const until = claimedFilmsKeptUntil(claims.filter(({ policyId }) => policyId === input.policyId));
  if (until === undefined) return { kept: 0 };
  const films = uploads.filter((upload) => isAtHand(upload, input.policyId) && isKeptShorter(upload, until));
  if (films.length === 0) return { kept: 0 };
  // Locked first, written down after: a lock that is not written down is set again, to the same date.
  const locked = new Set<string>();
  for (const film of films) {
    const object = await ports.storage.find(film.objectKey);
    if (!object) throw new Error(`The received film ${film.uploadId} is not in the storage.`);
    await ports.storage.retain(film.objectKey, object.versionId, until);
    locked.add(film.uploadId);
  }
  const outcome = await changeCase(input.trackingNumber, ports, (file) => {
    const written = file.uploads
      .filter((upload) => locked.has(upload.uploadId) && isKeptShorter(upload, until))
      .map((upload) => ({ ...upload, retainedUntil: until }));
    const answer = { kept: locked.size };
    if (written.length === 0) return { answer };
    const entries = written.map(({ uploadId }) => ({
      at: input.now,
      actor: { role: 'system' } as const,
      action: 'film-kept',
      uploadId,
      facts: { until },
    }));
    return { answer, write: { uploads: written, entries } };
  });
  return isRefusal(outcome) ? outcome : { kept: outcome.kept };
}

function isKeptShorter(upload: Upload, until: Instant): boolean {
  return upload.retainedUntil === undefined || upload.retainedUntil < until;
}
