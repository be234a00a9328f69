import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFunctions } from '../../lib/build-functions.ts';
import { Broken, type Tried } from '../proof.ts';
import type { Checked, FileToCheck } from './check-process.ts';
import { type Checker, type Cost, startChecker } from './checker.ts';
import { type CorpusFile, disagreement, writeContent } from './corpus-file.ts';
import { sha256Of } from './damaged-films.ts';
import { type FilmWorkshop, PLACE } from './film-workshop.ts';

const MEBIBYTE = 1024 ** 2;

/** What a check may take of a function with 1,024 MB: its own process, and the one that reads. */
const MOST_CHECKER_BYTES = 320 * MEBIBYTE;
const MOST_READER_BYTES = 620 * MEBIBYTE;
/** Twice what one reading may take, for its boxes and for its pictures, and both ends. */
const MOST_READ_BYTES = 2 * 256 * MEBIBYTE + MEBIBYTE;

/** A film that leads round in circles is left after so long, unless there is a night for it. */
const SHORT_CIRCLE_MILLIS = 6_000;

const AT_ONCE = 2;

/** Endings of what a computer opens with a player or a viewer. */
const HARMLESS =
  /^[^\\/:*?"<>|\p{Cc}\u202A-\u202E\u2066-\u2069]+\.(?:mp4|m4v|mov|qt|webm|3gp|3g2|mkv|jpg|jpeg|jfif|png|webp|heic|heif|pdf)$/iu;

export interface Figures {
  files: number;
  checkerPeak: number;
  readerPeak: number;
  mostRead: number;
  slowest: { name: string; millis: number };
}

/** Every file through the use case, two at a time, each in a process that may die of it. */
export async function checkAll(
  files: readonly CorpusFile[],
  workshop: FilmWorkshop,
  { long, progress }: { long: boolean; progress(text: string): void },
): Promise<Figures> {
  const program = await bundledReader(workshop.directory);
  const figures: Figures = {
    files: 0,
    checkerPeak: 0,
    readerPeak: 0,
    mostRead: 0,
    slowest: { name: '', millis: 0 },
  };
  const wrong: string[] = [];
  const waiting = [...files];
  const work = async () => {
    const checker = startChecker();
    try {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        const label = `${file.kind}: ${file.name}`;
        try {
          note(figures, label, await checkOne(file, { checker, workshop, program, long }));
        } catch (error) {
          wrong.push(`${label}: ${(error as Error).message}`);
        }
        if (figures.files % 20 === 0) progress(`${figures.files} of ${files.length} files`);
      }
      if (checker.output().includes(PLACE))
        wrong.push(`a place stands in what was printed: ${checker.output()}`);
    } finally {
      checker.end();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (wrong.length > 0) throw new Broken(`${wrong.length} of ${files.length} files: ${wrong.join('; ')}.`);
  return figures;
}

function note(
  figures: Figures,
  label: string,
  { peakBytes, readerPeakBytes, read, millis }: Checked & Cost,
): void {
  figures.files += 1;
  figures.checkerPeak = Math.max(figures.checkerPeak, peakBytes);
  figures.readerPeak = Math.max(figures.readerPeak, readerPeakBytes);
  figures.mostRead = Math.max(figures.mostRead, read.bytes);
  if (millis > figures.slowest.millis) figures.slowest = { name: label, millis };
}

interface Means {
  checker: Checker;
  workshop: FilmWorkshop;
  program: string;
  long: boolean;
}

async function checkOne(
  file: CorpusFile,
  { checker, workshop, program, long }: Means,
): Promise<Checked & Cost> {
  const path = workshop.fileOf('bin');
  writeContent(path, file.make());
  try {
    const asked: FileToCheck = {
      ...{ path, program, purpose: file.purpose, fileName: file.fileName, contentType: file.contentType },
      ...(file.sent && { claimedSha256: sha256Of(file.sent()) }),
      ...(file.hangs && !long && { longestMillis: SHORT_CIRCLE_MILLIS }),
    };
    const checked = await checker.check(asked);
    const fault = disagreement(file.expected, checked.findings) ?? (await faultOf(checked, path));
    if (fault !== undefined) throw new Error(fault);
    return checked;
  } finally {
    rmSync(path, { force: true });
  }
}

async function faultOf(
  { check, read, peakBytes, readerPeakBytes, caseText, keptAs }: Checked & Cost,
  path: string,
): Promise<string | undefined> {
  if (check.sha256 !== (await digestOf(path))) return 'another digest was written than that of the file';
  if (caseText.includes(PLACE)) return 'the place where it was filmed stands in the case';
  if (!HARMLESS.test(keptAs)) return `it is kept as ${JSON.stringify(keptAs)}`;
  if (peakBytes > MOST_CHECKER_BYTES) return `the check took ${megabytes(peakBytes)}`;
  if (readerPeakBytes > MOST_READER_BYTES) return `reading it took ${megabytes(readerPeakBytes)}`;
  return read.bytes > MOST_READ_BYTES ? `${megabytes(read.bytes)} were read` : undefined;
}

/** As it lies beside the function. */
async function bundledReader(directory: string): Promise<string> {
  const source = fileURLToPath(new URL('../../functions/adapters/media-process.ts', import.meta.url));
  const folder = join(directory, 'bundles');
  await buildFunctions({ 'media-process': source }, folder);
  return join(folder, 'media-process', 'index.mjs');
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: MEBIBYTE })) hash.update(piece as Buffer);
  return hash.digest('hex');
}

export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / MEBIBYTE)} MB`;
}

export function triedAs({ files, checkerPeak, readerPeak, mostRead, slowest }: Figures): Tried[] {
  return [
    { count: files, what: 'files through the use case' },
    { count: Math.ceil(checkerPeak / MEBIBYTE), what: 'MB at most in the process that checks' },
    { count: Math.ceil(readerPeak / MEBIBYTE), what: 'MB at most in the one that reads a film' },
    { count: Math.ceil(mostRead / MEBIBYTE), what: 'MB read of one file at most beside its digest' },
    { count: Math.ceil(slowest.millis / 1_000), what: `s for the slowest (${slowest.name})` },
  ];
}
