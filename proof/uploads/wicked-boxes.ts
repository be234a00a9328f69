import type { Finding } from '../../functions/contracts/case.ts';
import { appended, box, boxNamed, changed, FTYP, largeBox, lyingBox, movie, text, u32 } from './boxes.ts';
import { type Content, type CorpusFile, type Expected, sparse, whole } from './corpus-file.ts';
import type { FilmWorkshop } from './film-workshop.ts';
import { SOURCES } from './real-films.ts';
import {
  elsewhere,
  filmedAt,
  filmedLongAfter,
  fourGigabytes,
  in64Bits,
  indexWith,
  longerIndex,
  manyTracks,
  nested,
  place,
  scattered,
  tags,
  toldAs,
  toTheEnd,
} from './rewritten-films.ts';

const MEBIBYTE = 1024 ** 2;
const fine: Expected = { exactly: [] };
const broken: Expected = { with: ['unreadable'], without: ['not-a-video', 'type-differs'] };
/** An MP4 by its first bytes that shows nothing to anybody, for no time. */
const empty: Expected = { exactly: ['not-a-video', 'too-short'] };
/** Nobody reads so far: neither what it shows nor when it was filmed. */
const endless: Expected = { exactly: ['recording-time-unknown', 'unreadable'] };
const also = (...findings: Finding[]): Expected => ({ exactly: findings });

