import fc from 'fast-check';
import { FILMS, LAKE, PAGE_ORIGIN } from './stack-buckets.ts';

/**
 * What the functions, the page and the laptop's own tools ask of S3. Numbers stand for what an operation before has
 * made: the upload or the key with that number, counted around.
 */
export type Operation =
  | { does: 'begin'; key: number; type?: string; disposition?: string }
  | { does: 'send part'; upload: number; part: number; bytes: Bytes }
  | { does: 'list parts'; upload: number; most?: number; after?: number }
  | { does: 'complete'; upload: number; names: 'all' | 'the first' | 'another tag' | 'one not sent' }
  | { does: 'abort'; upload: number }
  | {
      does: 'put';
      bucket: string;
      key: number;
      bytes: Bytes;
      headers: PutHeaders;
      checksum: boolean;
      lockDays?: number;
    }
  | Reading
  | { does: 'download'; bucket: string; key: number; fileName: string; type?: string }
  | { does: 'delete'; key: number; bucket: string; byVersion: boolean }
  | { does: 'retain'; key: number; days: number }
  | { does: 'list'; bucket: string; most?: number; startAfter?: number; folder: string }
  | { does: 'preflight'; origin: string; method: string; headers: string[] }
  | { does: 'look for the bucket'; bucket: string };

export interface Reading {
  does: 'get' | 'head';
  bucket: string;
  key: number;
  version: VersionAsked;
  range?: string | undefined;
  ifMatch?: Tag | undefined;
  ifNoneMatch?: Tag | undefined;
}

export interface Bytes {
  size: number;
  fill: number;
}

export interface PutHeaders {
  ContentType?: string;
  ContentDisposition?: string;
  CacheControl?: string;
  Metadata?: Record<string, string>;
}

/** `another`: a version of another object; S3 has it, but not under this key. */
export type VersionAsked = 'none' | 'its own' | 'another';
export type Tag = 'its own' | 'another';

/** Within the folder of one sequence. All that a key may have and that somebody may escape wrongly. */
export const KEYS = [
  'evidence/film',
  'evidence/film/part',
  'evidence/ещё один.mp4',
  "evidence/a+b & c=d;e,f!*'()~.webm",
  'letters/%41?x#y.pdf',
];

const LEAST_PART = 5 * 1024 ** 2;
const small = fc.record({ size: fc.integer({ min: 0, max: 2_000 }), fill: fc.integer({ min: 0, max: 255 }) });
const partBytes = fc.oneof(
  { weight: 3, arbitrary: small },
  {
    weight: 2,
    arbitrary: fc.record({ size: fc.constant(LEAST_PART), fill: fc.integer({ min: 0, max: 255 }) }),
  },
);
/** Mostly the same few, so that what is read has been written. */
const key = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 1 }) },
  { weight: 1, arbitrary: fc.nat({ max: KEYS.length - 1 }) },
);
const upload = fc.nat({ max: 3 });
const bucket = fc.constantFrom(FILMS, LAKE);
const fileName = fc.constantFrom('film.mp4', 'распаковка "1".mov', 'a;b=c&d+e%20.webm');

const ranges = fc.oneof(
  fc.tuple(fc.nat({ max: 2_100 }), fc.nat({ max: 2_100 })).map(([from, to]) => `bytes=${from}-${to}`),
  fc.nat({ max: 2_100 }).map((from) => `bytes=${from}-`),
  fc.nat({ max: 2_100 }).map((last) => `bytes=-${last}`),
  fc.constantFrom('bytes=-0', 'bytes=0-0', 'bytes=a-b', 'bytes=0-1,3-4', 'bytes=-'),
);

const putHeaders = fc.record(
  {
    ContentType: fc.constantFrom('video/mp4', 'application/pdf', 'application/octet-stream'),
    ContentDisposition: fc.constantFrom('attachment', 'inline; filename="a.pdf"'),
    CacheControl: fc.constantFrom('no-store', 'max-age=60'),
    Metadata: fc.constantFrom({ claim: '01JABC' }, { one: '1', two: 'a b' }),
  },
  { requiredKeys: [] },
);

