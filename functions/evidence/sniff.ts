/** What the first bytes say that a file is; neither its name nor the declared type is looked at. */
export type SniffedKind =
  | 'mp4'
  | 'quicktime'
  | '3gpp'
  | 'webm'
  | 'matroska'
  | DocumentKind
  | 'markup'
  | 'script'
  | 'zip'
  | 'executable'
  | 'unknown';

export type DocumentKind = 'jpeg' | 'png' | 'webp' | 'heic' | 'pdf';

/** As much of both ends as is looked at for what a browser or a viewer would run. */
export const SNIFFED_BYTES = 4096;

/** How far an unpacker looks back for the directory of an archive: its last record, and the longest remark behind it. */
export const LONGEST_ARCHIVE_END = 22 + 65_535;

/** Photographs of phones, in the same boxes as films (ISO/IEC 23008-12): a picture, a sequence of them. */
const pictureBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'];

/** QuickTime films from before `ftyp` begin with one of these boxes. */
const oldQuickTimeBoxes = ['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

export function sniffKind(head: Uint8Array): SniffedKind {
  const box = firstBox(head);
  if (box === 'ftyp') return kindOfBrand(latin(head.subarray(8, 12)));
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (latin(head.subarray(0, 4)) === 'RIFF' && latin(head.subarray(8, 12)) === 'WEBP') return 'webp';
  if (startsWith(head, [0x1a, 0x45, 0xdf, 0xa3])) return kindOfDocType(latin(head.subarray(0, 128)));
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return 'zip';
  if (startsWith(head, [0x4d, 0x5a]) || startsWith(head, [0x7f, 0x45, 0x4c, 0x46])) return 'executable';
  const text = readableText(head).trimStart();
  if (text.startsWith('#!')) return 'script';
  if (text.startsWith('%PDF-')) return 'pdf';
  if (/^<(?:[a-z!?]|\/)/i.test(text)) return 'markup';
  return oldQuickTimeBoxes.includes(box) ? 'quicktime' : 'unknown';
}

/**
 * Whether a piece of a file holds what a browser, a PDF viewer or an unpacker would take for its own: the mark of
 * a file that is two things at once. `<?xml` alone is none, cameras write XMP. What says that it is a PDF counts
 * everywhere but in a document that is to be one (`isPdf`).
 */
export function containsMarkup(piece: Uint8Array, { isPdf = false } = {}): boolean {
  const text = readableText(piece);
  return (
    /<(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|meta\s|img\s|style)/i.test(text) ||
    // An element of any name runs what it was told to, when something happens to it.
    /<[a-z][^<>]{0,200}[\s/"']on[a-z]{3,30}\s*=/i.test(text) ||
    /<\?php|javascript:|data:text\/html/i.test(text) ||
    (!isPdf && /%PDF-\d/i.test(text)) ||
    // Beginning of a file in an archive, and the directory at an archive's end.
    text.includes('PK\u0003\u0004') ||
    text.includes('PK\u0005\u0006')
  );
}

/** Whether a piece of a PDF tells its viewer to run something: a script, or another program. */
export function containsProgram(piece: Uint8Array): boolean {
  const named = (_: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16));
  const text = latin(piece).replace(/#([0-9a-f]{2})/gi, named);
  return /\/(?:JavaScript|Launch)(?![A-Za-z])/.test(text);
}

/** Whether an archive ends here, with whatever remark behind its directory. */
export function endsAsArchive(end: Uint8Array): boolean {
  const bytes = Buffer.from(end.buffer, end.byteOffset, end.byteLength);
  for (let at = bytes.indexOf('PK\u0005\u0006'); at >= 0; at = bytes.indexOf('PK\u0005\u0006', at + 1)) {
    const remark = at + 22;
    if (remark <= bytes.length && remark + bytes.readUInt16LE(at + 20) === bytes.length) return true;
  }
  return false;
}

/**
 * The name of the box that a file begins with. Text in front of it would be its length, of half a gigabyte and more,
 * which only pictures and sound have: `var free=1` is a program.
 */
function firstBox(head: Uint8Array): string {
  const box = latin(head.subarray(4, 8));
  const isText = /^[\t\n\r\x20-\x7e]{4}$/.test(latin(head.subarray(0, 4)));
  return isText && box !== 'mdat' ? '' : box;
}

function kindOfBrand(brand: string): SniffedKind {
  if (brand === 'qt  ') return 'quicktime';
  if (pictureBrands.includes(brand)) return 'heic';
  return brand.startsWith('3g') ? '3gpp' : 'mp4';
}

/** By the element that says so: behind it the name of a program may have the same letters. */
function kindOfDocType(head: string): SniffedKind {
  return /\u0042\u0082[^a-z]{0,8}webm/.test(head) ? 'webm' : 'matroska';
}

/** Text without byte-order marks and zero bytes, so that UTF-16 reads like ASCII. */
function readableText(bytes: Uint8Array): string {
  return latin(bytes)
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .replaceAll('\u0000', '');
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function startsWith(bytes: Uint8Array, mark: number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
