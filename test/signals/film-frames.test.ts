import fc from 'fast-check';
import {
  ALIKE_BITS,
  ALIKE_FRAMES,
  bandsOf,
  differentFrames,
  distanceOf,
  FRAME_BYTES,
  hashOfPicture,
  sharedFrames,
} from '../../functions/signals/film-frames.ts';

const hash = fc.stringMatching(/^[0-9a-f]{16}$/);
const picture = fc.uint8Array({ minLength: FRAME_BYTES, maxLength: FRAME_BYTES });
const brightened = (bytes: Uint8Array, by: number) => bytes.map((grey) => Math.floor(grey / 2) + by);

describe('the hash of a picture', () => {
  it('stays the same in half the contrast and any light that is not cut off', () => {
    fc.assert(
      fc.property(picture, fc.integer({ min: 0, max: 127 }), (bytes, light) => {
        // Even greys, so that halving makes no two of them the same.
        const even = bytes.map((grey) => grey & 254);
        const [before, after] = [hashOfPicture(even), hashOfPicture(brightened(even, light))];
        if (after !== undefined) expect(after).toBe(before);
      }),
    );
  });

  it('says of each cell whether it is brighter than its neighbour on the right, row by row', () => {
    const falling = Array.from({ length: 9 }, (_, column) => 200 - column);
    const rising = [...falling].reverse();
    const flat = Array(9).fill(100);
    const striped = Array.from({ length: 9 }, (_, column) => (column % 2 === 0 ? 210 : 0));
    const last = [...flat.slice(1), 99];
    const rows = [falling, rising, flat, striped, last, falling, flat, striped].flat();
    expect(hashOfPicture(Uint8Array.from(rows))).toBe('ff0000aa01ff00aa');
  });

  it('is there from a contrast of twenty-four greys and three different rows on', () => {
    const picture = (dark: number, rows: number) =>
      Uint8Array.from({ length: FRAME_BYTES }, (_, place) => {
        const row = Math.floor(place / 9);
        return row < rows && place % 9 === row + 1 ? dark : 124;
      });
    // As many rows as there are with a dark cell of their own, and those that are plain.
    expect([hashOfPicture(picture(100, 2)), hashOfPicture(picture(101, 2))]).toEqual([
      '8040000000000000',
      undefined,
    ]);
    expect(hashOfPicture(picture(100, 1))).toBeUndefined();
  });

  it('is missing for what shows nothing: black, one colour with noise, light that falls off', () => {
    const noisy = Uint8Array.from({ length: FRAME_BYTES }, (_, place) => 120 + ((place * 7) % 20));
    const vignette = Uint8Array.from(
      { length: FRAME_BYTES },
      (_, place) => 250 - 40 * Math.abs((place % 9) - 4),
    );
    for (const nothing of [new Uint8Array(FRAME_BYTES), noisy, vignette])
      expect(hashOfPicture(nothing)).toBeUndefined();
  });
});

describe('the distance of two frames', () => {
  it('is the number of bits that differ', () => {
    fc.assert(
      fc.property(hash, hash, (one, other) => {
        const differing = BigInt(`0x${one}`) ^ BigInt(`0x${other}`);
        expect(distanceOf(one, other)).toBe([...differing.toString(2)].filter((bit) => bit === '1').length);
      }),
    );
  });
});

describe('frames of a film', () => {
  it('are each another view: a camera on a stand has one, however long it looks', () => {
    fc.assert(
      fc.property(fc.array(picture, { maxLength: 20 }), (pictures) => {
        const frames = differentFrames([...pictures, ...pictures]);
        expect(frames).toEqual(differentFrames(pictures));
        for (const [index, frame] of frames.entries())
          for (const other of frames.slice(index + 1))
            expect(distanceOf(frame, other)).toBeGreaterThan(ALIKE_BITS);
      }),
    );
  });

  it('are one view where eight of their bits differ, and two from nine on', () => {
    const pictureOf = (rows: number[]) =>
      Uint8Array.from(
        rows.flatMap((bits) => {
          // From each cell to the next it grows darker by two where the bit is set, and else lighter by two.
          const greys = [100];
          for (let bit = 7; bit >= 0; bit -= 1)
            greys.push((greys.at(-1) ?? 0) + ((bits >> bit) & 1 ? -2 : 2));
          return greys;
        }),
      );
    const rows = [0xff, 0x00, 0x0f, 0xf0, 0x3c, 0xc3, 0xff, 0x00];
    const view = pictureOf(rows);
    const eightOff = pictureOf([...rows.slice(0, 7), 0xff]);
    const nineOff = pictureOf([...rows.slice(0, 6), 0xfe, 0xff]);
    expect(differentFrames([view, eightOff])).toEqual(['ff000ff03cc3ff00']);
    expect(differentFrames([view, nineOff])).toEqual(['ff000ff03cc3ff00', 'ff000ff03cc3feff']);
  });

  it('are shared by as many as both have, whichever film is asked about', () => {
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 12 }), fc.array(hash, { maxLength: 12 }), (one, other) => {
        expect(sharedFrames(one, other)).toBe(sharedFrames(other, one));
        expect(sharedFrames(one, other)).toBeLessThanOrEqual(Math.min(one.length, other.length));
        expect(sharedFrames(one, one)).toBe(one.length);
      }),
    );
    const [view, eightOff, nineOff] = ['0f0f0f0f0f0f0f0f', '0f0f0f0f0f0f0ff0', '0f0f0f0f0f0f1ff0'] as const;
    expect([sharedFrames([view], [eightOff]), sharedFrames([view], [nineOff])]).toEqual([1, 0]);
    expect(sharedFrames([view, 'ffffffff00000000'], [nineOff, eightOff])).toBe(1);
    // One frame of a still film that looks like many of another one is one, not many.
    const still = ['00ff00ff00ff00ff'];
    const many = ['00ff00ff00ff00fe', '00ff00ff00ff00fd', '00ff00ff00ff00fb', '00ff00ff00ff00f7'];
    expect(sharedFrames(many, still)).toBe(1);
    expect(ALIKE_FRAMES).toBeGreaterThan(1);
  });

  it('are looked up by sixteen of them, spread evenly over the film', () => {
    const frames = Array.from({ length: 32 }, (_, n) =>
      (0x1234_5678 + n * 0x0101_0101).toString(16).repeat(2),
    );
    expect(new Set(frames).size).toBe(32);
    const everyOther = frames.filter((_, n) => n % 2 === 0);
    expect(bandsOf(frames)).toEqual(bandsOf(everyOther));
    expect(bandsOf(frames)).not.toEqual(bandsOf(frames.slice(0, 16)));
    expect(bandsOf(['0123456789abcdef'])).toEqual(['0#0123', '1#4567', '2#89ab', '3#cdef']);
    // What is dark or bright all over is in too many films; half of it is not.
    expect(bandsOf(['0000ffff00ffff00', '00121200ff1212ff'])).toEqual([
      '0#0012',
      '1#1200',
      '2#ff12',
      '3#12ff',
    ]);
  });

  it('are looked up by at most 64 pieces, none of which is empty', () => {
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 60 }), (frames) => {
        const bands = bandsOf(frames);
        expect(bands.length).toBeLessThanOrEqual(64);
        for (const band of bands) expect(band).toMatch(/^[0-3]#(?!(?:00|ff){2}$)[0-9a-f]{4}$/);
      }),
    );
  });
});
