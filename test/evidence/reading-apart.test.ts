import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { createBoundedReader } from '../../functions/evidence/bounded-reader.ts';
import { FILM_READING_LIMITS, readFilm } from '../../functions/evidence/read-film.ts';
import { type MediaReader, ReaderMissing, readMedia } from '../../functions/evidence/read-media.ts';
import { box, FTYP, lyingBox, u32 } from '../../proof/uploads/boxes.ts';
import { makeFilm } from './films.ts';

// Films are made by ffmpeg, on a machine that may be busy.
jest.setTimeout(60_000);

const RECORDED = '2026-03-02T09:30:00.000Z';
const MEBIBYTE = 1024 ** 2;
const mvhd = box('mvhd', u32(0, Date.parse(RECORDED) / 1000 + 2_082_844_800, 0, 1000, 0));
const FILM = Buffer.concat([FTYP, box('moov', mvhd)]);

/** Recorded in a page: no length in front, no index at the end. */
const fromChromium = readFileSync(new URL('recordings/chromium.webm', import.meta.url));

const stored = (bytes: Buffer) => ({
  size: bytes.length,
  readRange: async (start: number, end: number) => new Uint8Array(bytes.subarray(start, end)),
});
const seen = { hasPicture: true, width: 320, height: 240, durationSeconds: 12 };
const facts = { container: 'mp4', ...seen, recordedAt: RECORDED, isBroken: false, hasMarkup: false };

describe('what is known of a film whose pictures somebody else reads', () => {
  const read = (mediaOf: MediaReader, bytes = FILM) => readFilm(stored(bytes), undefined, mediaOf);

  it('is what they saw, and what its own structure says', async () => {
    expect(await read(async () => seen)).toStrictEqual(facts);
    const recordedAt = '2026-02-20T15:05:07.000Z';
    // A camera's own tag says when it was filmed, the index of an exported film when it was exported.
    expect(await read(async () => ({ ...seen, recordedAt }))).toStrictEqual({ ...facts, recordedAt });
    const undated = Buffer.concat([FTYP, box('moov')]);
    const { recordedAt: _none, ...rest } = facts;
    expect(await read(async () => seen, undated)).toStrictEqual(rest);
  });

  it('is that it is broken, where they could not read it, found no length, or it was cut off', async () => {
    const unread = { container: 'mp4', hasPicture: false, recordedAt: RECORDED, hasMarkup: false };
    const fails = async () => Promise.reject(new Error('No such codec.'));
    expect(await read(fails)).toStrictEqual({ ...unread, isBroken: true });
    expect(await read(async () => ({ hasPicture: true }))).toMatchObject({ isBroken: true });
    const cut = Buffer.concat([FILM, lyingBox('mdat', 5000)]);
    expect(await read(async () => seen, cut)).toStrictEqual({ ...facts, isBroken: true });
    const recording = { ...stored(cut), isRecording: true };
    expect(await readFilm(recording, undefined, async () => seen)).toStrictEqual(facts);
  });

  it('is not that it is broken, where it only is too long to be measured', async () => {
    const long = async () => ({ hasPicture: true, isTooLong: true });
    expect(await read(long)).toMatchObject({ isBroken: false });
    expect(await read(long)).not.toHaveProperty('isTooLong');
  });

  it('is nothing at all, where nobody was there to read it: that is tried again', async () => {
    const missing = read(async () => Promise.reject(new ReaderMissing('It could not be started.')));
    await expect(missing).rejects.toThrow(ReaderMissing);
    await expect(missing).rejects.toMatchObject({ name: 'ReaderMissing' });
  });

  it('is asked for with how it was sent and until when, and never asked of what is no film', async () => {
    const given: Parameters<MediaReader>[1][] = [];
    const mediaOf: MediaReader = async (_reader, more) => {
      given.push(more);
      return seen;
    };
    const { signal } = new AbortController();
    await readFilm({ ...stored(FILM), isRecording: true }, { ...FILM_READING_LIMITS, signal }, mediaOf);
    await readFilm(stored(FILM), undefined, mediaOf);
    await readFilm(stored(Buffer.from('%PDF-1.7')), undefined, mediaOf);
    expect(given).toEqual([
      { isRecording: true, signal },
      { isRecording: false, signal: expect.any(AbortSignal) },
    ]);
  });

  it('costs 32 MiB at once and 256 MiB in all at most, unless another bound is named', async () => {
    // As large as can be, and nothing but zeros behind its index.
    const size = 300 * MEBIBYTE;
    const readRange = async (start: number, end: number) => {
      const piece = new Uint8Array(Math.min(end, size) - start);
      if (start < FILM.length) piece.set(FILM.subarray(start, Math.min(FILM.length, end)));
      return piece;
    };
    const readsTo = (last: number) =>
      readFilm({ size, readRange }, undefined, async (reader) => {
        await reader.read(0, last);
        return seen;
      });
    expect(await readsTo(32 * MEBIBYTE)).toMatchObject({ hasPicture: true });
    expect(await readsTo(32 * MEBIBYTE + 1)).toMatchObject({ hasPicture: false });
    expect(FILM_READING_LIMITS.mostBytes).toBe(256 * MEBIBYTE);
  });
});

describe('what a parser of films says', () => {
  const media = (film: Buffer, isRecording = false) =>
    readMedia(createBoundedReader(stored(film), FILM_READING_LIMITS), { isRecording });

  it('is what there is, and nothing of what is not', async () => {
    const durationSeconds = expect.closeTo(12, 0);
    const pictured = { hasPicture: true, width: 320, height: 240, durationSeconds };
    expect(await media(makeFilm({ extension: 'mp4' }))).toStrictEqual(pictured);
    expect(await media(fromChromium)).toStrictEqual(pictured);
    expect(await media(fromChromium, true)).toStrictEqual(pictured);
    const sound = makeFilm({ extension: 'mp4', isAudioOnly: true });
    expect(await media(sound)).toStrictEqual({ hasPicture: false, durationSeconds });
    const appleRecordedAt = '2026-02-20T18:05:07+0300';
    expect(await media(makeFilm({ extension: 'mov', appleRecordedAt }))).toStrictEqual({
      ...pictured,
      recordedAt: '2026-02-20T15:05:07.000Z',
    });
  });
});
