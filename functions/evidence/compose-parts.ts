import type { Upload } from '../contracts/case.ts';
import { isRefusal, type Refusal, refuse } from '../contracts/refusal.ts';
import { isPlanned, missingParts, type WholePlan } from './film-limits.ts';
import type { BackOff, EvidenceStorage, ReceivedPart } from './ports.ts';
import { planOfRecording, unbrokenParts } from './recording-parts.ts';

/** Parts that a refusal lists: enough to go on with. */
const LISTED_PARTS = 20;

/** A part that is sent again while the object is composed changes the list; it does so once or twice, not for ever. */
const COMPOSE_ATTEMPTS = 3;

/**
 * The object of an upload, composed now or by somebody else before; its size is what the storage says. Refused
 * when parts are missing, when it was given up, or when its time is over and nobody composed it.
 */
export async function composeParts(
  upload: Upload,
  { size, isExpired }: { size?: number | undefined; isExpired: boolean },
  ports: { storage: Pick<EvidenceStorage, 'listParts' | 'complete' | 'find'>; backOff: BackOff },
): Promise<{ size: number } | Refusal> {
  const { objectKey, multipartId } = upload;
  const { storage } = ports;
  for (let attempt = 1; attempt <= COMPOSE_ATTEMPTS; attempt += 1) {
    const arrived = isExpired ? 'gone' : await storage.listParts(objectKey, multipartId);
    if (arrived === 'gone') {
      const object = await storage.find(objectKey);
      return object ?? refuse('upload-not-open', { status: isExpired ? 'expired' : 'aborted' });
    }
    const parts = partsToCompose(upload, arrived, size);
    if (isRefusal(parts)) return parts;
    const outcome = await storage.complete(objectKey, multipartId, parts);
    if (outcome === 'completed') return { size: parts.reduce((sum, part) => sum + part.size, 0) };
    // Somebody else composed it, or is just doing so.
    const object = outcome === 'changed' ? undefined : await storage.find(objectKey);
    if (object) return object;
    await ports.backOff(attempt);
  }
  return refuse('try-again');
}

function partsToCompose(
  upload: Upload,
  arrived: ReceivedPart[],
  size: number | undefined,
): ReceivedPart[] | Refusal {
  if (isPlanned(upload)) return partsOfWhole(upload, arrived);
  if (size !== undefined) return partsOfWhole(planOfRecording(upload, size), arrived);
  const run = unbrokenParts(upload, arrived);
  return run.length > 0 ? run : refuse('upload-parts-missing', { partNumbers: [1], missing: 1 });
}

function partsOfWhole(plan: WholePlan, arrived: ReceivedPart[]): ReceivedPart[] | Refusal {
  const missing = missingParts(plan, arrived);
  // A recording that says to be shorter than what has come has lost count: nothing of it is left out in silence.
  const beyond = arrived.map(({ partNumber }) => partNumber).filter((number) => number > plan.partCount);
  if (missing.length === 0 && beyond.length === 0) return arrived;
  return refuse('upload-parts-missing', {
    partNumbers: missing.slice(0, LISTED_PARTS),
    ...(missing.length > 0 && { missing: missing.length }),
    ...(beyond.length > 0 && { beyond: beyond.slice(0, LISTED_PARTS) }),
  });
}
