import { box, FTYP, movie, type SampleLists, SOUND_ENTRY, text, u32, VIDEO_ENTRY } from './boxes.ts';
import { type Content, type CorpusFile, type Expected, sparse, whole } from './corpus-file.ts';
import { CLUSTER, element, head, ID, info, lyingElement, number, TRACKS } from './elements.ts';

const MOST = 0xffffffff;
const unreadable: Expected = { with: ['unreadable'], without: ['not-a-video'] };
const fine: Expected = { exactly: [] };
/** Large but honest: whoever has the memory and the time reads it, and whoever has not says so. */
const bounded: Expected = { oneOf: [[], ['unreadable']] };

/**
 * Small films that say of their lists that they are endless, and such that lead a reader in circles: each must cost a
 * bounded amount of memory and time.
 */
export function bombs(): CorpusFile[] {
  const made: [
    name: string,
    extension: 'mp4' | 'webm',
    make: () => Content,
    expected?: Expected,
    hangs?: boolean,
  ][] = [
    [
      'four billion pictures with times of their own',
      'mp4',
      () => pictures({ stts: u32(0, 1, MOST, 1), ctts: u32(0, 1, MOST, 1) }),
    ],
    [
      'four billion pictures of one size',
      'mp4',
      () => pictures({ stts: u32(0, 1, MOST, 1), stsz: u32(0, 16, MOST), stsc: u32(0, 1, 1, MOST, 1) }),
      fine,
    ],
    [
      'four billion pictures of no size',
      'mp4',
      () => pictures({ stts: u32(0, 1, MOST, 1), stsz: Buffer.concat([text('stz2'), u32(0, 0, MOST)]) }),
    ],
    [
      'four billion pieces of sound',
      'mp4',
      () => sound({ stts: u32(0, 1, MOST, 1), stsc: u32(0, 2, 1, 1, 1, MOST, 1, 1), stsz: u32(0, 2, 100) }),
    ],
    ['a fragment of four billion pictures', 'mp4', () => fragments(trun(MOST))],
    ['a fragment of forty million pictures', 'mp4', () => fragments(trun(40_000_000))],
    [
      'a thousand fragments of a million pictures',
      'mp4',
      () => fragments(...Array<Buffer>(1_000).fill(trun(1_000_000))),
      bounded,
      true,
    ],
    [
      'an index of two million fragments at one time',
      'mp4',
      () => indexOfFragments(2_000_000),
      unreadable,
      true,
    ],
    ['two million times written one by one', 'mp4', () => pictures({ stts: list(2_000_000, [1, 1]) }), fine],
    [
      'two million times and two million more',
      'mp4',
      () => pictures({ stts: list(1_500_000, [1, 1]), ctts: list(1_500_000, [1, 1]) }),
      bounded,
    ],
    [
      'rubbish up to the end of a segment',
      'webm',
      () => whole(segment(Buffer.alloc(1_000, 0x80))),
      unreadable,
      true,
    ],
    ['eight bytes of rubbish', 'webm', () => whole(segment(Buffer.alloc(8, 0x80))), unreadable, true],
    ['a million and a half marks at one time', 'webm', () => whole(marks(1_500_000)), unreadable, true],
    ['two million pictures in one cluster', 'webm', () => whole(crowded(2_000_000)), bounded],
    ['a list of places that leads to itself', 'webm', () => whole(circle()), fine],
    [
      'a hundred thousand elements in each other',
      'webm',
      () => whole(nested(100_000)),
      { exactly: ['unreadable'] },
    ],
    [
      'a million empty elements',
      'webm',
      () =>
        whole(
          segment(info(), TRACKS, Buffer.concat(Array(1_000_000).fill(Buffer.from([0xec, 0x80]))), CLUSTER),
        ),
      bounded,
    ],
    // Nobody looks for the time of the recording behind so many.
    [
      'a million empty elements before all else',
      'webm',
      () =>
        whole(
          segment(Buffer.concat(Array(1_000_000).fill(Buffer.from([0xec, 0x80]))), info(), TRACKS, CLUSTER),
        ),
      { oneOf: [['recording-time-unknown'], ['recording-time-unknown', 'unreadable']] },
    ],
    ['a hundred megabytes attached', 'webm', () => attached(100 * 1024 ** 2), unreadable],
    ['nothing but its mark', 'webm', () => whole(head('webm')), unreadable],
    [
      'a segment that says it is a petabyte',
      'webm',
      () => whole(Buffer.concat([head('webm'), lyingElement(ID.segment, 2 ** 50, info(), TRACKS, CLUSTER)])),
      unreadable,
    ],
    [
      'a segment that nobody knew the length of',
      'webm',
      () =>
        whole(Buffer.concat([head('webm'), lyingElement(ID.segment, 'unknown', info(), TRACKS, CLUSTER)])),
      fine,
    ],
    [
      'a header that says it is larger than the file',
      'webm',
      () =>
        whole(
          Buffer.concat([head('webm'), element(ID.segment, lyingElement(ID.info, 2 ** 40), TRACKS, CLUSTER)]),
        ),
      { exactly: ['not-a-video', 'too-short'] },
    ],
  ];
  return made.map(([name, extension, make, expected = unreadable, hangs = false]) => ({
    ...{
      kind: 'bombs',
      name,
      purpose: 'film',
      fileName: `film.${extension}`,
      contentType: `video/${extension}`,
    },
    ...{ expected, hangs, make },
  }));
}

