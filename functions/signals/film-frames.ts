/** What a film is made of here: one small grey picture (9 columns, 8 rows, a byte each) for each moment looked at. */
export const FRAME_COLUMNS = 9;
export const FRAME_ROWS = 8;
export const FRAME_BYTES = FRAME_COLUMNS * FRAME_ROWS;

/** Pictures whose greys lie closer together than this show nothing: a lens cap, a wall, a plain cloth. */
const LEAST_CONTRAST = 24;
/** A hash of fewer different rows tells of light that falls off to one side, not of what lies there. */
const LEAST_DIFFERENT_ROWS = 3;

/** Two frames look alike when at most so many of their 64 bits differ (docs/decisions/27: found by experiment). */
export const ALIKE_BITS = 8;

/** Films look alike from so many shared views on: twice as many as any two of fifty different films were found to share. */
export const ALIKE_FRAMES = 4;

/** A film is indexed by as many of its views, spread evenly; what is compared in the end is all of them. */
export const INDEXED_FRAMES = 16;

/** Hexadecimal digits of a band: two rows of the picture. */
const BAND_DIGITS = 4;

/**
 * A difference hash: each bit says whether a cell is brighter than its neighbour on the right, so that light, contrast,
 * size and compression change few of them. Undefined for a picture that shows nothing.
 */
export function hashOfPicture(picture: Uint8Array): string | undefined {
  if (Math.max(...picture) - Math.min(...picture) < LEAST_CONTRAST) return undefined;
  const rows = Array.from({ length: FRAME_ROWS }, (_, row) => {
    let bits = 0;
    for (let column = 0; column + 1 < FRAME_COLUMNS; column += 1) {
      const place = row * FRAME_COLUMNS + column;
      bits = bits * 2 + ((picture[place] ?? 0) > (picture[place + 1] ?? 0) ? 1 : 0);
    }
    return bits;
  });
  if (new Set(rows).size < LEAST_DIFFERENT_ROWS) return undefined;
  return rows.map((bits) => bits.toString(16).padStart(2, '0')).join('');
}

/** How many of the 64 bits differ. */
export function distanceOf(one: string, other: string): number {
  return countOnes(halfOf(one, 0) ^ halfOf(other, 0)) + countOnes(halfOf(one, 8) ^ halfOf(other, 8));
}

/** The pictures' hashes, each view once: a camera on a stand sees the same for minutes, and that is one look, not sixty. */
export function differentFrames(pictures: readonly Uint8Array[]): string[] {
  const frames: string[] = [];
  for (const picture of pictures) {
    const hash = hashOfPicture(picture);
    if (hash !== undefined && !frames.some((known) => distanceOf(known, hash) <= ALIKE_BITS))
      frames.push(hash);
  }
  return frames;
}

/** How many frames of each film have a counterpart in the other; the smaller number, so that neither is counted twice. */
export function sharedFrames(one: readonly string[], other: readonly string[]): number {
  const sharedIn = (these: readonly string[], those: readonly string[]) =>
    these.filter((frame) => those.some((counterpart) => distanceOf(frame, counterpart) <= ALIKE_BITS)).length;
  return Math.min(sharedIn(one, other), sharedIn(other, one));
}

/**
 * What a film is looked up by: pieces of its frames, each with its place in the hash. Frames that look alike differ in few
 * bits, so most of them share a piece whole, and of several shared views one is enough. A piece in which no cell differs
 * from the next one the other way is in too many films to tell anything.
 */
export function bandsOf(frames: readonly string[]): string[] {
  const bands = new Set<string>();
  for (const frame of evenlyOf(frames, INDEXED_FRAMES)) {
    for (let start = 0; start < frame.length; start += BAND_DIGITS) {
      const band = frame.slice(start, start + BAND_DIGITS);
      if (!/^(?:00|ff){2}$/.test(band)) bands.add(`${start / BAND_DIGITS}#${band}`);
    }
  }
  return [...bands];
}

function evenlyOf<Value>(values: readonly Value[], most: number): readonly Value[] {
  if (values.length <= most) return values;
  return Array.from(
    { length: most },
    (_, index) => values[Math.floor((index * values.length) / most)] as Value,
  );
}

function halfOf(hash: string, start: number): number {
  return Number.parseInt(hash.slice(start, start + 8), 16);
}

function countOnes(bits: number): number {
  let count = 0;
  for (let rest = bits >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count += 1;
  return count;
}
