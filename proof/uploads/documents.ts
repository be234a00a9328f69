import { deflateSync } from 'node:zlib';
import type { Finding } from '../../functions/contracts/case.ts';
import { zip } from './archives.ts';
import { box, text, u32 } from './boxes.ts';
import { type Content, type CorpusFile, type Expected, sparse, whole } from './corpus-file.ts';
import { type FilmWorkshop, PLACE } from './film-workshop.ts';
import { SOURCES } from './real-films.ts';

const exactly = (...findings: Finding[]): Expected => ({ exactly: findings });
const FINE = exactly();
const NO_DOCUMENT = exactly('not-a-document', 'type-differs');
const A_PAGE = exactly('not-a-document', 'type-differs', 'contains-markup');
const BOTH = exactly('contains-markup');

const PAGE = '<html><body><script>alert(1)</script></body></html>';

/** Photographs and papers that go with an answer; they are looked at from outside and never opened. */
export function documents(workshop: FilmWorkshop): CorpusFile[] {
  const picture = (extension: string, ...settings: string[]) =>
    workshop.make(extension, [
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=640x480:duration=1',
      '-frames:v',
      '1',
      ...settings,
    ]);
  const jpeg = () => picture('jpg');
  const png = () => picture('png');
  const film = () => workshop.film(SOURCES.h264, { extension: 'mp4', format: 'mp4' });
  const behindStart = (bytes: Buffer, segment: Buffer) =>
    Buffer.concat([bytes.subarray(0, 2), segment, bytes.subarray(2)]);
  const made: [name: string, contentType: string, expected: Expected, make: () => Buffer | Content][] = [
    ['a JPEG', 'image/jpeg', FINE, jpeg],
    ['a PNG', 'image/png', FINE, png],
    ['a WebP', 'image/webp', FINE, () => picture('webp')],
    ['a photograph of an iPhone', 'image/heic', FINE, () => heif('heic')],
    ['a photograph of an iPhone by its other name', 'image/heif', FINE, () => heif('mif1')],
    ['a PDF', 'application/pdf', FINE, () => pdf('')],
    ['a PDF of a long text', 'application/pdf', FINE, () => pdf('x'.repeat(3_000_000))],
    ['a JPEG with the place where it was taken', 'image/jpeg', FINE, () => behindStart(jpeg(), exif())],
    ['a JPEG as PNG', 'image/png', exactly('type-differs'), jpeg],
    ['a PNG as PDF', 'application/pdf', exactly('type-differs'), png],
    ['a PDF as JPEG', 'image/jpeg', exactly('type-differs', 'contains-markup'), () => pdf('')],
    ['a JPEG cut in half', 'image/jpeg', FINE, () => half(jpeg())],
    ['a PNG cut in half', 'image/png', FINE, () => half(png())],
    [
      'a PNG that says it is four billion points square',
      'image/png',
      FINE,
      () => pngOf(0x7fffffff, 0x7fffffff),
    ],
    ['a PNG of sixteen gigapoints, all white', 'image/png', FINE, () => pngOf(131_072, 131_072)],
    [
      'a PNG with a packed text of twenty megabytes',
      'image/png',
      FINE,
      () =>
        pngOf(1, 1, chunk('zTXt', Buffer.concat([text('a\0\0'), deflateSync(Buffer.alloc(20 * 1024 ** 2))]))),
    ],
    ['a JPEG of 25 megabytes', 'image/jpeg', FINE, () => sparse(jpeg(), 25 * 1024 ** 2 - 100_000)],
    [
      'a JPEG with a film behind it, as phones make them',
      'image/jpeg',
      FINE,
      () => Buffer.concat([jpeg(), film()]),
    ],
    ['a JPEG with a page in its remark', 'image/jpeg', BOTH, () => behindStart(jpeg(), remark(PAGE))],
    ['a JPEG with a page behind it', 'image/jpeg', BOTH, () => Buffer.concat([jpeg(), text(PAGE)])],
    [
      'a JPEG with an archive behind it',
      'image/jpeg',
      BOTH,
      () => Buffer.concat([jpeg(), zip({ 'evil.js': Buffer.alloc(50) })]),
    ],
    [
      'a PNG with an archive and a long remark behind it',
      'image/png',
      BOTH,
      () => Buffer.concat([png(), zip({ 'evil.js': Buffer.alloc(50) }, ' '.repeat(65_000))]),
    ],
    ['a JPEG with a PDF in it', 'image/jpeg', BOTH, () => behindStart(jpeg(), remark('%PDF-1.7'))],
    [
      'a JPEG with PHP in it',
      'image/jpeg',
      BOTH,
      () => behindStart(jpeg(), remark('<?php system("id"); ?>')),
    ],
    [
      'a PDF that runs a script',
      'application/pdf',
      BOTH,
      () => pdf('', '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>'),
    ],
    [
      'a PDF that runs a script in its middle',
      'application/pdf',
      BOTH,
      () => pdf('x'.repeat(1_500_000), '/AA<</O<</S /JavaScript /JS 7 0 R>>>>', 'x'.repeat(1_500_000)),
    ],
    [
      'a PDF that runs a script and hides its name',
      'application/pdf',
      BOTH,
      () => pdf('x'.repeat(9_000), '/OpenAction<</S/J#61va#53cript/JS(1)>>', 'x'.repeat(9_000)),
    ],
    [
      'a PDF that runs a script between two pieces',
      'application/pdf',
      BOTH,
      () => pdf('x'.repeat(1024 ** 2 - 60), '/OpenAction<</S/JavaScript/JS(1)>>', 'x'.repeat(9_000)),
    ],
    [
      'a PDF that starts a program',
      'application/pdf',
      BOTH,
      () => pdf('x'.repeat(9_000), '/OpenAction<</S/Launch/F(cmd.exe)>>', 'x'.repeat(9_000)),
    ],
    ['a PDF with a page behind it', 'application/pdf', BOTH, () => Buffer.concat([pdf(''), text(PAGE)])],
    [
      'a PDF with an archive behind it',
      'application/pdf',
      BOTH,
      () => Buffer.concat([pdf(''), zip({ a: Buffer.alloc(9) })]),
    ],
    [
      'a drawing with a script',
      'image/png',
      A_PAGE,
      () => text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ['a page', 'image/jpeg', A_PAGE, () => text(`<!doctype html>${PAGE}`)],
    ['a page as PDF', 'application/pdf', A_PAGE, () => text(PAGE)],
    ['a GIF', 'image/png', NO_DOCUMENT, () => picture('gif')],
    ['a bitmap', 'image/png', NO_DOCUMENT, () => picture('bmp')],
    ['a TIFF', 'image/jpeg', NO_DOCUMENT, () => picture('tiff')],
    ['a document of Word', 'application/pdf', A_PAGE, () => zip({ 'word/document.xml': Buffer.alloc(300) })],
    [
      'a program of Windows',
      'image/jpeg',
      NO_DOCUMENT,
      () => Buffer.concat([text('MZ\u0090\0'), Buffer.alloc(500)]),
    ],
    ['a film', 'image/jpeg', NO_DOCUMENT, film],
    ['text', 'application/pdf', NO_DOCUMENT, () => text('Just some words.')],
    ['no byte', 'image/jpeg', NO_DOCUMENT, () => Buffer.alloc(0)],
    ['one byte', 'image/jpeg', NO_DOCUMENT, () => Buffer.from([0xff])],
  ];
  return made.map(([name, contentType, expected, make]) => ({
    ...{ kind: 'documents', name, purpose: 'document', fileName: 'Чек.jpg', contentType, expected },
    make: () => {
      const bytes = make();
      return Buffer.isBuffer(bytes) ? whole(bytes) : bytes;
    },
  }));
}

const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);

