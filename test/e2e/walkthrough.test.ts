import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { normalizeTranscript } from './normalize-transcript.ts';
import { playWalkthrough } from './play-walkthrough.ts';
import { transcriptOf, withTranscript } from './readme-transcript.ts';

jest.setTimeout(PATIENCE_MILLIS);

let laptop: Laptop | undefined;
afterAll(() => laptop?.dispose());

describe('npm run walkthrough', () => {
  it('does what the README shows (npm run docs:walkthrough writes it anew)', async () => {
    laptop = await startLaptop();
    const played = normalizeTranscript(await playWalkthrough(laptop));
    const shown = normalizeTranscript(transcriptOf(readFileSync('README.md', 'utf8')));
    expect(shown.split('\n')).toEqual(played.split('\n'));
    // What it is about, in case that both should be empty.
    expect(played).toMatch(/byte for byte the same: true/);
    expect(played).toMatch(/"status":"compensated","paidAmount":450000/);
    expect(played).toMatch(/"status":"ended"/);
  });
});

describe('a normalized transcript', () => {
  const line = (parcel: string, status: number) =>
    `${status} {"trackingNumber":"${parcel}","amount":450000,"soldAt":"2026-11-22T14:35:10.747Z"}`;

  it('forgets what changes and keeps what matters', () => {
    const one = normalizeTranscript(line('10100025773020', 201));
    expect(one).toBe('201 {"trackingNumber":"<parcel 1>","amount":450000,"soldAt":"<instant>"}');
    expect(normalizeTranscript(line('10100033759757', 201))).toBe(one);
    expect(normalizeTranscript(line('10100025773020', 409))).not.toBe(one);
    expect(normalizeTranscript(line('10100025773020', 201).replace('450000', '450001'))).not.toBe(one);
  });

  it('tells parcels apart', () => {
    const [first, second] = ['10100025773020', '10100033759757'];
    expect(normalizeTranscript(`${first} ${second} ${first}`)).toBe('<parcel 1> <parcel 2> <parcel 1>');
  });

  it('has its place in a README', () => {
    const readme = 'before <!-- walkthrough -->old<!-- /walkthrough --> after';
    const written = withTranscript(readme, 'POST /\n201 $& {"a":1}');
    expect(transcriptOf(written)).toBe('POST /\n201 $& {"a":1}');
    expect(withTranscript(written, 'new')).toBe(withTranscript(readme, 'new'));
    expect(written).toMatch(/^before .* after$/s);
    expect(() => transcriptOf('without marks')).toThrow('README.md needs');
  });
});
