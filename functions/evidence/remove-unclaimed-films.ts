import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { CaseFile, Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal, type Refusal } from '../contracts/refusal.ts';
import { changeCase } from './change-case.ts';
import { unclaimedFilmsDueAt } from './film-retention.ts';
import type { BackOff, EvidenceStorage } from './ports.ts';

export interface FilmsRemoved {
  /** Objects that are gone for good. */
  removed: number;
  /** Uploads that were begun and never finished. */
  aborted: number;
  /** Films that stay, because there is a claim. */
  kept: number;
  /** Not yet: look again then. */
  dueAt?: Instant;
}

/** Uploads that one write records: two items each, and a transaction takes a hundred. */
const UPLOADS_PER_WRITE = 40;

/**
 * Removes the films of a policy that is over and was never claimed, once its terms' time has passed.
 *
 * Removed first, written down after: the timeline is the proof of the deletion and must not say so before it is
 * true. Nobody can claim meanwhile, for the policy has been over for weeks.
 */
export async function removeUnclaimedFilms(
  input: { policy: Policy; now: Instant },
  ports: {
    cases: CaseStore;
    storage: Pick<EvidenceStorage, 'abort' | 'find' | 'remove'>;
    backOff: BackOff;
  },
): Promise<FilmsRemoved | Refusal> {
  const { policy, now } = input;
  const none: FilmsRemoved = { removed: 0, aborted: 0, kept: 0 };
  const dueAt = unclaimedFilmsDueAt(policy);
  if (dueAt === undefined) return none;
  if (now < dueAt) return { ...none, dueAt };
  const file = await ports.cases.read(policy.trackingNumber);
  if (isClaimed(file, policy)) return { ...none, kept: filmsOf(file, policy).length };

  const removed = { ...none };
  const remaining = filmsOf(file, policy);
  while (remaining.length > 0) {
    const films = remaining.splice(0, UPLOADS_PER_WRITE);
    const gone = new Map<string, { wasObject: boolean }>();
    for (const film of films) gone.set(film.uploadId, await removeFilm(film, ports.storage));
    const outcome = await writeDown(policy, gone, now, ports);
    if (isRefusal(outcome)) return outcome;
    removed.removed += outcome.removed;
    removed.aborted += outcome.aborted;
  }
  return removed;
}

function filmsOf(file: CaseFile, { policyId }: Policy): Upload[] {
  return file.uploads.filter((upload) => upload.policyId === policyId && upload.removedAt === undefined);
}

function isClaimed(file: CaseFile, { policyId }: Policy): boolean {
  return file.claims.some((claim) => claim.policyId === policyId);
}

async function removeFilm(
  film: Upload,
  storage: Pick<EvidenceStorage, 'abort' | 'find' | 'remove'>,
): Promise<{ wasObject: boolean }> {
  // An unfinished upload may have been composed without anybody writing it down, so both are looked at.
  if (film.status !== 'received') await storage.abort(film.objectKey, film.multipartId);
  const object = await storage.find(film.objectKey);
  if (object) await storage.remove(film.objectKey, object.versionId);
  return { wasObject: object !== undefined || film.status === 'received' };
}

function writeDown(
  policy: Policy,
  gone: Map<string, { wasObject: boolean }>,
  now: Instant,
  ports: { cases: CaseStore; backOff: BackOff },
): Promise<{ removed: number; aborted: number } | Refusal> {
  return changeCase(policy.trackingNumber, ports, (file) => {
    const films = filmsOf(file, policy).filter((film) => gone.has(film.uploadId));
    const objects = films.filter((film) => gone.get(film.uploadId)?.wasObject);
    const answer = { removed: objects.length, aborted: films.length - objects.length };
    if (films.length === 0) return { answer };
    const uploads = films.map(
      (film): Upload => ({
        ...film,
        status: film.status === 'received' ? 'received' : 'aborted',
        removedAt: now,
      }),
    );
    const entries = films.map(({ uploadId }) => ({
      at: now,
      actor: { role: 'clock' } as const,
      action: gone.get(uploadId)?.wasObject ? 'film-removed' : 'upload-discarded',
      uploadId,
    }));
    return { answer, write: { uploads, entries } };
  });
}
