import { readDocument } from '../../functions/evidence/document-findings.ts';
import { readEnds } from '../../functions/evidence/read-ends.ts';

const text = (content: string) => Buffer.from(content, 'latin1');
const stored = (...pieces: Buffer[]) => {
  const bytes = Buffer.concat(pieces);
  const ranges: [number, number][] = [];
  const readRange = async (start: number, end: number) => {
    ranges.push([start, end]);
    return new Uint8Array(bytes.subarray(start, end));
  };
  return { size: bytes.length, readRange, ranges };
};
const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), text('\0\x10JFIF')]);
const SCRIPT = text('<script>');

describe('both ends of a file', () => {
  it('say what it is, of four thousand bytes each', async () => {
    const of = async (...pieces: Buffer[]) => (await readEnds(stored(...pieces))).hasMarkup;
    const far = Buffer.alloc(4096 - SCRIPT.length);
    expect(await readEnds(stored(JPEG, Buffer.alloc(70_000)))).toEqual({ kind: 'jpeg', hasMarkup: false });
    expect(await of(Buffer.concat([JPEG, far]).subarray(0, far.length), SCRIPT, Buffer.alloc(70_000))).toBe(
      true,
    );
    expect(await of(JPEG, Buffer.alloc(70_000), SCRIPT, far)).toBe(true);
    // Nobody takes the middle of a picture for a page.
    expect(await of(JPEG, Buffer.alloc(70_000), SCRIPT, far, Buffer.alloc(SCRIPT.length))).toBe(false);
    expect(await of(JPEG, Buffer.alloc(4096), SCRIPT, Buffer.alloc(70_000))).toBe(false);
  });

  it('of a page of any name say that it is one', async () => {
    expect(await readEnds(stored(text('<note>film</note>')))).toEqual({ kind: 'markup', hasMarkup: true });
  });

  it('may say that it is a PDF only where it is to be one, and is', async () => {
    const pdf = text('%PDF-1.7\n%%EOF');
    const photograph = Buffer.concat([JPEG, pdf]);
    expect(await readEnds(stored(pdf))).toEqual({ kind: 'pdf', hasMarkup: true });
    expect(await readEnds(stored(pdf), { isPdf: true })).toEqual({ kind: 'pdf', hasMarkup: false });
    expect(await readEnds(stored(photograph), { isPdf: true })).toEqual({ kind: 'jpeg', hasMarkup: true });
  });

  it('are asked for as far as the file goes', async () => {
    const small = stored(JPEG);
    await readEnds(small);
    expect(small.ranges).toEqual([
      [0, JPEG.length],
      [0, JPEG.length],
    ]);
  });
});

it('a PDF is looked through a piece at a time, to its end and no further', async () => {
  const MEBIBYTE = 1024 ** 2;
  const pdf = stored(text('%PDF-1.7\n'), Buffer.alloc(2 * MEBIBYTE - 9));
  expect(await readDocument(pdf, 'application/pdf')).toEqual({ container: 'pdf', hasMarkup: false });
  expect(pdf.ranges.slice(2)).toEqual([
    [0, MEBIBYTE + 64],
    [MEBIBYTE, 2 * MEBIBYTE],
  ]);
});