/** Films whose boxes lie about themselves, stand where none expects them, or are too many. */
export function wickedBoxes(workshop: FilmWorkshop): CorpusFile[] {
  const behind = () => workshop.film(SOURCES.h264, { extension: 'mp4', format: 'mp4' });
  const inFront = () =>
    workshop.film(SOURCES.h264, { extension: 'mp4', format: 'mp4', settings: ['-movflags', '+faststart'] });
  const short = () => workshop.film(SOURCES.short, { extension: 'mp4', format: 'mp4' });
  const piece = (film: Buffer, type: string) => {
    const { start, end } = boxNamed(film, type);
    return film.subarray(start, end);
  };
  const beforeIndex = (added: Uint8Array | number) => {
    const film = behind();
    const at = boxNamed(film, 'moov').start;
    return sparse(
      film.subarray(0, at),
      ...(typeof added === 'number' ? [lyingBox('free', 8 + added)] : []),
      added,
      film.subarray(at),
    );
  };
  const made: [name: string, expected: Expected, make: () => Content, isWhole?: boolean][] = [
    ['nothing but its mark', broken, () => whole(FTYP)],
    ['pictures without an index', broken, () => whole(Buffer.concat([FTYP, piece(behind(), 'mdat')]))],
    ['an index without pictures', empty, () => whole(Buffer.concat([FTYP, movie([])]))],
    ['two indexes alike', fine, () => whole(Buffer.concat([behind(), piece(behind(), 'moov')])), true],
    [
      'an index in an index in an index',
      empty,
      () => whole(Buffer.concat([FTYP, box('moov', box('moov', piece(behind(), 'moov')))])),
    ],
    ['a hundred thousand boxes in each other', endless, () => whole(nested(100_000))],
    ['pictures to the end of the file', fine, () => whole(toTheEnd(inFront())), true],
    ['a size of sixty-four bits', fine, () => whole(in64Bits(behind())), true],
    ['a size of zero in front of the index', broken, () => beforeIndex(lyingBox('free', 0))],
    ['a size of one and nothing behind it', broken, () => beforeIndex(largeBox('free', 0n))],
    ['a size less than its own header', broken, () => beforeIndex(lyingBox('free', 3))],
    ['a long size less than its own header', broken, () => beforeIndex(largeBox('free', 15n))],
    ['a size beyond the file', broken, () => beforeIndex(lyingBox('free', 0x7fffffff))],
    ['the largest size', broken, () => beforeIndex(largeBox('free', 2n ** 63n - 1n))],
    ['a size below zero', broken, () => beforeIndex(largeBox('free', -8n))],
    ['a size that leads back to the beginning', broken, () => beforeIndex(largeBox('free', -1_000n))],
    [
      'a mark of two gigabytes',
      broken,
      () => whole(Buffer.concat([lyingBox('ftyp', 0x7ffffff0), text('isom'), behind()])),
    ],
    ['an index that says it is longer than the file', broken, () => whole(longerIndex(behind(), 1_000))],
    ['a hundred megabytes beside the index', fine, () => beforeIndex(100 * MEBIBYTE), true],
    [
      'a hundred megabytes of remarks in the index',
      broken,
      () => sparse(...indexWith(behind(), 100 * MEBIBYTE)),
    ],
    [
      'three megabytes of remarks in the index',
      fine,
      () => sparse(...indexWith(behind(), 3 * MEBIBYTE)),
      true,
    ],
    [
      'a million boxes beside the index',
      endless,
      () => beforeIndex(Buffer.concat(Array(1_000_000).fill(box('free')))),
    ],
    [
      'a million boxes in the index',
      fine,
      () => whole(appended(behind(), 'moov', Buffer.concat(Array(1_000_000).fill(box('free'))))),
    ],
    ['a hundred thousand names of the film', fine, () => whole(appended(behind(), 'moov', tags(100_000)))],
    ['five thousand tracks', fine, () => whole(manyTracks(behind(), 5_000))],
    [
      'three seconds whose header says ten minutes',
      also('too-short'),
      () => whole(toldAs(short(), 600_000)),
      true,
    ],
    [
      'three seconds whose header says a century',
      also('too-short'),
      () => whole(toldAs(short(), 0xffffffff)),
      true,
    ],
    ['twelve seconds whose header says one', fine, () => whole(toldAs(behind(), 1_000)), true],
    ['twelve seconds whose header says nothing', fine, () => whole(toldAs(behind(), 0)), true],
    ['filmed in 1904', also('recording-time-unknown'), () => whole(filmedAt(behind(), 0)), true],
    ['filmed in 1970', also('recording-time-unknown'), () => whole(filmedAt(behind(), 2_082_844_800)), true],
    ['filmed in 2040', also('recorded-after-upload'), () => whole(filmedAt(behind(), 0xffffffff)), true],
    [
      'filmed in the year of the long count',
      also('recording-time-unknown'),
      () => whole(filmedLongAfter(behind())),
      true,
    ],
    [
      'a header of the film that is cut off',
      fine,
      () => whole(changed(behind(), 'moov mvhd', (content) => content.subarray(0, 8))),
    ],
    [
      'a place where it was filmed, beside others',
      fine,
      () => whole(appended(behind(), 'moov', place())),
      true,
    ],
    [
      'pictures that lie elsewhere',
      fine,
      () => whole(elsewhere(behind(), 'url ', `${workshop.bait.url}/film.mp4`)),
    ],
    [
      'pictures that lie in a file of the machine',
      fine,
      () => whole(elsewhere(behind(), 'alis', workshop.bait.file)),
    ],
    [
      'a film that refers to another',
      empty,
      () =>
        whole(
          Buffer.concat([
            FTYP,
            box(
              'moov',
              box(
                'rmra',
                box(
                  'rmda',
                  box(
                    'rdrf',
                    u32(0),
                    text('url '),
                    u32(workshop.bait.url.length + 11),
                    text(`${workshop.bait.url}/other.mov\0`),
                  ),
                ),
              ),
            ),
          ]),
        ),
    ],
    [
      'a header that is packed',
      empty,
      () =>
        whole(
          Buffer.concat([
            FTYP,
            box(
              'moov',
              box('cmov', box('dcom', text('zlib')), box('cmvd', u32(0x7fffffff), Buffer.alloc(64))),
            ),
          ]),
        ),
    ],
    ['four gigabytes, all but a film in front of nothing', fine, () => fourGigabytes(behind()), true],
    ['four gigabytes of zeros', { exactly: ['not-a-video', 'type-differs'] }, () => sparse(4 * 1024 ** 3)],
    ['pieces of the picture each in the place of another', fine, () => whole(scattered(inFront()))],
  ];
  return made.map(([name, expected, make, isWhole = false]) => ({
    ...{ kind: 'wicked boxes', name, purpose: 'film', fileName: 'film.mp4', contentType: 'video/mp4' },
    ...{ expected, isWhole, make },
  }));
}
