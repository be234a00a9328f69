import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DIRECTORY = join(tmpdir(), 'protected-purchase-films');
/** Changes with the way in which films are made, so that old ones are not taken for new ones. */
const EDITION = 1;

/**
 * A real film of twelve seconds, H.264 and AAC in MP4, of about so many megabytes: a test picture under noise, which no
 * encoder can make small. It is encoded once a machine; the recording time is put in without encoding again.
 */
export function filmOf(megabytes: number, recordedAt: string): Buffer {
  mkdirSync(DIRECTORY, { recursive: true });
  const master = join(DIRECTORY, `noise-${megabytes}-${EDITION}.mp4`);
  if (!existsSync(master)) {
    const rate = `${Math.round((megabytes * 8) / 11.6)}M`;
    makeFile(master, [
      ...['-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=15:duration=12,noise=alls=60:allf=t'],
      ...['-f', 'lavfi', '-i', 'sine=frequency=440:duration=12'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
      ...['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', '10M', '-c:a', 'aac'],
    ]);
  }
  const dated = join(DIRECTORY, `dated-${process.pid}-${megabytes}.mp4`);
  makeFile(dated, ['-i', master, '-c', 'copy', '-metadata', `creation_time=${recordedAt}`]);
  try {
    return readFileSync(dated);
  } finally {
    rmSync(dated);
  }
}

/** Made beside its place and moved there, so that half a film is never taken for a whole one. */
function makeFile(file: string, settings: string[]): void {
  const unfinished = `${file}.${process.pid}.unfinished`;
  const common = ['-v', 'error', '-y'];
  try {
    execFileSync('ffmpeg', [...common, ...settings, '-movflags', '+faststart', '-f', 'mp4', unfinished], {
      timeout: 120_000,
    });
  } catch (error) {
    rmSync(unfinished, { force: true });
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('These tests need ffmpeg to make a film: apt-get install -y ffmpeg', { cause: error });
  }
  renameSync(unfinished, file);
}
