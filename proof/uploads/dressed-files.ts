import type { Finding } from '../../functions/contracts/case.ts';
import { gzipBomb, nestedZip, zip, zipBomb } from './archives.ts';
import { box, boxNamed, FTYP, text } from './boxes.ts';
import { type Content, type CorpusFile, type Expected, sparse, whole } from './corpus-file.ts';
import { CLUSTER, element, head, ID, info, TRACKS } from './elements.ts';
import type { Bait, FilmWorkshop } from './film-workshop.ts';
import { SOURCES } from './real-films.ts';

const exactly = (...findings: Finding[]): Expected => ({ exactly: findings });
const NO_FILM = exactly('not-a-video', 'type-differs');
const A_PAGE = exactly('not-a-video', 'type-differs', 'contains-markup');
const MARK_ONLY: Expected = { with: ['unreadable'], without: ['not-a-video', 'contains-markup'] };
const MARK_AND_PAGE: Expected = { with: ['unreadable', 'contains-markup'], without: ['not-a-video'] };
const BOTH = exactly('contains-markup');

const PAGE =
  '<!doctype html><html><head><title>film</title></head><body><script>alert(document.domain)</script></body></html>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';

const utf8 = (content: string) => Buffer.from(content, 'utf8');
const utf16 = (content: string) => Buffer.from(`\uFEFF${content}`, 'utf16le');
const utf16Big = (content: string) => utf16(content).swap16();

/** What is no film, or not only one. */
export function dressedFiles(workshop: FilmWorkshop): CorpusFile[] {
  const film = () => workshop.film(SOURCES.h264, { extension: 'mp4', format: 'mp4' });
  const webm = () => workshop.film(SOURCES.vp8, { extension: 'webm', format: 'webm' });
  return [
    ...asFilms('pages and programs', pages),
    ...asFilms('files of other kinds', others(workshop.bait)),
    ...asFilms('two things at once', both(film, webm, workshop.bait)),
  ];
}

type Dressed = [name: string, expected: Expected, make: () => Buffer | Content, contentType?: string];

function asFilms(kind: string, dressed: readonly Dressed[]): CorpusFile[] {
  return dressed.map(([name, expected, make, contentType = 'video/mp4']) => ({
    ...{ kind, name, purpose: 'film', fileName: 'VID_20260302.mp4', contentType, expected },
    make: () => {
      const made = make();
      return Buffer.isBuffer(made) ? whole(made) : made;
    },
  }));
}

const pages: readonly Dressed[] = [
  ['a page', A_PAGE, () => utf8(PAGE)],
  ['a page of capitals', A_PAGE, () => utf8(PAGE.toUpperCase())],
  ['a page behind blanks', A_PAGE, () => utf8(`\n\t  ${PAGE}`)],
  ['a page behind a mark of UTF-8', A_PAGE, () => utf8(`\uFEFF${PAGE}`)],
  ['a page in UTF-16', A_PAGE, () => utf16(PAGE)],
  ['a page in UTF-16, the other way round', A_PAGE, () => utf16Big(PAGE)],
  ['a page behind a remark', A_PAGE, () => utf8(`<!-- ${'film '.repeat(400)} -->${PAGE}`)],
  ['a page without a head', A_PAGE, () => utf8('<b onmouseover=alert(1)>Film</b>')],
  ['a page of one picture that is not there', A_PAGE, () => utf8('<img src=x onerror=alert(1)>')],
  ['a page behind a thousand words', A_PAGE, () => utf8(`${'film '.repeat(200)}${PAGE}`)],
  ['a page at the end of words', A_PAGE, () => utf8(`${'film '.repeat(20_000)}${PAGE}`)],
  ['a drawing', A_PAGE, () => utf8(SVG)],
  ['a drawing behind its declaration', A_PAGE, () => utf8(`<?xml version="1.0"?>\n<!DOCTYPE svg>\n${SVG}`)],
  ['a drawing in UTF-16', A_PAGE, () => utf16(`<?xml version="1.0" encoding="utf-16"?>${SVG}`)],
  [
    'XML that is turned into a page',
    A_PAGE,
    () => utf8('<?xml version="1.0"?><?xml-stylesheet href="javascript:alert(1)"?><a/>'),
  ],
  [
    'a saved page with all its parts',
    A_PAGE,
    () =>
      utf8(
        `MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n${PAGE}\n--x--`,
      ),
  ],
  ['a script', NO_FILM, () => utf8('alert(document.cookie);')],
  ['a script that begins like an old film', NO_FILM, () => utf8('var free=1;alert(document.cookie);')],
  ['a script that begins like another old film', NO_FILM, () => utf8('x = moov=1;alert(1);//')],
  ['a script that begins like a film', NO_FILM, () => utf8('var ftyp="isom";alert(1);//')],
  ['a page that begins like a film', A_PAGE, () => utf8(`<!--ftypisom-->${PAGE}`)],
  ['a script of a shell', NO_FILM, () => utf8('#!/bin/sh\ncurl http://127.0.0.1/ | sh\n')],
  ['a script of PHP', A_PAGE, () => utf8('<?php system($_GET["c"]); ?>')],
  ['a script of Windows', NO_FILM, () => utf8('@echo off\r\nformat c:\r\n')],
  ['a picture that is a script', NO_FILM, () => utf8('GIF89a=1;alert(1)//')],
  ['a module of WebAssembly', NO_FILM, () => Buffer.from('0061736d01000000', 'hex')],
];

