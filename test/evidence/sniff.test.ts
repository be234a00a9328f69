import fc from 'fast-check';
import {
  containsMarkup,
  containsProgram,
  endsAsArchive,
  type SniffedKind,
  sniffKind,
} from '../../functions/evidence/sniff.ts';

const text = (content: string) => Buffer.from(content, 'utf8');
const box = (type: string, brand: string) =>
  Buffer.concat([Buffer.alloc(4), text(type + brand), Buffer.alloc(8)]);
const matroska = (docType: string) =>
  Buffer.concat([Buffer.from('1a45dfa3934282', 'hex'), text(docType), Buffer.alloc(8)]);

describe('the first bytes', () => {
  it.each<[SniffedKind, Buffer]>([
    ['mp4', box('ftyp', 'isom')],
    ['mp4', box('ftyp', 'mp42')],
    ['quicktime', box('ftyp', 'qt  ')],
    ['quicktime', box('moov', '')],
    ['quicktime', box('mdat', '')],
    ['3gpp', box('ftyp', '3gp4')],
    ['3gpp', box('ftyp', '3g2a')],
    ['webm', matroska('webm')],
    ['matroska', matroska('matroska')],
    ['jpeg', Buffer.from('ffd8ffe1', 'hex')],
    ['png', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['webp', text('RIFF\u0001\u0000\u0000\u0000WEBPVP8 ')],
    ['unknown', text('RIFF\u0001\u0000\u0000\u0000AVI LIST')],
    ['heic', box('ftyp', 'heic')],
    ['heic', box('ftyp', 'mif1')],
    ['markup', text('<!DOCTYPE html><title>film</title>')],
    ['markup', text('\uFEFF \n<svg onload="alert(1)">')],
    ['markup', text('<?xml version="1.0"?><svg/>')],
    ['markup', Buffer.from('\uFEFF<html>', 'utf16le')],
    ['script', text('#!/bin/sh\nrm -r films')],
    ['pdf', text('%PDF-1.7')],
    ['zip', Buffer.from('504b0304aabb', 'hex')],
    ['executable', text('MZ\u0090')],
    ['executable', Buffer.from('7f454c46', 'hex')],
    ['unknown', text('Это не видео.')],
    ['unknown', text('a < b')],
    ['unknown', text('a <b')],
    ['unknown', text('some\u0001\u0000\u0000\u0000WEBPVP8 ')],
    ['unknown', Buffer.alloc(0)],
    ['unknown', Buffer.alloc(100)],
    // Text in the place of a box's length: a program whose fifth letter begins a word of films.
    ['unknown', text('var free=1;alert(document.cookie);')],
    ['unknown', text('var ftyp="isom";alert(1);//')],
    ['markup', text('<!--ftypisom--><script>alert(1)</script>')],
    ['quicktime', Buffer.concat([Buffer.from('20202020', 'hex'), text('mdat'), Buffer.alloc(8)])],
    ['matroska', Buffer.concat([matroska('matroska'), text('libwebm-1.0')])],
  ])('say %s', (kind, head) => {
    expect(sniffKind(head)).toBe(kind);
  });

  it('never fail, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof sniffKind(bytes) === 'string'),
    );
  });
});

describe('what a browser or viewer would take for its own', () => {
  const marks = [
    '<script>alert(1)</script>',
    '<SCRIPT src=//e.x>',
    '<html>',
    '<!doctype  html>',
    '<svg onload=alert(1)>',
    '<iframe src="/">',
    '<img src=x onerror=alert(1)>',
    '<b onmouseover = alert(1)>',
    '<audio src=x onerror="alert(1)">',
    '<?php system(1);',
    '<a href="javascript:alert(1)">',
    'data:text/html,x',
    '%PDF-1.4',
    'PK\u0003\u0004',
    'PK\u0005\u0006',
  ];
  it.each(marks)('is seen anywhere in a piece: %p', (mark) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (before, after) => {
        expect(containsMarkup(Buffer.concat([before, text(mark), after]))).toBe(true);
      }),
      { numRuns: 20 },
    );
    expect(containsMarkup(Buffer.from(mark, 'utf16le'))).toBe(true);
  });

  it('is, of a PDF, not that it says so itself', () => {
    expect(containsMarkup(text('%PDF-1.7'), { isPdf: true })).toBe(false);
    expect(containsMarkup(text('%PDF-1.7 <script>'), { isPdf: true })).toBe(true);
  });

  it.each(['<meta charset=x>', '<META\tname=x>', '<style>', '<head>', '<body>', '<embed src=x>', '<object>'])(
    'is %p as well',
    (mark) => {
      expect(containsMarkup(text(mark))).toBe(true);
    },
  );

  it.each(['<metallic', '<imgx', '<scr\u00ff\u00feipt', '< script', 'on load =', '<b>on</b> one=1'])(
    'is not %p',
    (mark) => {
      expect(containsMarkup(Buffer.from(mark, 'latin1'))).toBe(false);
    },
  );

  it('is not what cameras write', () => {
    const xmp = '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF></rdf:RDF></x:xmpmeta>';
    expect(containsMarkup(text(xmp))).toBe(false);
    expect(containsMarkup(text('com.apple.quicktime.creationdate 2026-03-02T12:30:00+0300'))).toBe(false);
  });
});

describe('the directory of an archive', () => {
  const directory = (remark: string, length = remark.length) =>
    Buffer.concat([
      text('PK\u0005\u0006'),
      Buffer.alloc(16),
      Buffer.from([length & 255, length >> 8]),
      text(remark),
    ]);
  it('is seen behind anything and in front of a remark of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(65_535), (before, length) => {
        expect(endsAsArchive(Buffer.concat([before, directory(' '.repeat(length))]))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
  it('is seen behind one that is none', () => {
    expect(endsAsArchive(Buffer.concat([text('film'), directory('', 7), directory('')]))).toBe(true);
    // Nothing but what begins like one is one: zeros would be a remark of no length.
    expect(endsAsArchive(Buffer.concat([directory('', 7), Buffer.alloc(30)]))).toBe(false);
    expect(endsAsArchive(Buffer.alloc(22))).toBe(false);
  });
  it('is none when it does not end the file', () => {
    expect(endsAsArchive(Buffer.concat([directory(''), text('film')]))).toBe(false);
    expect(endsAsArchive(directory('', 7))).toBe(false);
    expect(endsAsArchive(text('PK\u0005\u0006'))).toBe(false);
  });
});

describe('what a PDF has its viewer run', () => {
  it.each(['/S/JavaScript/JS(1)', '/S /JavaScript', '/J#61va#53cript ', '<</S/Launch/F(cmd.exe)>>'])(
    'is %s',
    (action) => {
      expect(containsProgram(text(`1 0 obj ${action} endobj`))).toBe(true);
    },
  );
  it.each(['/Type/Catalog', 'JavaScript in a text', '/JavaScripts'])('is not %s', (word) => {
    expect(containsProgram(text(`1 0 obj ${word} endobj`))).toBe(false);
  });
});