function heif(brand: string): Buffer {
  const meta = box('meta', u32(0), box('hdlr', u32(0, 0), text('pict'), Buffer.alloc(13)));
  return Buffer.concat([
    box('ftyp', text(brand), u32(0), text('mif1heic')),
    meta,
    box('mdat', Buffer.alloc(900)),
  ]);
}

function pdf(before: string, inCatalog = '', behind = ''): Buffer {
  return text(
    `%PDF-1.7\n1 0 obj\n<</Length ${before.length}>>\nstream\n${before}\nendstream\nendobj\n` +
      `2 0 obj\n<</Type/Catalog/Pages 3 0 R${inCatalog}>>\nendobj\n` +
      `4 0 obj\n<</Length ${behind.length}>>\nstream\n${behind}\nendstream\nendobj\ntrailer<</Root 2 0 R>>\n%%EOF\n`,
  );
}

function remark(content: string): Buffer {
  const words = text(content);
  return Buffer.concat([Buffer.from([0xff, 0xfe, 0, words.length + 2]), words]);
}

/** EXIF with a place, as a phone writes it, and as text for whoever searches for it. */
function exif(): Buffer {
  const tiff = Buffer.concat([
    text('Exif\0\0MM\0*\0\0\0\x08'),
    Buffer.from('000188250004000000010000001a00000000', 'hex'),
    text(`\0\x01GPS ${PLACE}`),
  ]);
  return Buffer.concat([Buffer.from([0xff, 0xe1, 0, tiff.length + 2]), tiff]);
}

function pngOf(width: number, height: number, ...chunks: readonly Buffer[]): Buffer {
  const header = Buffer.concat([u32(width, height), Buffer.from([1, 0, 0, 0, 0])]);
  const packed = deflateSync(Buffer.alloc(1024 ** 2));
  return Buffer.concat([
    ...[Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), ...chunks],
    ...[chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))],
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  return Buffer.concat([u32(content.length), text(type), content, u32(0)]);
}
