import { type Instant, toMillis } from '../clock.ts';
import type { Finding, Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { termsOf } from '../policies/terms.ts';

export type Container = 'mp4' | 'quicktime' | '3gpp' | 'webm' | 'matroska';

/** What the file itself says, read from the stored object. */
export interface FilmFacts {
  container?: Container;
  hasPicture: boolean;
  durationSeconds?: number;
  width?: number;
  height?: number;
  recordedAt?: Instant;
  /** A container was recognized, and cannot be read as a whole: cut off, damaged, or too costly to read. */
  isBroken: boolean;
  /** It holds, at either end, what a browser or viewer would take for its own. */
  hasMarkup: boolean;
}

/**
 * How much earlier than the sale a recording may say it was made. A phone follows its network to the second;
 * the office's clock, which `soldAt` comes from, may be five minutes ahead (more is refused at the sale), and some
 * customers set their own clock: a quarter of an hour separates these from a film of another parcel.
 */
export const BEFORE_SALE_TOLERANCE_MILLIS = 15 * 60_000;

/**
 * How much later than its own arrival a recording may say it was made. Some cameras write local time where the
 * format wants UTC, and the easternmost offices are twelve hours ahead; the quarter of an hour is as above.
 */
export const AFTER_UPLOAD_TOLERANCE_MILLIS = (12 * 60 + 15) * 60_000;

const typeOfContainer: Record<Container, string> = {
  mp4: 'video/mp4',
  quicktime: 'video/quicktime',
  '3gpp': 'video/3gpp',
  webm: 'video/webm',
  matroska: 'video/x-matroska',
};

/** What the specialist should see; none of it refuses anything. */
export function findingsOf(
  film: FilmFacts,
  upload: Pick<Upload, 'contentType' | 'receivedAt' | 'startedAt' | 'recordingCode'>,
  policy: Pick<Policy, 'soldAt' | 'termsVersion'>,
): Finding[] {
  const isVideo = film.container !== undefined && (film.hasPicture || film.isBroken);
  const recordedAt = film.recordedAt === undefined ? undefined : toMillis(film.recordedAt);
  const judged: Record<Exclude<Finding, 'not-a-document' | 'sha256-differs'>, boolean> = {
    'not-a-video': !isVideo,
    'too-short':
      film.durationSeconds !== undefined && film.durationSeconds < termsOf(policy).film.minimumSeconds,
    'recorded-before-sale':
      recordedAt !== undefined && recordedAt < toMillis(policy.soldAt) - BEFORE_SALE_TOLERANCE_MILLIS,
    'recorded-after-upload':
      recordedAt !== undefined &&
      recordedAt > toMillis(upload.receivedAt ?? upload.startedAt) + AFTER_UPLOAD_TOLERANCE_MILLIS,
    // Browsers write no time into what they record; the server knows when this recording was begun.
    'recording-time-unknown': isVideo && recordedAt === undefined && upload.recordingCode === undefined,
    'type-differs': film.container === undefined || !isDeclared(film.container, upload.contentType),
    'contains-markup': film.hasMarkup,
    unreadable: film.container !== undefined && film.isBroken,
  };
  return (Object.keys(judged) as (keyof typeof judged)[]).filter((finding) => judged[finding]);
}

/** Phones call their 3GP films MP4, which they are in all but one brand mark. */
function isDeclared(container: Container, contentType: string): boolean {
  if (container === '3gpp' && contentType === 'video/mp4') return true;
  return contentType === typeOfContainer[container];
}
