import {
  plausibleRecording,
  readBoxes,
  readElements,
  type Structure,
} from '../../functions/evidence/recording-time.ts';
import { box, FTYP, largeBox, lyingBox, text, u32, u64 } from '../../proof/uploads/boxes.ts';
import { element, ID, lyingElement } from '../../proof/uploads/elements.ts';

const RECORDED = '2026-03-02T09:30:00.000Z';
/** Another time that a film could have: read where nobody wrote when it was filmed, it would be believed. */
const ANOTHER = '2021-05-05T05:05:05.000Z';
const SECONDS_1904_TO_1970 = 2_082_844_800;

const readerOf = (bytes: Buffer) => ({
  size: bytes.length,
  read: async (start: number, end: number) => new Uint8Array(bytes.subarray(start, end)),
});
const boxes = (...pieces: Buffer[]) => readBoxes(readerOf(Buffer.concat(pieces)));
const elements = (...pieces: Buffer[]) => readElements(readerOf(Buffer.concat(pieces)));

const since1904 = (instant: string) => Date.parse(instant) / 1000 + SECONDS_1904_TO_1970;
const mvhd = (instant = RECORDED) => box('mvhd', u32(0, since1904(instant), 0, 1000, 0));
const longMvhd = (instant = RECORDED) => box('mvhd', u32(0x01000000), u64(BigInt(since1904(instant))));
const moov = (...more: Buffer[]) => box('moov', mvhd(), ...more);
const whole: Structure = { recordedAt: RECORDED, isCutOff: false };

describe('the boxes of a film', () => {
  it('say when it was recorded, in four bytes or in eight', async () => {
    expect(await boxes(FTYP, moov())).toStrictEqual(whole);
    expect(await boxes(FTYP, box('moov', longMvhd()))).toStrictEqual(whole);
    expect(await boxes(FTYP, box('moov', box('iods', u32(0, since1904(ANOTHER), 0)), mvhd()))).toStrictEqual(
      whole,
    );
  });

  it('say nothing of it where the header is cut off, where a box is none, and where the clock was never set', async () => {
    const unknown = { isCutOff: false };
    const short = box('mvhd', u32(0, since1904(RECORDED)));
    expect(await boxes(FTYP, box('moov', short))).toStrictEqual(unknown);
    const noBox = Buffer.concat([u32(12, 1), u32(0)]);
    expect(await boxes(FTYP, box('moov', noBox, mvhd()))).toStrictEqual(unknown);
    expect(await boxes(FTYP, box('moov', box('mvhd', u32(0, 0, 0))))).toStrictEqual(unknown);
    expect(await boxes(FTYP, box('moov'))).toStrictEqual(unknown);
  });

  it('show that it was cut off: one goes on beyond the end, or there is no index', async () => {
    const cut = lyingBox('mdat', 5000, u32(1, 2, 3));
    expect(await boxes(FTYP, moov(), cut)).toStrictEqual({ recordedAt: RECORDED, isCutOff: true });
    expect(await boxes(FTYP, cut)).toStrictEqual({ isCutOff: true });
    expect(await boxes(FTYP, box('mdat', u32(1)))).toStrictEqual({ isCutOff: true });
    expect(await boxes()).toStrictEqual({ isCutOff: true });
  });

  it('may be of any length that the format has', async () => {
    expect(await boxes(FTYP, largeBox('mdat', 20n, u32(7)), moov())).toStrictEqual(whole);
    // Up to the end.
    expect(await boxes(FTYP, lyingBox('moov', 0, mvhd()))).toStrictEqual(whole);
    // A header and nothing in it, as the last one.
    expect(await boxes(FTYP, box('mdat', u32(1)), box('moov'))).toStrictEqual({ isCutOff: false });
  });

  it('end where something else was appended, whatever that says', async () => {
    expect(await boxes(FTYP, moov(), text('Hello, this is no box'))).toStrictEqual(whole);
    const appended = box('abcd', u32(1));
    expect(await boxes(FTYP, appended, moov())).toStrictEqual({ isCutOff: true });
    // Shorter than its own header: behind it there would be half a gigabyte.
    expect(await boxes(FTYP, moov(), lyingBox('free', 4, text('mdat'), u32(1)))).toStrictEqual(whole);
    // The header of a long one, cut off.
    expect(await boxes(FTYP, moov(), lyingBox('free', 1, u32(0)))).toStrictEqual(whole);
  });

  it('are looked at up to the two thousandth', async () => {
    const free = (count: number) => Buffer.concat(Array.from({ length: count }, () => box('free')));
    expect(await boxes(free(1999), moov())).toStrictEqual(whole);
    expect(await boxes(free(2000), moov())).toStrictEqual({ isCutOff: true });
  });
});

