import { createHash } from 'node:crypto';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type CorpusFile, whole } from './corpus-file.ts';
import type { FilmWorkshop, Packing } from './film-workshop.ts';
import { SOURCES } from './real-films.ts';

type Case = [name: string, source: keyof typeof SOURCES, packing: Packing, contentType: string];

const cases: readonly Case[] = [
  ['MP4', 'h264', { extension: 'mp4', format: 'mp4' }, 'video/mp4'],
  [
    'MP4 with its index in front',
    'h264',
    { extension: 'mp4', format: 'mp4', settings: ['-movflags', '+faststart'] },
    'video/mp4',
  ],
  [
    'fragmented MP4',
    'h264',
    { extension: 'mp4', format: 'mp4', settings: ['-movflags', '+frag_keyframe+empty_moov'] },
    'video/mp4',
  ],
  ['MOV', 'h264', { extension: 'mov', format: 'mov' }, 'video/quicktime'],
  ['3GP', 'h263', { extension: '3gp', format: '3gp' }, 'video/3gpp'],
  ['WebM', 'vp8', { extension: 'webm', format: 'webm' }, 'video/webm'],
  ['MKV', 'h264', { extension: 'mkv', format: 'matroska' }, 'video/x-matroska'],
];

/** Shares of a film at which it is cut off; the seed adds as many again. */
const SHARES = [0.004, 0.3, 0.7, 0.97] as const;

/** Numbers from 0 to 1, the same for the same seed. */
export function randomOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/** Films that did not arrive whole, or not as they were sent. */
export function damagedFilms(workshop: FilmWorkshop, seed: number, perFilm: number): CorpusFile[] {
  const random = randomOf(seed);
  return cases.flatMap(([name, source, packing, contentType]) => {
    // Made once: ffmpeg draws an id for some, and what arrived is held against what was sent.
    let made: Buffer | undefined;
    const film = () => {
      made ??= workshop.film(SOURCES[source], packing);
      return made;
    };
    const described = { purpose: 'film', fileName: `film.${packing.extension}`, contentType } as const;
    const shares = [...SHARES, ...Array.from({ length: perFilm }, random)];
    const cut = shares.map(
      (share): CorpusFile => ({
        ...described,
        ...{ kind: 'cut off', name: `${name} after ${(share * 100).toFixed(2)} %` },
        expected: { with: ['unreadable'], without: ['not-a-video', 'type-differs'] },
        make: () => {
          const bytes = film();
          // At least the mark of its kind, at least two header's worth missing.
          const length = Math.min(bytes.length - 16, Math.max(64, Math.floor(bytes.length * share)));
          return whole(bytes.subarray(0, length));
        },
      }),
    );
    const flips = Array.from({ length: perFilm }, (_, index): CorpusFile => {
      const places = Array.from({ length: 12 }, random);
      // Half of them in the first kilobyte, where what a film says of itself may be.
      const near = index % 2 === 0;
      return {
        ...described,
        ...{ kind: 'bits fallen over', name: `${name}, ${index + 1}` },
        sent: film,
        expected: { with: ['sha256-differs'] },
        make: () => {
          const bytes = Buffer.from(film());
          for (const place of places) {
            const at = 16 + Math.floor(place * ((near ? Math.min(1_024, bytes.length) : bytes.length) - 16));
            bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(place * 8));
          }
          return whole(bytes);
        },
      };
    });
    return [...cut, ...flips, lastBytesMissing(name, film, described)];
  });
}

function lastBytesMissing(
  name: string,
  film: () => Buffer,
  described: Pick<CorpusFile, 'purpose' | 'fileName' | 'contentType'>,
): CorpusFile {
  return {
    ...described,
    ...{ kind: 'cut off', name: `${name} by its last byte` },
    expected: { with: ['unreadable'], without: ['not-a-video', 'type-differs'] },
    make: () => whole(film().subarray(0, -1)),
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
