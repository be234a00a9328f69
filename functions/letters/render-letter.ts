import * as fontkit from 'fontkit';
import PDFDocument from 'pdfkit';
import { letterFrame } from '../messages/catalogue/letter-frame.ts';
import { hotline, letterhead } from '../messages/catalogue/service.ts';
import { render } from '../messages/fill-text.ts';
import { formatDay } from '../messages/format.ts';
import { letterFont } from './fonts.ts';
import type { LetterContent } from './letter-content.ts';
import { printableText } from './printable-text.ts';

type Document = PDFKit.PDFDocument;

/** A4 in points, with the margins of GOST R 7.0.97: wide on the left, where letters are filed. */
const MARGINS = { left: 71, right: 42, top: 48, bottom: 62 };
const FIRST_LINE_INDENT = 35;
const TEXT_SIZE = 11.5;
const SMALL_SIZE = 9;
const LINE_GAP = 2;

export interface RenderedLetter {
  bytes: Uint8Array;
  pages: number;
}

/**
 * A letter as a tagged A4 PDF with its typefaces embedded. Nothing in it comes from the clock or from chance, so the
 * same content is the same file.
 */
export function renderLetter(content: LetterContent): RenderedLetter {
  const letter = printable(content);
  const document = openDocument(letter);
  const root = document.struct('Document');
  document.addStructure(root);
  const part = (tag: string, write: () => void) => root.add(document.struct(tag, {}, write));

  part('Sect', () => writeLetterhead(document));
  drawRule(document);
  part('Sect', () => writeReference(document, letter));
  part('H1', () => writeSubject(document, letter));
  for (const paragraph of paragraphsOf(letter.body)) {
    part('P', () => writeParagraph(document, paragraph));
    document.moveDown(0.35);
  }
  if (letter.enclosures.length > 0) writeEnclosures(document, root, letter);
  keepTogether(document, 90);
  part('P', () => writeSignature(document, letter));
  root.end();

  const pages = document.bufferedPageRange().count;
  for (let page = 0; page < pages; page += 1) {
    document.switchToPage(page);
    if (letter.outgoingNumber === undefined) drawWatermark(document, letter);
    if (pages > 1) drawFooter(document, letter, page + 1, pages);
  }
  document.end();
  return { bytes: new Uint8Array(document.read() as Buffer), pages };
}

function printable(content: LetterContent): LetterContent {
  const show = (text: string) => printableText(text, isPrintable);
  const showMaybe = (text: string | undefined) => (text === undefined ? undefined : show(text));
  const { addressee } = content;
  return {
    ...content,
    addressee: { name: show(addressee.name), address: showMaybe(addressee.address) },
    subject: show(content.subject),
    body: show(content.body),
    enclosures: content.enclosures.map(({ fileName, what }) => ({
      fileName: show(fileName),
      what: showMaybe(what),
    })),
  };
}

let typeface: fontkit.Font | undefined;

/** Both weights have the same signs. */
function isPrintable(codePoint: number): boolean {
  typeface ??= fontkit.create(Buffer.from(letterFont('regular'))) as fontkit.Font;
  return typeface.hasGlyphForCodePoint(codePoint);
}

function openDocument({ subject, language, date }: LetterContent): Document {
  const document = new PDFDocument({
    size: 'A4',
    margins: MARGINS,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: language === 'ru' ? 'ru-RU' : 'en-GB',
    // The library's default is a typeface that is not embedded and has no Cyrillic letters.
    font: letterFont('regular') as unknown as string,
    info: { Title: subject, Author: letterhead.name, Creator: letterhead.name, CreationDate: new Date(date) },
  });
  document.registerFont('regular', letterFont('regular'));
  document.registerFont('bold', letterFont('bold'));
  return document.font('regular').fontSize(TEXT_SIZE).lineGap(LINE_GAP);
}

function writeLetterhead(document: Document): void {
  document.font('bold').fontSize(15).text(letterhead.name, { align: 'center' });
  document.font('regular').fontSize(SMALL_SIZE);
  document.text(letterhead.about, { align: 'center' });
  document.text(`${letterhead.address} · ${hotline.shown} · ${letterhead.email}`, { align: 'center' });
}

function drawRule(document: Document): void {
  const y = document.y + 4;
  document.markContent('Artifact', { type: 'Layout' });
  document.moveTo(MARGINS.left, y).lineTo(rightEdge(document), y).lineWidth(0.75).stroke();
  document.endMarkedContent();
  document.y = y + 16;
}

