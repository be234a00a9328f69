import { appendToTimeline } from '../../functions/claims/timeline.ts';
import type { Finding } from '../../functions/contracts/case.ts';
import { uploadRequest } from '../../functions/contracts/customer.ts';
import { abortUpload } from '../../functions/evidence/abort-upload.ts';
import { checkFilm } from '../../functions/evidence/check-film.ts';
import { completeUpload } from '../../functions/evidence/complete-upload.ts';
import {
  judgeNewUpload,
  SMALLEST_PART_BYTES,
  UPLOADS_EVER_BEGUN,
} from '../../functions/evidence/film-limits.ts';
import { keepEvidence } from '../../functions/evidence/keep-evidence.ts';
import { removeUnclaimedFilms } from '../../functions/evidence/remove-unclaimed-films.ts';
import { startUpload } from '../../functions/evidence/start-upload.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';
import { digest, NOW, type OpenedEvidence, openEvidence, someBytes } from './evidence-fixture.ts';

const KEY = 'evidence/10100012123456/policy-1/upload-1';
const document = { purpose: 'document', contentType: 'image/jpeg', size: 3_000_000 } as const;
const claimed = () => somePolicy({ openClaims: 1 });

const text = (content: string) => Buffer.from(content, 'latin1');
const files = {
  jpeg: Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), text('\0\x10JFIF'), Buffer.alloc(300)]),
  png: Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(300)]),
  webp: Buffer.concat([text('RIFF\x24\0\0\0WEBPVP8 '), Buffer.alloc(300)]),
  heic: Buffer.concat([text('\0\0\0\x18ftypheic'), Buffer.alloc(300)]),
  heif: Buffer.concat([text('\0\0\0\x18ftypmif1'), Buffer.alloc(300)]),
  pdf: Buffer.concat([
    text('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'),
    Buffer.alloc(300),
    text('%%EOF\n'),
  ]),
};

async function sent(bytes: Uint8Array, contentType: string): Promise<OpenedEvidence> {
  const opened = openEvidence(claimed());
  const started = await opened.begin({ purpose: 'document', contentType, size: bytes.length });
  await opened.send(started, bytes);
  return opened;
}
async function received(bytes: Uint8Array, contentType: string, sha256?: string): Promise<OpenedEvidence> {
  const opened = await sent(bytes, contentType);
  await completeUpload({ policy: opened.policy, uploadId: 'upload-1', sha256, now: NOW }, opened.ports);
  return opened;
}
const check = ({ ports }: OpenedEvidence) =>
  checkFilm({ trackingNumber: '10100012123456', uploadId: 'upload-1' }, ports);

