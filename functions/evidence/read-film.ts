import { CustomSource, Input, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';
import {
  type BoundedReader,
  createBoundedReader,
  type ReadingLimits,
  ReadingStopped,
} from './bounded-reader.ts';
import type { Container, FilmFacts } from './film-findings.ts';
import { plausibleRecording, readBoxes, readElements, type Structure } from './recording-time.ts';
import { containsMarkup, SNIFFED_BYTES, type SniffedKind, sniffKind } from './sniff.ts';

/**
 * What reading one film may cost: a film says what we ask in a few MiB; a browser's recording has no length
 * written down and is walked through, of which 256 MiB (over ten minutes) is as much as a check may take.
 */
export const FILM_READING_LIMITS: ReadingLimits = { mostBytes: 256 * 1024 ** 2, largestRead: 32 * 1024 ** 2 };

const LONGEST_READING_MILLIS = 60_000;

export interface StoredFilm {
  size: number;
  /**
   * Recorded in the page and sent while it was filmed. What browsers do then is no damage: it may end where its last
   * part did, its header's length is that of the beginning, and a long one is not walked through to its end.
   */
  isRecording?: boolean;
  readRange: (start: number, end: number) => Promise<Uint8Array>;
}

/** Facts of a stored film, from its own bytes: never from its name, its declared type or the browser's word. */
export async function readFilm(
  object: StoredFilm,
  limits: ReadingLimits = { ...FILM_READING_LIMITS, signal: AbortSignal.timeout(LONGEST_READING_MILLIS) },
): Promise<FilmFacts> {
  // The ends are looked at apart from the film's budget: whatever is inside, they are always seen.
  const head = await object.readRange(0, Math.min(object.size, SNIFFED_BYTES));
  const tail = await object.readRange(Math.max(0, object.size - SNIFFED_BYTES), object.size);
  const kind = sniffKind(head);
  const hasMarkup = kind === 'markup' || containsMarkup(head) || containsMarkup(tail);
  if (!isContainer(kind)) return { hasPicture: false, isBroken: false, hasMarkup };

  const structure = await unlessBroken(object, limits, (reader) => readStructure(kind, reader));
  const { isRecording = false } = object;
  const media = await unlessBroken(object, limits, (reader) => readMedia(reader, isRecording));
  const { recordedAt: taggedAt, isTooLong = false, ...readable } = media ?? { hasPicture: false };
  const recordedAt = taggedAt ?? structure?.recordedAt;
  return {
    ...readable,
    container: kind,
    ...(recordedAt !== undefined && { recordedAt }),
    isBroken:
      structure === undefined ||
      (structure.isCutOff && !isRecording) ||
      (readable.durationSeconds === undefined && !isTooLong),
    hasMarkup,
  };
}

/**
 * What the reading yields, or undefined when the film does not let itself be read. A fault of the storage is not
 * the film's: it is thrown on, also where a parser has swallowed it, and the check is made again.
 */
async function unlessBroken<T>(
  object: StoredFilm,
  limits: ReadingLimits,
  reading: (reader: BoundedReader) => Promise<T>,
): Promise<T | undefined> {
  let fault: unknown;
  const readRange = (start: number, end: number) =>
    object.readRange(start, end).catch((error: unknown) => {
      fault = error;
      throw error;
    });
  try {
    return await reading(createBoundedReader({ size: object.size, readRange }, limits));
  } catch {
    return undefined;
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: a fault of the storage outweighs whatever became of it
    if (fault !== undefined) throw fault;
  }
}

function readStructure(container: Container, reader: BoundedReader): Promise<Structure> {
  const isMatroska = container === 'webm' || container === 'matroska';
  return isMatroska ? readElements(reader) : readBoxes(reader);
}

type Media = Pick<FilmFacts, 'hasPicture' | 'durationSeconds' | 'width' | 'height' | 'recordedAt'> & {
  /** To find its length would cost more than a check may. */
  isTooLong?: boolean;
};

async function readMedia(reader: BoundedReader, isRecording: boolean): Promise<Media> {
  using input = new Input({
    formats: [MP4, QTFF, WEBM, MATROSKA],
    source: new CustomSource({ getSize: () => reader.size, read: (start, end) => reader.read(start, end) }),
  });
  const track = await input.getPrimaryVideoTrack();
  const width = await track?.getDisplayWidth();
  const height = await track?.getDisplayHeight();
  // Apple's own tag says when it was filmed, with the zone; `mvhd` of an exported film says when it was exported.
  const tag = (await input.getMetadataTags()).raw?.['com.apple.quicktime.creationdate'];
  const recordedAt = typeof tag === 'string' ? plausibleRecording(Date.parse(tag)) : undefined;
  const duration = await (isRecording ? walkedDuration(input) : writtenDuration(input));
  return {
    hasPicture: track !== null,
    ...(width !== undefined && width > 0 && { width: Math.round(width) }),
    ...(height !== undefined && height > 0 && { height: Math.round(height) }),
    ...(duration === 'too-long' && { isTooLong: true }),
    ...(typeof duration === 'number' &&
      Number.isFinite(duration) && { durationSeconds: Math.round(duration * 1000) / 1000 }),
    ...(recordedAt !== undefined && { recordedAt }),
  };
}

async function writtenDuration(input: Input): Promise<number> {
  return (await input.getDurationFromMetadata()) || (await input.computeDuration());
}

async function walkedDuration(input: Input): Promise<number | 'too-long'> {
  try {
    return await input.computeDuration();
  } catch (error) {
    if (error instanceof ReadingStopped) return 'too-long';
    throw error;
  }
}

function isContainer(kind: SniffedKind): kind is Container {
  return ['mp4', 'quicktime', '3gpp', 'webm', 'matroska'].includes(kind);
}