/** The number and the date on the left, the addressee beside them on the right. */
function writeReference(document: Document, letter: LetterContent): void {
  const frame = letterFrame[letter.language];
  const middle = MARGINS.left + (rightEdge(document) - MARGINS.left) * 0.48;
  const isSent = letter.outgoingNumber !== undefined;
  document.font('regular').fontSize(TEXT_SIZE);
  if (!isSent) document.text(frame.draftNote);
  const top = document.y;
  const width = middle - MARGINS.left - 20;
  document.text(render(frame.number, { number: letter.outgoingNumber ?? frame.blank }), { width });
  document.text(
    render(frame.date, { date: isSent ? formatDay(letter.date, letter.language) : frame.blank }),
    {
      width,
    },
  );
  const below = document.y;
  document.text(render(frame.to, { name: letter.addressee.name }), middle, top);
  if (letter.addressee.address) document.text(letter.addressee.address);
  document.x = MARGINS.left;
  document.y = Math.max(below, document.y) + 24;
}

function writeSubject(document: Document, { subject }: LetterContent): void {
  document
    .font('bold')
    .fontSize(TEXT_SIZE + 0.5)
    .text(subject, { width: lineWidth(document) * 0.75 });
  document.font('regular').fontSize(TEXT_SIZE).moveDown(1);
}

function writeParagraph(document: Document, paragraph: string): void {
  document.text(paragraph, { align: 'justify', indent: FIRST_LINE_INDENT });
}

function writeEnclosures(document: Document, root: PDFKit.PDFStructureElement, letter: LetterContent): void {
  const frame = letterFrame[letter.language];
  keepTogether(document, 50);
  document.moveDown(0.5);
  root.add(document.struct('P', {}, () => void document.text(frame.enclosures)));
  const list = document.struct('L');
  root.add(list);
  for (const [index, { fileName, what }] of letter.enclosures.entries()) {
    const named = what ? render(frame.enclosure, { what, file: fileName }) : fileName;
    const item = document.struct('LI');
    list.add(item);
    item.add(document.struct('LBody', {}, () => void document.text(`${index + 1}. ${named}`)));
    item.end();
  }
  list.end();
}

function writeSignature(document: Document, letter: LetterContent): void {
  const frame = letterFrame[letter.language];
  document.moveDown(1.5).text(frame.closing).text(frame.signatory).moveDown(1.2);
  document.fontSize(SMALL_SIZE).text(render(frame.contact, { phone: hotline.shown }));
}

function drawWatermark(document: Document, { language }: LetterContent): void {
  const { width, height } = document.page;
  asBackground(document, () => {
    document.rotate(-52, { origin: [width / 2, height / 2] });
    document.font('bold').fontSize(120).fillColor('#000000').fillOpacity(0.09);
    document.text(letterFrame[language].draft, 0, height / 2 - 80, {
      width,
      align: 'center',
      lineBreak: false,
    });
  });
}

function drawFooter(document: Document, letter: LetterContent, page: number, pages: number): void {
  const frame = letterFrame[letter.language];
  const y = document.page.height - MARGINS.bottom + 22;
  asBackground(document, () => {
    document.font('regular').fontSize(SMALL_SIZE);
    const number = letter.outgoingNumber ?? frame.blank;
    document.text(render(frame.number, { number }), MARGINS.left, y, { lineBreak: false });
    const shown = render(frame.page, { page: String(page), pages: String(pages) });
    document.text(shown, MARGINS.left, y, { width: lineWidth(document), align: 'right', lineBreak: false });
  });
}

/** Beside the text, not part of what is read aloud; and below the margin, where text would open a new page. */
function asBackground(document: Document, draw: () => void): void {
  const { bottom } = document.page.margins;
  document.page.margins.bottom = 0;
  document.markContent('Artifact', { type: 'Pagination' });
  document.save();
  draw();
  document.restore();
  document.endMarkedContent();
  document.page.margins.bottom = bottom;
}

function keepTogether(document: Document, height: number): void {
  if (document.y + height > document.page.height - MARGINS.bottom) document.addPage();
}

function lineWidth(document: Document): number {
  return rightEdge(document) - MARGINS.left;
}

function rightEdge(document: Document): number {
  return document.page.width - MARGINS.right;
}

function paragraphsOf(body: string): string[] {
  return body
    .split('\n')
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph.length > 0);
}