describe('a document', () => {
  it('is begun for an open claim, and moves no time limit', async () => {
    const opened = openEvidence(claimed(), '2026-03-31T20:00:00.000Z');
    const started = await opened.begin(document);
    expect(started).toEqual({
      uploadId: 'upload-1',
      partSize: SMALLEST_PART_BYTES,
      partCount: 1,
      finishUntil: '2026-04-07T21:00:00.000Z',
    });
    const { uploads, timeline } = await opened.readCase();
    expect(uploads[0]).toMatchObject({ purpose: 'document', objectKey: KEY });
    expect(timeline[0]?.facts).toEqual({ size: 3_000_000, contentType: 'image/jpeg', purpose: 'document' });
    const { claimableUntil, endsAt, uploads: begun } = await opened.readPolicy();
    expect([claimableUntil, begun]).toEqual([endsAt, 1]);
    await abortUpload({ policy: opened.policy, uploadId: 'upload-1', now: opened.clock.now() }, opened.ports);
    expect(await opened.readPolicy()).toMatchObject({ claimableUntil: endsAt, version: 2 });
  });

  it('is kept as what it shows, when its sender says so; a film shows an unboxing', async () => {
    const opened = openEvidence(claimed());
    await opened.begin({ ...document, documentKind: 'receipt' });
    const { uploads, timeline } = await opened.readCase();
    expect(uploads[0]).toMatchObject({ documentKind: 'receipt' });
    expect(timeline[0]?.facts).toMatchObject({ documentKind: 'receipt' });
    const given = { fileName: 'Чек.jpg', contentType: 'image/jpeg', documentKind: 'receipt' };
    expect(uploadRequest.safeParse({ ...given, purpose: 'document' }).success).toBe(true);
    expect(uploadRequest.safeParse({ ...given, purpose: 'film' }).success).toBe(false);
    expect(uploadRequest.safeParse(given).success).toBe(false);
    expect(uploadRequest.safeParse({ ...given, purpose: 'document', documentKind: 'anything' }).success).toBe(
      false,
    );
  });

  it('is refused without an open claim, of another type, without its size, too large', () => {
    const judge = (given: object, policy = claimed()) =>
      judgeNewUpload({ ...document, ...given }, [], policy, NOW);
    expect(judge({})).toBeUndefined();
    expect(judge({}, somePolicy())).toEqual({ refused: 'no-open-claim', facts: {} });
    expect(judge({}, somePolicy({ status: 'voided' }))?.refused).toBe('policy-not-active');
    expect(judge({ contentType: 'video/mp4' })?.refused).toBe('upload-type-not-accepted');
    expect(judge({ contentType: 'image/svg+xml' })?.refused).toBe('upload-type-not-accepted');
    expect(judge({ size: undefined })).toEqual({
      refused: 'invalid-request',
      facts: { field: 'size', minimum: 1 },
    });
    expect(judge({ size: 25 * 1024 ** 2 })).toBeUndefined();
    expect(judge({ size: 25 * 1024 ** 2 + 1 })).toEqual({
      refused: 'upload-too-large',
      facts: { maximumBytes: 25 * 1024 ** 2 },
    });
    for (const contentType of ['image/png', 'image/webp', 'image/heic', 'image/heif', 'application/pdf'])
      expect(judge({ contentType })).toBeUndefined();
  });

  it('is counted apart from films, twenty at most', () => {
    const of = (purpose: 'film' | 'document', count: number, more = {}) =>
      Array.from({ length: count }, (_, index) =>
        someUpload({ uploadId: `${purpose}-${index}`, purpose, startedAt: NOW, ...more }),
      );
    const film = { contentType: 'video/mp4', size: 1000 };
    const judge = (given: Parameters<typeof judgeNewUpload>[0], uploads: ReturnType<typeof of>) =>
      judgeNewUpload(given, uploads, claimed(), NOW)?.refused;
    expect(judge(document, [...of('film', 5), ...of('document', 19)])).toBeUndefined();
    expect(judge(document, of('document', 20))).toBe('uploads-too-many');
    expect(judge(film, [...of('film', 4), ...of('document', 20)])).toBeUndefined();
    expect(judge(film, of('film', 5))).toBe('uploads-too-many');
    const aborted = of('document', UPLOADS_EVER_BEGUN, { status: 'aborted' });
    expect(judge(document, aborted)).toBe('uploads-too-many');
    expect(judge(film, aborted)).toBeUndefined();
  });

  it('of a specialist is taken after the end as well, once there was a claim: a reply may come late', () => {
    const filedBy = { role: 'specialist', id: 'anna' } as const;
    const late = '2027-03-05T12:00:00.000Z';
    const judge = (policy: ReturnType<typeof somePolicy>) =>
      judgeNewUpload({ ...document, filedBy }, [], policy, late)?.refused;
    expect(judge(somePolicy())).toBe('no-open-claim');
    expect(judge(claimed())).toBeUndefined();
    expect(judge(somePolicy({ lastClaimClosedAt: NOW }))).toBeUndefined();
    expect(judgeNewUpload(document, [], somePolicy({ lastClaimClosedAt: NOW }), late)?.refused).toBe(
      'policy-not-active',
    );
  });

  it('leaves nothing open in the storage when it is refused', async () => {
    const opened = openEvidence();
    const input = { policy: opened.policy, fileName: 'receipt.jpg', ...document, now: NOW };
    expect(await startUpload(input, opened.ports)).toMatchObject({ refused: 'no-open-claim' });
    expect(opened.storage.openMultiparts()).toBe(0);
  });
});

