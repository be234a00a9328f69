import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

// A package of before modules: under Node's rules its default is the function, under its types it is not.
const readQr = createRequire(import.meta.url)('jsqr') as (
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  options: { inversionAttempts: 'dontInvert' },
) => { data: string } | null;

/** What the QR codes in a film's frames say, two frames a second; frames without a readable one are left out. */
export function readMarks(film: Buffer): { frames: number; texts: string[]; width: number; height: number } {
  const directory = mkdtempSync(path.join(tmpdir(), 'protected-purchase-marks-'));
  try {
    const file = path.join(directory, 'film');
    const raw = path.join(directory, 'frames.raw');
    writeFileSync(file, film);
    const shape = execFileSync('ffprobe', [
      ...[
        '-v',
        'error',
        '-select_streams',
        'v',
        '-show_entries',
        'stream=width,height',
        '-of',
        'csv=p=0',
        file,
      ],
    ]);
    const [width = 0, height = 0] = String(shape).trim().split(',').map(Number);
    // The code stands in the upper right corner; to search the whole picture for it takes ten times as long.
    const side = Math.min(width, height, 400);
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-y', '-i', file, '-vf', `fps=2,crop=${side}:${side}:iw-${side}:0`],
      ...['-f', 'rawvideo', '-pix_fmt', 'rgba', raw],
    ]);
    const pixels = readFileSync(raw);
    const frameBytes = side * side * 4;
    const frames = Math.floor(pixels.length / frameBytes);
    const texts = Array.from({ length: frames }, (_, index) =>
      readQr(
        new Uint8ClampedArray(pixels.subarray(index * frameBytes, (index + 1) * frameBytes)),
        side,
        side,
        // Dark on light, as it is drawn.
        { inversionAttempts: 'dontInvert' },
      ),
    ).flatMap((found) => (found ? [found.data] : []));
    return { frames, texts, width, height };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
