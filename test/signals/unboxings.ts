import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const WIDTH = 320;
const HEIGHT = 180;
const RATE = 4;

interface Thing {
  grey: number;
  stripes: number;
  width: number;
  height: number;
  from: [number, number];
  speed: [number, number];
  since: number;
  until: number;
}

export interface Unboxing {
  /** What happens in it: another seed is another parcel. */
  seed: number;
  seconds?: number;
  /** Nothing but the table, as before a parcel is laid on it. */
  isEmpty?: boolean;
}

/**
 * A film of things that come, move and go on a checkered table cloth, the same cloth in all films, held by a hand that is
 * never quite still: not a picture of test bars, in which every frame of every film looks alike.
 */
export function unboxing(given: Unboxing): Buffer {
  const { seconds = 20 } = given;
  const frames = Array.from({ length: seconds * RATE }, (_, index) => pictureAt(given, index / RATE));
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${WIDTH}x${HEIGHT}`, '-r', String(RATE)];
  return converted(Buffer.concat(frames), raw, ['-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'mp4']);
}

/** The film as ffmpeg makes it of another one by these settings. */
export function converted(film: Buffer, input: string[], settings: string[]): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'unboxings-'));
  const [from, to] = [join(directory, 'from'), join(directory, 'to')];
  try {
    writeFileSync(from, film);
    const common = ['-v', 'error', '-y', '-threads', '1'];
    execFileSync('ffmpeg', [...common, ...input, '-i', from, ...settings, to], { timeout: 60_000 });
    return readFileSync(to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('These tests need ffmpeg to make films of: apt-get install -y ffmpeg', { cause: error });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function pictureAt({ seed, seconds = 20, isEmpty = false }: Unboxing, time: number): Buffer {
  const random = randomOf(seed);
  const phase = random() * 6;
  const sway = [6 * Math.sin(time * 0.7 + phase), 4 * Math.cos(time * 0.9 + phase)] as const;
  const light = Math.round(10 * Math.sin(time * 0.3 + phase));
  const picture = Buffer.from(clothAt(sway));
  const start = Math.floor(1000 * time + 7919 * seed) % NOISE.length;
  // By index and without globals: jest makes each look at a global slow, and these are millions.
  for (let place = 0; place < picture.length; place += 1) {
    const noise = NOISE[(start + place) % NOISE.length] as number;
    picture[place] = (picture[place] as number) + light + noise;
  }
  if (isEmpty) return picture;
  for (const thing of thingsOf(random, seconds)) draw(thing, picture, sway, time);
  return picture;
}

/** Checkered, the lines of a row all the same but for where they begin. */
function clothAt(sway: readonly [number, number]): Buffer {
  const line = (isOdd: boolean) =>
    Buffer.from(
      Array.from({ length: WIDTH }, (_, x) =>
        (Math.floor((x + sway[0]) / 16) % 2 === 0) === isOdd ? 130 : 170,
      ),
    );
  const lines = [line(false), line(true)] as const;
  return Buffer.concat(
    Array.from({ length: HEIGHT }, (_, y) => lines[Math.floor((y + sway[1]) / 16) % 2 === 0 ? 1 : 0]),
  );
}

function thingsOf(random: () => number, seconds: number): Thing[] {
  return Array.from({ length: 9 }, () => {
    const since = random() * seconds * 0.7;
    return {
      grey: 20 + random() * 220,
      stripes: 6 + random() * 30,
      width: 40 + random() * 120,
      height: 30 + random() * 90,
      from: [random() * 240, random() * 130] as [number, number],
      speed: [(random() - 0.5) * 16, (random() - 0.5) * 10] as [number, number],
      since,
      until: since + 4 + random() * seconds * 0.5,
    };
  });
}

function draw(thing: Thing, picture: Buffer, sway: readonly [number, number], time: number): void {
  if (time < thing.since || time > thing.until) return;
  const left = Math.round(thing.from[0] + thing.speed[0] * (time - thing.since) - sway[0]);
  const top = Math.round(thing.from[1] + thing.speed[1] * (time - thing.since) - sway[1]);
  const right = Math.min(WIDTH, Math.round(left + thing.width));
  const grey = Math.round(thing.grey);
  for (let y = Math.max(0, top); y < Math.min(HEIGHT, top + thing.height); y += 1) {
    for (let x = Math.max(0, left); x < right; x += 1) {
      const isStripe = (((x - left) / thing.stripes) | 0) % 3 === 0;
      picture[y * WIDTH + x] = isStripe ? 255 - grey : grey;
    }
  }
}

/** Numbers from 0 to 1, the same for the same seed. */
export function randomOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

const NOISE = Uint8Array.from({ length: 65_521 }, randomNoise(randomOf(2)));

function randomNoise(random: () => number): () => number {
  return () => Math.floor(8 * random());
}