describe('the check of a document', () => {
  it.each([
    ['jpeg', 'image/jpeg', 'jpeg'],
    ['png', 'image/png', 'png'],
    ['webp', 'image/webp', 'webp'],
    ['heic', 'image/heic', 'heic'],
    ['heic', 'image/heif', 'heic'],
    ['heif', 'image/heif', 'heic'],
    ['pdf', 'application/pdf', 'pdf'],
  ] as const)('finds nothing odd about %s sent as %s', async (file, contentType, container) => {
    const bytes = files[file];
    const opened = await received(bytes, contentType, digest(bytes, 'hex'));
    expect(await check(opened)).toEqual({ outcome: 'checked', evidenceId: 'upload-1', findings: [] });
    const [stored] = (await opened.readCase()).uploads;
    expect(stored?.check).toEqual({
      checkedAt: NOW,
      sha256: digest(bytes, 'hex'),
      size: bytes.length,
      versionId: expect.any(String),
      container,
      findings: [],
    });
  });

  it.each<[string, Buffer, string, Finding[]]>([
    ['a photograph by the name of a PDF', files.jpeg, 'application/pdf', ['type-differs']],
    ['a PDF by the name of a photograph', files.pdf, 'image/jpeg', ['type-differs', 'contains-markup']],
    [
      'a photograph with a PDF in it',
      Buffer.concat([files.jpeg, text('%PDF-1.4')]),
      'image/jpeg',
      ['contains-markup'],
    ],
    [
      'a page',
      text('<!doctype html><script>alert(1)</script>'),
      'image/png',
      ['not-a-document', 'type-differs', 'contains-markup'],
    ],
    [
      'a PDF with a page behind it',
      Buffer.concat([files.pdf, text('<script>')]),
      'application/pdf',
      ['contains-markup'],
    ],
    ['text', text('Just some words.'), 'image/png', ['not-a-document', 'type-differs']],
    [
      'a PDF with a script between two pieces of it',
      Buffer.concat([
        files.pdf,
        Buffer.alloc(1024 ** 2 - files.pdf.length - 12),
        text('/S/J#61vaScript '),
        Buffer.alloc(9000),
      ]),
      'application/pdf',
      ['contains-markup'],
    ],
    [
      'a photograph with an archive and a long remark behind it',
      Buffer.concat([
        files.jpeg,
        text('PK\u0005\u0006'),
        Buffer.alloc(16),
        Buffer.from([0x60, 0xea]),
        Buffer.alloc(60_000),
      ]),
      'image/jpeg',
      ['contains-markup'],
    ],
  ])('finds %s, and refuses nothing', async (_name, bytes, contentType, findings) => {
    expect(await check(await received(bytes, contentType))).toMatchObject({ outcome: 'checked', findings });
  });

  it('finds nothing odd about words in a photograph that only a viewer of PDFs would act on', async () => {
    const opened = await received(Buffer.concat([files.jpeg, text('/S/JavaScript')]), 'image/jpeg');
    expect(await check(opened)).toMatchObject({ findings: [] });
  });

  it('compares the digest that the browser said', async () => {
    const opened = await received(files.png, 'image/png', '00'.repeat(32));
    expect(await check(opened)).toMatchObject({ findings: ['sha256-differs'] });
  });
});

describe('what was sent as a document', () => {
  async function withClaim(opened: OpenedEvidence): Promise<void> {
    const { head } = await opened.readCase();
    const actor = { role: 'customer' } as const;
    await opened.ports.cases.commit({
      trackingNumber: '10100012123456',
      expectedVersion: head.version,
      claims: [someClaim()],
      timeline: appendToTimeline(head, [{ at: NOW, actor, action: 'file', claimId: 'claim-1' }]),
    });
  }

  it('is locked with the claim', async () => {
    const opened = await received(files.pdf, 'application/pdf');
    await withClaim(opened);
    const input = { trackingNumber: '10100012123456', policyId: 'policy-1', now: NOW };
    expect(await keepEvidence(input, opened.ports)).toEqual({ kept: 1 });
    expect(opened.storage.retainedUntil(KEY)).toBe('2029-03-05T21:00:00.000Z');
  });

  it('goes with the films of a policy that nobody claimed on', async () => {
    const opened = await received(files.pdf, 'application/pdf');
    const ended = somePolicy({ status: 'ended', endedAt: '2026-03-31T21:00:00.000Z' });
    const now = '2026-05-01T21:00:00.000Z';
    expect(await removeUnclaimedFilms({ policy: ended, now }, opened.ports)).toMatchObject({ removed: 1 });
    expect(opened.storage.objects()).toEqual([]);
  });

  it('is one of several parts where it is large', async () => {
    const bytes = Buffer.concat([files.jpeg, someBytes(SMALLEST_PART_BYTES)]);
    const opened = await received(bytes, 'image/jpeg');
    expect((await opened.readCase()).uploads[0]).toMatchObject({ partCount: 2, status: 'received' });
  });
});