const others = ({ url, file }: Bait): readonly Dressed[] => [
  ['no byte', NO_FILM, () => Buffer.alloc(0)],
  ['one byte', NO_FILM, () => Buffer.from([0])],
  ['a megabyte of zeros', NO_FILM, () => sparse(1024 ** 2)],
  ['a megabyte of ones', NO_FILM, () => Buffer.alloc(1024 ** 2, 0xff)],
  ['text', NO_FILM, () => utf8('Это не видео.')],
  [
    'a JPEG',
    NO_FILM,
    () => Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100', 'hex'), Buffer.alloc(2_000, 0x55)]),
  ],
  ['a PNG', NO_FILM, () => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500)])],
  [
    'a photograph of an iPhone',
    NO_FILM,
    () => Buffer.concat([box('ftyp', text('heic'), Buffer.alloc(4), text('mif1heic')), Buffer.alloc(500)]),
  ],
  [
    'a sound of Windows',
    NO_FILM,
    () => Buffer.concat([text('RIFF\u0024\u0000\u0000\u0000WAVEfmt '), Buffer.alloc(500)]),
  ],
  [
    'an MP3',
    NO_FILM,
    () => Buffer.concat([text('ID3\u0004\u0000\u0000\u0000\u0000\u0000\u0000'), Buffer.alloc(500)]),
  ],
  ['a program of Windows', NO_FILM, () => Buffer.concat([text('MZ\u0090\u0000'), Buffer.alloc(500)])],
  [
    'a program of Linux',
    NO_FILM,
    () => Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(500)]),
  ],
  ['an archive', A_PAGE, () => zip({ 'film.mp4': Buffer.alloc(100) })],
  ['an empty archive', A_PAGE, () => zip({})],
  ['an archive that unpacks to a thousand times itself', A_PAGE, () => zipBomb()],
  ['archives in archives', A_PAGE, () => nestedZip(6)],
  ['a packed file in a packed file', NO_FILM, () => gzipBomb()],
  [
    'an archive of 7-Zip',
    NO_FILM,
    () => Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(500)]),
  ],
  [
    'an archive of RAR',
    NO_FILM,
    () => Buffer.concat([Buffer.from('526172211a0701', 'hex'), Buffer.alloc(500)]),
  ],
  ['a PDF', A_PAGE, () => utf8('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n')],
  ['a playlist', NO_FILM, () => utf8(`#EXTM3U\n#EXTINF:1,\nfile://${file}\n${url}/film.ts\n`)],
  [
    'a list of films to be joined',
    NO_FILM,
    () => utf8(`ffconcat version 1.0\nfile '${file}'\nfile '${url}/film.mp4'\n`),
  ],
  [
    'a description of a session',
    NO_FILM,
    () => utf8('v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n'),
  ],
  ['a list for DASH', A_PAGE, () => utf8(`<?xml version="1.0"?><MPD><BaseURL>${url}/</BaseURL></MPD>`)],
  [
    'a shortcut of Windows',
    NO_FILM,
    () => Buffer.concat([Buffer.from('4c0000000114020000000000', 'hex'), Buffer.alloc(300)]),
  ],
  [
    'a document of Word before 2007',
    NO_FILM,
    () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)]),
  ],
];

