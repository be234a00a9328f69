import fc from 'fast-check';
import { upload } from '../../functions/contracts/case.ts';
import {
  baseType,
  isPlanned,
  judgeNewUpload,
  MOST_PARTS,
  missingParts,
  plainFileName,
  planParts,
  SMALLEST_PART_BYTES,
  sizeOfPart,
  standingOf,
  UPLOADS_EVER_BEGUN,
} from '../../functions/evidence/film-limits.ts';
import { termsOf } from '../../functions/policies/terms.ts';
import { someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { NOW } from './evidence-fixture.ts';

const FIVE_GIBIBYTES = 5 * 1024 ** 3;
const sizes = fc.oneof(
  fc.integer({ min: 1, max: FIVE_GIBIBYTES }),
  // Around the joints between parts, where counting goes wrong.
  fc
    .tuple(fc.integer({ min: 1, max: 1024 }), fc.integer({ min: -1, max: 1 }))
    .map(([parts, off]) => parts * SMALLEST_PART_BYTES + off),
);

describe('the plan of parts', () => {
  it('covers every size exactly', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const plan = { ...planParts(size), size };
        const parts = Array.from({ length: plan.partCount }, (_, index) => sizeOfPart(plan, index + 1) ?? 0);
        const last = parts.at(-1) as number;
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(size);
        expect(parts.slice(0, -1).every((part) => part === plan.partSize)).toBe(true);
        expect(last).toBeGreaterThan(0);
        expect(last).toBeLessThanOrEqual(plan.partSize);
        expect(plan.partSize).toBeGreaterThanOrEqual(SMALLEST_PART_BYTES);
        expect(plan.partCount).toBeLessThanOrEqual(MOST_PARTS);
      }),
    );
  });

  it('has parts of 5 MiB up to the limit of the terms, and larger ones only beyond', () => {
    expect(planParts(1)).toEqual({ partSize: SMALLEST_PART_BYTES, partCount: 1 });
    expect(planParts(FIVE_GIBIBYTES)).toEqual({ partSize: SMALLEST_PART_BYTES, partCount: 1024 });
    expect(planParts(MOST_PARTS * SMALLEST_PART_BYTES).partSize).toBe(SMALLEST_PART_BYTES);
    expect(planParts(MOST_PARTS * SMALLEST_PART_BYTES + 1)).toEqual({
      partSize: SMALLEST_PART_BYTES + 1024 ** 2,
      partCount: 8334,
    });
  });

  it('has no part 0, none beyond the last and none in between', () => {
    const plan = { ...planParts(12_000_000), size: 12_000_000 };
    expect([0, -1, 1.5, 4, Number.NaN].map((number) => sizeOfPart(plan, number))).toEqual(
      Array(5).fill(undefined),
    );
    expect([1, 2, 3].map((number) => sizeOfPart(plan, number))).toEqual([5_242_880, 5_242_880, 1_514_240]);
  });

  it('misses exactly the parts that have not arrived whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }).chain((parts) =>
          fc.record({
            size: fc.integer({
              min: (parts - 1) * SMALLEST_PART_BYTES + 1,
              max: parts * SMALLEST_PART_BYTES,
            }),
            arrived: fc.uniqueArray(fc.integer({ min: 1, max: parts })),
            short: fc.uniqueArray(fc.integer({ min: 1, max: parts })),
          }),
        ),
        ({ size, arrived, short }) => {
          const plan = { ...planParts(size), size };
          const isShort = new Set(short);
          const received = arrived.map((partNumber) => ({
            partNumber,
            size: (sizeOfPart(plan, partNumber) ?? 0) - (isShort.has(partNumber) ? 1 : 0),
          }));
          const there = new Set(arrived.filter((partNumber) => !isShort.has(partNumber)));
          const all = Array.from({ length: plan.partCount }, (_, index) => index + 1);
          expect(missingParts(plan, received)).toEqual(all.filter((partNumber) => !there.has(partNumber)));
        },
      ),
    );
  });
});

describe('a file name', () => {
  it('is one line that can be stored and shown, whatever it was', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(fc.nat(0xffff), { maxLength: 300 }).map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(anything, (name) => {
        const plain = plainFileName(name);
        expect(upload.shape.fileName.safeParse(plain).success).toBe(true);
        expect(plain.isWellFormed()).toBe(true);
        expect(plainFileName(plain)).toBe(plain);
      }),
    );
    expect(plainFileName('Распаковка 1.mp4')).toBe('Распаковка 1.mp4');
    expect(plainFileName('  Распаковка 1.mp4\n ')).toBe('Распаковка 1.mp4');
    expect(plainFileName('\u202E\n')).toBe('film');
    expect([255, 256, 400].map((length) => plainFileName('ф'.repeat(length)).length)).toEqual([
      255, 255, 255,
    ]);
    expect(plainFileName(`${' '.repeat(10)}${'ф'.repeat(255)}`)).toBe('ф'.repeat(255));
    expect(plainFileName(`${'ф'.repeat(254)} 1.mp4`)).toBe('ф'.repeat(254));
    expect(plainFileName('🎬'.repeat(200))).toBe('🎬'.repeat(127));
  });
});