describe('a film that goes on in fragments', () => {
  const tkhd = (track: number) => box('tkhd', u32(0, 0, 0, track, 0, 0));
  const longTkhd = (track: number) => box('tkhd', u32(0x01000000, 0, 0, 0, 0, track, 0));
  const mdhd = (units: number) => box('mdhd', u32(0, 0, 0, units, 0, 0x55c40000));
  const longMdhd = (units: number) => box('mdhd', u32(0x01000000, 0, 0, 0, 0, units, 0));
  /** Words where a header has its units: read as such, they would be millions. */
  const hdlr = box('hdlr', u32(0, 0), text('videappl'), Buffer.alloc(12));
  const trak = (track: number, units: number) =>
    box('trak', tkhd(track), box('mdia', mdhd(units), hdlr), box('edts', mdhd(7)));
  const index = (...tracks: Buffer[]) => moov(...tracks);
  const tfhd = (track: number) => box('tfhd', u32(0, track));
  const tfdt = (time: number) => box('tfdt', u32(0, time));
  const longTfdt = (time: number) => box('tfdt', u32(0x01000000), u64(BigInt(time)));
  const traf = (track: number, time: Buffer) =>
    box('traf', tfhd(track), time, box('trun', u32(0, 99_000_000)));
  const moof = (...content: Buffer[]) => box('moof', box('mfhd', u32(0, 1)), ...content);
  const goesOnAt = async (...pieces: Buffer[]) => (await boxes(FTYP, ...pieces)).goesOnAt;

  it('lasts to where the last of them begins, by the units of its own track', async () => {
    const tracks = index(trak(1, 1000), trak(2, 48_000));
    const first = moof(traf(1, tfdt(90_000)));
    const last = moof(traf(2, tfdt(576_000)), traf(1, tfdt(11_000)));
    expect(await boxes(FTYP, tracks, first, last)).toStrictEqual({ ...whole, goesOnAt: 12 });
    expect(await goesOnAt(tracks, last, first)).toBe(90);
    // Behind each of them lie its pictures.
    expect(await goesOnAt(tracks, first, box('mdat', u32(1)))).toBe(90);
    expect(await boxes(FTYP, tracks)).toStrictEqual(whole);
  });

  it('may have its headers in either length', async () => {
    const long = box('trak', longTkhd(3), box('mdia', longMdhd(500)));
    expect(await goesOnAt(index(long), moof(traf(3, longTfdt(4500))))).toBe(9);
    expect(await goesOnAt(index(trak(3, 500)), moof(traf(3, longTfdt(4500))))).toBe(9);
    expect(await goesOnAt(index(long), moof(traf(3, tfdt(4500))))).toBe(9);
  });

  it('is not taken for longer by what only looks like a track or a fragment', async () => {
    const lookalike = box('meta', tkhd(1), box('mdia', mdhd(1)));
    const elsewhere = box('free', tfhd(1), tfdt(99_000));
    const tracks = index(trak(1, 1000), lookalike);
    expect(await goesOnAt(tracks, moof(elsewhere, traf(1, tfdt(12_000))))).toBe(12);
    // Of a track that is not there.
    expect(await goesOnAt(tracks, moof(traf(9, tfdt(12_000))))).toBeUndefined();
  });

  it('is read to where it was cut off, and no further', async () => {
    const tracks = index(trak(1, 1000));
    // The last bytes of the file, each time.
    expect(await goesOnAt(tracks, moof(box('traf', tfhd(1), tfdt(12_000))))).toBe(12);
    expect(await goesOnAt(tracks, moof(box('traf', tfhd(1), tfdt(5000), box('tfhd', u32(0)))))).toBe(5);
    const halfLong = box('tfdt', u32(0x01000000, 0));
    expect(await goesOnAt(tracks, moof(traf(1, tfdt(5000)), box('traf', tfhd(1), halfLong)))).toBe(5);
    const halfMdhd = box('mdhd', u32(0, 0, 0, 1000, 0));
    const cutIndex = index(box('trak', tkhd(1), box('mdia', halfMdhd)));
    expect(await goesOnAt(moof(traf(1, tfdt(12_000))), cutIndex)).toBeUndefined();
  });
});