function pictures(lists: SampleLists): Content {
  const index = movie([{ kind: 'vide', entry: VIDEO_ENTRY, lists }]);
  return whole(Buffer.concat([FTYP, box('mdat', Buffer.alloc(256)), index]));
}

function sound(lists: SampleLists): Content {
  const track = { kind: 'vide', entry: VIDEO_ENTRY, lists: { stts: u32(0, 1, 12, 1_000) } } as const;
  const index = movie([track, { kind: 'soun', entry: SOUND_ENTRY, lists }]);
  return whole(Buffer.concat([FTYP, box('mdat', Buffer.alloc(256)), index]));
}

/** `count` times the same numbers. */
function list(count: number, numbers: readonly number[]): Buffer {
  const entry = u32(...numbers);
  return Buffer.concat([u32(0, count), Buffer.alloc(count * entry.length, entry)]);
}

const FRAGMENTED = box('mvex', box('trex', u32(0, 1, 1, 1, 16, 0)));

/** No picture of it has anything of its own, so that the number alone makes them. */
const trun = (count: number) => box('trun', u32(0, count));

function fragments(...runs: readonly Buffer[]): Content {
  const index = movie([{ kind: 'vide', entry: VIDEO_ENTRY, lists: none }], FRAGMENTED);
  const parts = runs.map((run) =>
    box('moof', box('mfhd', u32(0, 1)), box('traf', box('tfhd', u32(0x020000, 1)), run)),
  );
  return whole(Buffer.concat([FTYP, index, ...parts, box('mdat', Buffer.alloc(256))]));
}

const none: SampleLists = { stts: u32(0, 0), stsc: u32(0, 0), stsz: u32(0, 0, 0), stco: u32(0, 0) };

function indexOfFragments(count: number): Content {
  const entry = Buffer.concat([u32(1, 1), Buffer.from([1, 1, 1])]);
  const places = box('tfra', u32(0, 1, 0, count), Buffer.alloc(count * entry.length, entry));
  const all = box('mfra', places);
  const index = movie([{ kind: 'vide', entry: VIDEO_ENTRY, lists: none }], FRAGMENTED);
  const length = all.length + 16;
  const mfra = box('mfra', places, box('mfro', u32(0, length)));
  return sparse(FTYP, index, mfra);
}

function segment(...contents: readonly Uint8Array[]): Buffer {
  return Buffer.concat([head('webm'), element(ID.segment, ...contents)]);
}

function marks(count: number): Buffer {
  const positions = element(ID.cueTrackPositions, small(ID.cueTrack, 1), small(ID.cueClusterPosition, 1));
  const point = element(ID.cuePoint, small(ID.cueTime, 1), positions);
  const packed = point.length * count > 30 * 1024 ** 2 ? Math.floor((30 * 1024 ** 2) / point.length) : count;
  return segment(info(), TRACKS, element(ID.cues, Buffer.alloc(packed * point.length, point)), CLUSTER);
}

function small(id: number, value: number): Buffer {
  return Buffer.concat([Buffer.from(id.toString(16), 'hex'), Buffer.from([0x81, value])]);
}

function crowded(count: number): Buffer {
  const block = Buffer.from([0xa3, 0x85, 0x81, 0, 0, 0x80, 0]);
  return segment(
    info(),
    TRACKS,
    element(ID.cluster, element(ID.timestamp, number(0)), Buffer.alloc(count * block.length, block)),
  );
}

function circle(): Buffer {
  const toItself = element(
    ID.seekHead,
    element(ID.seek, element(ID.seekId, Buffer.from('114d9b74', 'hex')), element(ID.seekPosition, number(0))),
  );
  return segment(toItself, info(), TRACKS, CLUSTER);
}

function nested(depth: number): Buffer {
  const open = Buffer.from('67c8', 'hex');
  const levels = Buffer.alloc(10 * depth);
  for (let level = 0; level < depth; level += 1) {
    open.copy(levels, 10 * level);
    levels.writeBigUInt64BE(BigInt(10 * (depth - level - 1)) | (1n << 56n), 10 * level + 2);
  }
  return segment(info(), TRACKS, element(ID.tags, element(ID.tag, levels)), CLUSTER);
}

function attached(bytes: number): Content {
  const attachments = lyingElement(ID.attachments, bytes);
  const behind = Buffer.concat([CLUSTER]);
  const inside = info().length + TRACKS.length + attachments.length + bytes + behind.length;
  return sparse(head('webm'), lyingElement(ID.segment, inside, info(), TRACKS, attachments), bytes, behind);
}
