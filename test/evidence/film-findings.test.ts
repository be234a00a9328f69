import type { FilmFacts } from '../../functions/evidence/film-findings.ts';
import { findingsOf } from '../../functions/evidence/film-findings.ts';
import { someUpload } from '../builders/claim.ts';
import { somePolicy } from '../builders/policy.ts';

const policy = somePolicy({ soldAt: '2026-03-01T09:30:00.000Z' });
const upload = someUpload({ status: 'received', receivedAt: '2026-03-05T10:00:00.000Z' });
const film: FilmFacts = {
  container: 'mp4',
  hasPicture: true,
  durationSeconds: 95,
  recordedAt: '2026-03-05T09:00:00.000Z',
  isBroken: false,
  hasMarkup: false,
};
const { container: _container, ...noContainer } = film;
const { recordedAt: _recordedAt, ...undated } = film;
const { durationSeconds: _duration, ...unmeasured } = film;

describe('what a specialist is shown about a film', () => {
  it('is nothing when all is well', () => {
    expect(findingsOf(film, upload, policy)).toEqual([]);
  });

  it('is that it is no video', () => {
    expect(findingsOf({ ...noContainer, hasPicture: false }, upload, policy)).toEqual([
      'not-a-video',
      'type-differs',
    ]);
    expect(findingsOf({ ...film, hasPicture: false }, upload, policy)).toEqual(['not-a-video']);
    // Of no kind that we know it is none, whatever can be seen of it, and nothing of it is unreadable.
    expect(findingsOf({ ...noContainer, isBroken: true }, upload, policy)).toEqual([
      'not-a-video',
      'type-differs',
    ]);
  });

  it('is that it cannot be read, which does not make it another thing than a film', () => {
    expect(findingsOf({ ...unmeasured, hasPicture: false, isBroken: true }, upload, policy)).toEqual([
      'unreadable',
    ]);
  });

  it('is that it is shorter than the terms ask', () => {
    expect(findingsOf({ ...film, durationSeconds: 9.999 }, upload, policy)).toEqual(['too-short']);
    expect(findingsOf({ ...film, durationSeconds: 0 }, upload, policy)).toEqual(['too-short']);
    expect(findingsOf({ ...film, durationSeconds: 10 }, upload, policy)).toEqual([]);
  });

  it('is that it was recorded before the sale, a quarter of an hour apart', () => {
    const at = (recordedAt: string) => findingsOf({ ...film, recordedAt }, upload, policy);
    expect(at('2026-03-01T09:15:00.000Z')).toEqual([]);
    expect(at('2026-03-01T09:14:59.999Z')).toEqual(['recorded-before-sale']);
  });

  it('is that it was recorded after it came, beyond what a camera on local time would say', () => {
    const at = (recordedAt: string) => findingsOf({ ...film, recordedAt }, upload, policy);
    expect(at('2026-03-05T22:15:00.000Z')).toEqual([]);
    expect(at('2026-03-05T22:15:00.001Z')).toEqual(['recorded-after-upload']);
  });

  it('is that nobody knows when it was recorded', () => {
    expect(findingsOf(undated, upload, policy)).toEqual(['recording-time-unknown']);
    // The server knows when one was begun that is recorded in the page.
    expect(findingsOf(undated, { ...upload, recordingCode: 'K7M2QX' }, policy)).toEqual([]);
  });

  it('is that it is of another type than declared', () => {
    const declared = (contentType: string, container: FilmFacts['container'] & string) =>
      findingsOf({ ...film, container }, { ...upload, contentType }, policy);
    expect(declared('video/mp4', 'quicktime')).toEqual(['type-differs']);
    expect(declared('video/webm', 'matroska')).toEqual(['type-differs']);
    expect(declared('video/quicktime', 'quicktime')).toEqual([]);
    expect(declared('video/webm', 'webm')).toEqual([]);
    expect(declared('video/x-matroska', 'matroska')).toEqual([]);
    expect(declared('video/3gpp', '3gpp')).toEqual([]);
    // Phones call their 3GP films MP4.
    expect(declared('video/mp4', '3gpp')).toEqual([]);
    expect(declared('video/3gpp', 'mp4')).toEqual(['type-differs']);
    expect(declared('video/webm', '3gpp')).toEqual(['type-differs']);
  });

  it('is that it holds markup', () => {
    expect(findingsOf({ ...film, hasMarkup: true }, upload, policy)).toEqual(['contains-markup']);
  });
});
