import { box, boxesOf, boxNamed, changed, FTYP, largeBox, lyingBox, text, u32, u64 } from './boxes.ts';
import { type Content, sparse } from './corpus-file.ts';
import { PLACE } from './film-workshop.ts';

/** What is made of a real film by writing into its boxes. */

export function nested(depth: number): Buffer {
  const bytes = Buffer.alloc(8 * depth);
  for (let level = 0; level < depth; level += 1) {
    bytes.writeUInt32BE(8 * (depth - level), 8 * level);
    bytes.write(level === 0 ? 'moov' : 'mdia', 8 * level + 4, 'latin1');
  }
  return Buffer.concat([FTYP, bytes]);
}

export function toTheEnd(film: Buffer): Buffer {
  const bytes = Buffer.from(film);
  bytes.writeUInt32BE(0, boxNamed(film, 'mdat').start);
  return bytes;
}

/** ffmpeg leaves an empty box in front of the pictures for just this. */
export function in64Bits(film: Buffer): Buffer {
  const bytes = Buffer.from(film);
  const { start } = boxNamed(film, 'free');
  const size = bytes.readUInt32BE(start + 8);
  return Buffer.concat([
    bytes.subarray(0, start),
    largeBox('mdat', BigInt(size + 8)),
    bytes.subarray(start + 16),
  ]);
}

export function longerIndex(film: Buffer, more: number): Buffer {
  const bytes = Buffer.from(film);
  const { start, end } = boxNamed(film, 'moov');
  bytes.writeUInt32BE(end - start + more, start);
  return bytes;
}

export function indexWith(film: Buffer, remarks: number): (Uint8Array | number)[] {
  const bytes = longerIndex(film, 8 + remarks);
  return [bytes, lyingBox('udta', 8 + remarks), remarks];
}

export function tags(count: number): Buffer {
  const name = box('\u00a9nam', box('data', u32(1, 0), text('film')));
  const handler = box('hdlr', u32(0, 0), text('mdirappl'), Buffer.alloc(9));
  return box('udta', box('meta', u32(0), handler, box('ilst', ...Array<Buffer>(count).fill(name))));
}

export function manyTracks(film: Buffer, count: number): Buffer {
  return changed(film, 'moov', (content) => {
    const track = boxesOf(content).find(({ type }) => type === 'trak');
    if (!track) throw new Error('The film has no track.');
    return Buffer.concat([content, ...Array<Buffer>(count).fill(content.subarray(track.start, track.end))]);
  });
}

/** What the header says of the length, of the film and of each track. */
export function toldAs(film: Buffer, millis: number): Buffer {
  const told = (at: number, timescaleAt: number) => (content: Buffer) => {
    const bytes = Buffer.from(content);
    const timescale = timescaleAt < 0 ? 1_000 : bytes.readUInt32BE(timescaleAt);
    bytes.writeUInt32BE(Math.min(0xffffffff, Math.round((millis / 1_000) * timescale)), at);
    return bytes;
  };
  const withMovie = changed(film, 'moov mvhd', told(16, 12));
  return changed(changed(withMovie, 'moov trak tkhd', told(20, -1)), 'moov trak mdia mdhd', told(16, 12));
}

export function filmedAt(film: Buffer, seconds: number): Buffer {
  return changed(film, 'moov mvhd', (content) => {
    const bytes = Buffer.from(content);
    bytes.writeUInt32BE(seconds, 4);
    return bytes;
  });
}

export function filmedLongAfter(film: Buffer): Buffer {
  return changed(film, 'moov mvhd', (content) =>
    Buffer.concat([
      ...[u32(0x01000000), u64(2n ** 63n), u64(2n ** 63n)],
      ...[content.subarray(12, 16), u64(12_000n), content.subarray(20)],
    ]),
  );
}

/** Location information of 3GPP TS 26.244, 8.10: language, name, role, longitude, latitude, altitude, body, notes. */
const LOCATION = Buffer.concat([
  Buffer.from([0x15, 0xc7]),
  text(`${PLACE}\0`),
  Buffer.from([0]),
  u32(Math.round(37.6173 * 65_536), Math.round(55.7558 * 65_536), 0),
  text('earth\0\0'),
]);

export function place(): Buffer {
  const words = text(PLACE);
  const length = Buffer.from([0, words.length, 0x15, 0xc7]);
  return box('udta', box('\u00a9xyz', length, words), box('loci', u32(0), LOCATION));
}

export function elsewhere(film: Buffer, type: string, where: string): Buffer {
  return changed(film, 'moov trak mdia minf dinf dref', () =>
    Buffer.concat([u32(0, 1), box(type, u32(0), text(`${where}\0`))]),
  );
}

export function fourGigabytes(film: Buffer): Content {
  const size = 4 * 1024 ** 3;
  return sparse(film, largeBox('free', BigInt(size + 16)), size);
}

/** Sound and pictures where they are, but the pieces named in the wrong order: each at the place of another. */
export function scattered(film: Buffer): Buffer {
  return changed(film, 'moov trak mdia minf stbl stco', (content) => {
    const count = content.readUInt32BE(4);
    const places = Array.from({ length: count }, (_, index) => content.readUInt32BE(8 + 4 * index)).reverse();
    return Buffer.concat([content.subarray(0, 8), u32(...places)]);
  });
}
