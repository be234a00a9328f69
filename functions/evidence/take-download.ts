import type { CaseStore } from '../claims/ports.ts';
import { takeTurns } from '../claims/take-turns.ts';
import { appendToTimeline } from '../claims/timeline.ts';
import { type Instant, toInstant, toMillis } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Actor } from '../contracts/primitives.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import type { EvidenceStorage } from './ports.ts';

const URL_LIFE_SECONDS = 300;

/** A five-minute address of a film. Who took it and when is written before it is given. */
export async function takeDownload(
  input: { trackingNumber: string; evidenceId: string; actor: Actor; now: Instant },
  ports: { cases: CaseStore; storage: Pick<EvidenceStorage, 'signDownload'> },
): Promise<{ url: string; expiresAt: Instant } | Refusal> {
  const film = await takeTurns<Upload | Refusal>(ports.cases, input.trackingNumber, async (file) => {
    const found = file.uploads.find((upload) => upload.uploadId === input.evidenceId);
    if (found?.status !== 'received' || found.removedAt) return { outcome: refuse('not-found') };
    return {
      outcome: found,
      change: {
        trackingNumber: input.trackingNumber,
        expectedVersion: file.head.version,
        timeline: appendToTimeline(file.head, [
          { at: input.now, actor: input.actor, action: 'film-taken', uploadId: found.uploadId },
        ]),
      },
    };
  });
  if (isRefusal(film)) return film;
  return {
    url: await ports.storage.signDownload(film.objectKey, film.fileName, URL_LIFE_SECONDS),
    expiresAt: toInstant(toMillis(input.now) + URL_LIFE_SECONDS * 1000),
  };
}