/** A film, or its first bytes, with something behind, in front or inside that another program takes for its own. */
function both(film: () => Buffer, webm: () => Buffer, { url }: Bait): Dressed[] {
  const page = utf8(PAGE);
  const behindMark = (content: Uint8Array) => Buffer.concat([FTYP, content]);
  const inFront = (content: Uint8Array) => {
    const bytes = film();
    const { end } = boxNamed(bytes, 'ftyp');
    return Buffer.concat([bytes.subarray(0, end), box('free', content), bytes.subarray(end)]);
  };
  const archive = () => zip({ 'evil.exe': Buffer.alloc(500, 1) });
  return [
    ['the mark of a film, then a page', MARK_AND_PAGE, () => behindMark(page)],
    ['the mark of a film, then a page in UTF-16', MARK_AND_PAGE, () => behindMark(utf16(PAGE))],
    ['the mark of a film, then a drawing', MARK_AND_PAGE, () => behindMark(utf8(SVG))],
    ['the mark of a film, then a script', MARK_ONLY, () => behindMark(utf8('=1;alert(1)//'))],
    ['the mark of a film, then a playlist', MARK_ONLY, () => behindMark(utf8(`\n#EXTM3U\n${url}/film.ts\n`))],
    [
      'the mark of a WebM, then a page',
      MARK_AND_PAGE,
      () => Buffer.concat([head('webm'), page]),
      'video/webm',
    ],
    ['a film with a page behind it', BOTH, () => Buffer.concat([film(), page])],
    ['a film with a page inside its beginning', BOTH, () => inFront(page)],
    [
      'a film with sound that runs a script inside',
      BOTH,
      () => inFront(utf8('<audio src=x onerror="alert(1)">')),
    ],
    ['a film with an archive behind it', BOTH, () => Buffer.concat([film(), archive()])],
    [
      'a film with an archive behind it, and a long remark behind that',
      BOTH,
      () => Buffer.concat([film(), zip({ 'evil.exe': Buffer.alloc(500, 1) }, ' '.repeat(60_000))]),
    ],
    ['a film that is a PDF too', BOTH, () => inFront(utf8('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n'))],
    [
      'a film with a script of PHP behind it',
      BOTH,
      () => Buffer.concat([film(), utf8('<?php system("id"); ?>')]),
    ],
    ['a WebM with a page behind it', BOTH, () => Buffer.concat([webm(), page]), 'video/webm'],
    ['a page with a film behind it', A_PAGE, () => Buffer.concat([page, film()])],
    [
      'a photograph with a film behind it',
      NO_FILM,
      () => Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100ffd9', 'hex'), film()]),
    ],
    ['a PDF with a film behind it', A_PAGE, () => Buffer.concat([utf8('%PDF-1.7\n'), film()])],
    ['an archive with a film in it, not packed', A_PAGE, () => Buffer.concat([archive(), film()])],
    [
      'what a camera writes of itself',
      exactly(),
      () =>
        Buffer.concat([
          film(),
          box(
            'uuid',
            Buffer.alloc(16, 7),
            utf8('<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF/></x:xmpmeta>'),
          ),
        ]),
    ],
    [
      'a Matroska by the program libwebm',
      exactly(),
      () => Buffer.concat([head('matroska'), element(ID.segment, info('libwebm-1.0'), TRACKS, CLUSTER)]),
      'video/x-matroska',
    ],
  ];
}