describe('the elements of a film', () => {
  const date = (instant: string) => u64(BigInt(Date.parse(instant) - Date.UTC(2001, 0, 1)) * 1_000_000n);
  const info = (...more: Buffer[]) => element(ID.info, ...more, element(ID.dateUtc, date(RECORDED)));
  const ebml = element(ID.ebml, element(ID.docType, text('webm')));
  const segment = (...content: Buffer[]) => element(ID.segment, ...content);
  const VOID = 0xec;
  const DURATION = 0x4489;

  it('say when it was recorded, and that it is whole', async () => {
    expect(await elements(ebml, segment(info()))).toStrictEqual(whole);
    const other = element(DURATION, date(ANOTHER));
    expect(await elements(ebml, segment(element(ID.seekHead), info(other)))).toStrictEqual(whole);
  });

  it('are whole where nobody knew how long it becomes, as browsers write it', async () => {
    expect(await elements(ebml, lyingElement(ID.segment, 'unknown', info()))).toStrictEqual(whole);
    const open = lyingElement(ID.info, 'unknown', element(ID.dateUtc, date(RECORDED)));
    expect(await elements(ebml, lyingElement(ID.segment, 'unknown', open))).toStrictEqual(whole);
    // In one byte.
    const short = Buffer.concat([Buffer.from('18538067ff', 'hex'), info()]);
    expect(await elements(ebml, short)).toStrictEqual(whole);
  });

  it('show that it was cut off', async () => {
    expect(await elements(ebml, lyingElement(ID.segment, 5000, info()))).toStrictEqual({
      recordedAt: RECORDED,
      isCutOff: true,
    });
    expect(await elements(ebml, lyingElement(ID.segment, 5000))).toStrictEqual({ isCutOff: true });
    expect(await elements(ebml)).toStrictEqual({ isCutOff: true });
    // In the middle of its length.
    expect(await elements(ebml, Buffer.from('1853806701', 'hex'))).toStrictEqual({ isCutOff: true });
    expect(await elements()).toStrictEqual({ isCutOff: true });
  });

  it('say nothing of when, where they are without it, have it in another form or only behind the pictures', async () => {
    const unknown = { isCutOff: false };
    expect(await elements(ebml, segment(element(VOID)))).toStrictEqual(unknown);
    expect(await elements(ebml, segment(element(ID.info)))).toStrictEqual(unknown);
    expect(await elements(ebml, segment(element(ID.info, element(ID.dateUtc, u32(1)))))).toStrictEqual(
      unknown,
    );
    expect(await elements(ebml, segment(element(ID.cluster), info()))).toStrictEqual(unknown);
    const neverSet = element(ID.info, element(ID.dateUtc, u64(0n - 978_307_200_000_000_000n)));
    expect(await elements(ebml, segment(neverSet))).toStrictEqual(unknown);
  });

  it('are those between the beginning and the end of what they belong to', async () => {
    const unknown = { isCutOff: false };
    expect(await elements(ebml, segment(element(VOID)), info())).toStrictEqual(unknown);
    const behind = element(ID.dateUtc, date(ANOTHER));
    expect(await elements(ebml, segment(element(ID.info), behind))).toStrictEqual(unknown);
    // One that goes on behind it is none.
    const across = info();
    expect(await elements(ebml, segment(across.subarray(0, 2)), across.subarray(2))).toStrictEqual(unknown);
  });

  it('end where one is none', async () => {
    const unknown = { isCutOff: false };
    // No length has no bit in its first byte, and no name is of five bytes.
    for (const none of [Buffer.from([VOID, 0]), Buffer.from([0]), Buffer.from([0x08, 1, 1, 1, 1, 0x80])])
      expect(await elements(ebml, segment(none, info()))).toStrictEqual(unknown);
    expect(await elements(ebml, segment(Buffer.from([0x15, 0x49])))).toStrictEqual(unknown);
  });

  it('are looked at up to the two thousandth', async () => {
    const voids = (count: number) => Buffer.concat(Array.from({ length: count }, () => element(VOID)));
    expect(await elements(ebml, segment(voids(1999), info()))).toStrictEqual(whole);
    expect(await elements(ebml, segment(voids(2000), info()))).toStrictEqual({ isCutOff: false });
  });
});

it('a film is of this century or the next: anything else is a clock that was never set', () => {
  const at = (instant: string) => plausibleRecording(Date.parse(instant));
  expect(at('2000-01-01T00:00:00.000Z')).toBe('2000-01-01T00:00:00.000Z');
  expect(at('1999-12-31T23:59:59.999Z')).toBeUndefined();
  expect(at('2199-12-31T23:59:59.999Z')).toBe('2199-12-31T23:59:59.999Z');
  expect(at('2200-01-01T00:00:00.000Z')).toBeUndefined();
  expect(plausibleRecording(Number.NaN)).toBeUndefined();
});