const tag = fc.constantFrom<Tag>('its own', 'another');
const asked = {
  bucket,
  key,
  version: fc.constantFrom<VersionAsked>('none', 'none', 'its own', 'another'),
  range: ranges,
  ifMatch: tag,
  ifNoneMatch: tag,
};
const always: { requiredKeys: ('does' | 'bucket' | 'key' | 'version')[] } = {
  requiredKeys: ['does', 'bucket', 'key', 'version'],
};
/** Most reads say at most one of these. */
const sparse = (read: Reading): Reading => {
  if (read.range !== undefined) return { ...read, ifMatch: undefined, ifNoneMatch: undefined };
  return read.ifMatch === undefined ? read : { ...read, ifNoneMatch: undefined };
};

const weighted: [number, fc.Arbitrary<Operation>][] = [
  [
    4,
    fc.record(
      {
        does: fc.constant('begin' as const),
        key,
        type: fc.constantFrom('video/mp4', 'application/octet-stream'),
        disposition: fc.constant('attachment'),
      },
      { requiredKeys: ['does', 'key'] },
    ),
  ],
  [
    8,
    fc.record({
      does: fc.constant('send part' as const),
      upload,
      part: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: 1, max: 3 }) },
        fc.constantFrom(10_000, 10_001),
      ),
      bytes: partBytes,
    }),
  ],
  [
    4,
    fc.record(
      {
        does: fc.constant('list parts' as const),
        upload,
        most: fc.integer({ min: 1, max: 3 }),
        after: fc.nat({ max: 3 }),
      },
      { requiredKeys: ['does', 'upload'] },
    ),
  ],
  [
    6,
    fc.record({
      does: fc.constant('complete' as const),
      upload,
      names: fc.constantFrom(
        'all' as const,
        'all' as const,
        'the first' as const,
        'another tag' as const,
        'one not sent' as const,
      ),
    }),
  ],
  [2, fc.record({ does: fc.constant('abort' as const), upload })],
  [
    6,
    fc.record(
      {
        does: fc.constant('put' as const),
        bucket,
        key,
        bytes: small,
        headers: putHeaders,
        checksum: fc.boolean(),
        lockDays: fc.integer({ min: 1, max: 1_098 }),
      },
      { requiredKeys: ['does', 'bucket', 'key', 'bytes', 'headers', 'checksum'] },
    ),
  ],
  [8, fc.record({ does: fc.constant('get' as const), ...asked }, always).map(sparse)],
  [5, fc.record({ does: fc.constant('head' as const), ...asked }, always).map(sparse)],
  [
    4,
    fc.record(
      {
        does: fc.constant('download' as const),
        bucket,
        key,
        fileName,
        type: fc.constantFrom('video/mp4', 'application/pdf'),
      },
      { requiredKeys: ['does', 'bucket', 'key', 'fileName'] },
    ),
  ],
  [3, fc.record({ does: fc.constant('delete' as const), key, bucket, byVersion: fc.boolean() })],
  [3, fc.record({ does: fc.constant('retain' as const), key, days: fc.integer({ min: 1, max: 1_136 }) })],
  [
    3,
    fc.record(
      {
        does: fc.constant('list' as const),
        bucket,
        most: fc.integer({ min: 1, max: 3 }),
        startAfter: key,
        folder: fc.constantFrom('', 'evidence/', 'evidence/film', 'letters/', 'nothing/'),
      },
      { requiredKeys: ['does', 'bucket', 'folder'] },
    ),
  ],
  [
    1,
    fc.record({
      does: fc.constant('preflight' as const),
      origin: fc.constantFrom(PAGE_ORIGIN, PAGE_ORIGIN, 'https://elsewhere.example', 'null'),
      method: fc.constantFrom('PUT', 'GET'),
      headers: fc.subarray(['content-type', 'x-amz-checksum-sha256']),
    }),
  ],
  [
    1,
    fc.record({
      does: fc.constant('look for the bucket' as const),
      bucket: fc.constantFrom(FILMS, LAKE, 'nobody-has-this'),
    }),
  ],
];

export const arbitraryOperations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary }))),
  { minLength: 5, maxLength: 30, size: 'max' },
);
