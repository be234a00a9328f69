import type { CaseStore } from '../claims/ports.ts';
import type { CaseFile, Upload } from '../contracts/case.ts';
import type { Container } from '../evidence/film-findings.ts';
import type { EvidenceStorage } from '../evidence/ports.ts';
import { isAtHand, isFilm } from '../evidence/purpose.ts';
import { differentFrames } from './film-frames.ts';
import type { FilmFrames, FilmLooker, SignalQueue } from './ports.ts';

export type FilmLookedAt =
  | { outcome: 'looked-at' | 'already-looked-at'; frames: number; claims: number }
  /** Checked later, or gone meanwhile: none of it is a fault. */
  | { outcome: 'nothing-to-look-at' };

interface LookPorts {
  cases: Pick<CaseStore, 'read'>;
  storage: Pick<EvidenceStorage, 'find' | 'readRange'>;
  looker: FilmLooker;
  films: FilmFrames;
  signals: SignalQueue;
}

/**
 * Keeps what a checked film shows, once, and has the parcel's claims judged with it. A film that cannot be read is kept
 * without frames, so that nobody looks at it for ever.
 */
export async function lookAtFilm(
  input: { trackingNumber: string; uploadId: string },
  ports: LookPorts,
): Promise<FilmLookedAt> {
  const file = await ports.cases.read(input.trackingNumber);
  const upload = file.uploads.find(({ uploadId }) => uploadId === input.uploadId);
  if (!upload?.check || !isFilm(upload) || !isAtHand(upload, upload.policyId))
    return { outcome: 'nothing-to-look-at' };
  const known = await ports.films.find(upload.uploadId);
  const frames = known ?? (await framesOf(upload, upload.check, ports));
  if (!frames) return { outcome: 'nothing-to-look-at' };
  if (!known) {
    const { uploadId, trackingNumber, policyId, check } = upload;
    await ports.films.remember({ uploadId, trackingNumber, policyId, at: check.checkedAt, frames });
  }
  // Also for a film that is known: who looked at it first may have died before this.
  const claims = claimsOf(file, upload);
  await ports.signals.enqueue(claims);
  return {
    outcome: known ? 'already-looked-at' : 'looked-at',
    frames: frames.length,
    claims: claims.length,
  };
}

/** Undefined where the object is gone, which a removal that is being recorded may have done. */
async function framesOf(
  { objectKey }: Upload,
  { container, durationSeconds }: NonNullable<Upload['check']>,
  { storage, looker }: LookPorts,
): Promise<string[] | undefined> {
  if (!isContainer(container)) return [];
  const object = await storage.find(objectKey);
  if (!object) return undefined;
  const pictures = await looker.picturesOf({
    container,
    size: object.size,
    durationSeconds,
    readRange: (start, end) => storage.readRange(objectKey, start, end),
  });
  return differentFrames(pictures);
}

const containers: readonly string[] = ['mp4', 'quicktime', '3gpp', 'webm', 'matroska'] satisfies Container[];

function isContainer(container: string | undefined): container is Container {
  return container !== undefined && containers.includes(container);
}

function claimsOf({ claims }: CaseFile, { policyId }: Upload) {
  return claims
    .filter((claim) => claim.policyId === policyId)
    .map(({ trackingNumber, claimId }) => ({ trackingNumber, claimId }));
}
