import type { Operation } from './operation.ts';
import { FILMS, LAKE } from './stack-buckets.ts';

const bytes = { size: 100, fill: 7 };
const headers = { ContentType: 'application/pdf', ContentDisposition: 'attachment' };
const whole = { version: 'none' as const };

/** What the functions ask, each thing at least once, so that no run leaves anything out by chance. */
export const everyCommand: Operation[] = [
  { does: 'begin', key: 0, type: 'application/octet-stream', disposition: 'attachment' },
  { does: 'send part', upload: 0, part: 1, bytes },
  { does: 'list parts', upload: 0 },
  { does: 'list parts', upload: 0, most: 1, after: 1 },
  { does: 'complete', upload: 0, names: 'all' },
  { does: 'begin', key: 1 },
  { does: 'abort', upload: 1 },
  { does: 'head', bucket: FILMS, key: 0, ...whole },
  { does: 'get', bucket: FILMS, key: 0, ...whole, range: 'bytes=10-19' },
  { does: 'download', bucket: FILMS, key: 0, fileName: 'film.mp4' },
  { does: 'retain', key: 0, days: 30 },
  { does: 'delete', bucket: FILMS, key: 0, byVersion: true },
  { does: 'put', bucket: FILMS, key: 4, bytes, headers, checksum: true, lockDays: 30 },
  { does: 'put', bucket: FILMS, key: 4, bytes, headers, checksum: true, lockDays: 30 },
  { does: 'get', bucket: FILMS, key: 4, ...whole },
  { does: 'put', bucket: FILMS, key: 2, bytes, headers: {}, checksum: false },
  { does: 'delete', bucket: FILMS, key: 2, byVersion: true },
  { does: 'put', bucket: LAKE, key: 0, bytes, headers: {}, checksum: false },
  { does: 'put', bucket: LAKE, key: 0, bytes, headers: {}, checksum: false },
  { does: 'put', bucket: LAKE, key: 1, bytes, headers: {}, checksum: false },
  { does: 'get', bucket: LAKE, key: 0, version: 'its own' },
  { does: 'list', bucket: LAKE, folder: '', most: 1 },
  { does: 'look for the bucket', bucket: FILMS },
];