describe('what may be begun', () => {
  const film = { contentType: 'video/mp4', size: 60_000_000 };

  it('is a film of an accepted type, up to the size of the terms', () => {
    expect(judgeNewUpload(film, [], somePolicy(), NOW)).toBeUndefined();
    for (const size of [1, FIVE_GIBIBYTES])
      expect(judgeNewUpload({ ...film, size }, [], somePolicy(), NOW)).toBeUndefined();
    expect(judgeNewUpload({ ...film, size: FIVE_GIBIBYTES + 1 }, [], somePolicy(), NOW)).toEqual({
      refused: 'upload-too-large',
      facts: { maximumBytes: FIVE_GIBIBYTES },
    });
    for (const size of [0, -1, 1.5, Number.NaN]) {
      expect(judgeNewUpload({ ...film, size }, [], somePolicy(), NOW)?.refused).toBe('invalid-request');
    }
    for (const contentType of ['text/html', 'image/svg+xml', 'video/mp4x', '']) {
      expect(judgeNewUpload({ ...film, contentType }, [], somePolicy(), NOW)).toEqual({
        refused: 'upload-type-not-accepted',
        facts: { acceptedTypes: [...termsOf(somePolicy()).film.acceptedTypes] },
      });
    }
  });

  it('may name its codecs', () => {
    expect(baseType('Video/WebM; codecs="vp9,opus"')).toBe('video/webm');
    expect(baseType(' video/webm ;codecs=vp8')).toBe('video/webm');
    const recorded = { ...film, contentType: 'video/webm;codecs=vp9' };
    expect(judgeNewUpload(recorded, [], somePolicy(), NOW)).toBeUndefined();
  });

  it('counts received and open ones, not aborted ones, not expired ones and not those of another policy', () => {
    const policy = somePolicy();
    const open = Array.from({ length: 3 }, (_, index) =>
      someUpload({ uploadId: `open-${index}`, startedAt: NOW }),
    );
    const received = Array.from({ length: 2 }, (_, index) =>
      someUpload({ uploadId: `received-${index}`, status: 'received' }),
    );
    const uploads = [...open, ...received];
    expect(judgeNewUpload(film, uploads, policy, NOW)).toEqual({
      refused: 'uploads-too-many',
      facts: {
        filesPerPolicy: 5,
        openUploads: open.map(({ uploadId, size, startedAt }) => ({ uploadId, size, startedAt })),
      },
    });
    const [first, ...rest] = uploads;
    if (!first) throw new Error('There is no upload.');
    for (const gone of [
      { ...first, status: 'aborted' as const },
      { ...first, policyId: 'policy-of-before' },
      { ...first, startedAt: '2026-02-20T10:00:00.000Z' },
    ]) {
      expect(judgeNewUpload(film, [gone, ...rest], policy, NOW)).toBeUndefined();
    }
  });

  it('has an end, however many are given up', () => {
    const aborted = Array.from({ length: UPLOADS_EVER_BEGUN }, (_, index) =>
      someUpload({ uploadId: `aborted-${index}`, status: 'aborted' }),
    );
    expect(judgeNewUpload(film, aborted.slice(1), somePolicy(), NOW)).toBeUndefined();
    expect(judgeNewUpload(film, aborted, somePolicy(), NOW)).toEqual({
      refused: 'uploads-too-many',
      facts: { uploadsEverBegun: UPLOADS_EVER_BEGUN },
    });
  });

  it('needs a policy that can be claimed on at this instant', () => {
    const policy = somePolicy();
    const judgedAt = (now: string, overrides = {}) =>
      judgeNewUpload(film, [], { ...policy, ...overrides }, now)?.refused;
    expect(judgedAt('2026-03-31T20:59:59.999Z')).toBeUndefined();
    expect(judgedAt('2026-03-31T21:00:00.000Z')).toBe('policy-not-active');
    expect(judgedAt('2026-03-31T21:00:00.000Z', { openClaims: 1 })).toBeUndefined();
    expect(judgedAt(NOW, { status: 'voided' })).toBe('policy-not-active');
    expect(judgedAt(NOW, { status: 'ended' })).toBe('policy-not-active');
    expect(judgeNewUpload(film, [], somePolicy({ status: 'voided' }), NOW)?.facts).toEqual({
      status: 'voided',
    });
  });
});

it('the length of a film is known where its size and its parts are', () => {
  const { size = 0, partSize, partCount = 0 } = someUpload();
  expect(isPlanned({ size, partSize, partCount })).toBe(true);
  for (const half of [{ partSize }, { size, partSize }, { partSize, partCount }])
    expect(isPlanned(half)).toBe(false);
});

describe('an unfinished upload', () => {
  it('expires at the end of the seventh day, in the later of the two zones', () => {
    const upload = someUpload({ startedAt: '2026-03-05T09:40:00.000Z' });
    expect(standingOf(upload, somePolicy(), '2026-03-12T20:59:59.999Z')).toBe('open');
    expect(standingOf(upload, somePolicy(), '2026-03-12T21:00:00.000Z')).toBe('expired');
    const received = { ...upload, status: 'received' as const };
    expect(standingOf(received, somePolicy(), '2027-01-01T00:00:00.000Z')).toBe('received');
  });
});
