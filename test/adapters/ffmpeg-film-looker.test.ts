import path from 'node:path';
import { jest } from '@jest/globals';
import { createFfmpegFilmLooker } from '../../functions/adapters/ffmpeg-film-looker.ts';
import { ALIKE_FRAMES, differentFrames, sharedFrames } from '../../functions/signals/film-frames.ts';
import type { LookedAtFilm } from '../../functions/signals/ports.ts';
import { converted, unboxing } from '../signals/unboxings.ts';
import { createMemoryFilmFrames } from '../twins/memory-film-frames.ts';

// Films are made by ffmpeg, on a machine that may be busy.
jest.setTimeout(180_000);

const program = path.join(
  import.meta.dirname,
  '..',
  '..',
  'node_modules',
  '@ffmpeg-installer',
  'linux-x64',
  'ffmpeg',
);
const looker = createFfmpegFilmLooker({ program });

function stored(bytes: Uint8Array, given: Partial<LookedAtFilm> = {}): LookedAtFilm & { read(): number } {
  let read = 0;
  return {
    container: 'mp4',
    size: bytes.length,
    readRange: async (start, end) => {
      read += end - start;
      return bytes.subarray(start, end);
    },
    read: () => read,
    ...given,
  };
}

const framesOf = async (bytes: Uint8Array, given?: Partial<LookedAtFilm>) =>
  differentFrames(await looker.picturesOf(stored(bytes, given)));

const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'mp4'];
/** As the page burns it in: a band with text below, a code in the corner (web/customer/film/draw-marks.ts). */
const marks = (text: string) =>
  [
    'drawbox=x=0:y=ih*0.845:w=iw:h=ih*0.155:color=black@0.8:t=fill',
    `drawtext=text='${text} %{pts\\:hms}':x=w*0.03:y=h*0.88:fontsize=h*0.05:fontcolor=white`,
    'drawbox=x=iw-ih*0.23:y=0:w=ih*0.23:h=ih*0.23:color=white:t=fill',
    'drawbox=x=iw-ih*0.2:y=ih*0.03:w=ih*0.17:h=ih*0.17:color=black:t=fill',
  ].join(',');

describe('the same film', () => {
  const film = unboxing({ seed: 1 });
  const dressed: [string, LookedAtFilm['container'], string[]][] = [
    ['encoded again, badly', 'mp4', ['-crf', '38', ...H264]],
    ['in half the size', 'mp4', ['-vf', 'scale=160:90', ...H264]],
    [
      'as WebM',
      'webm',
      ['-c:v', 'libvpx', '-b:v', '150k', '-deadline', 'realtime', '-cpu-used', '8', '-f', 'webm'],
    ],
    ['as 3GP of an old phone, squeezed', '3gpp', ['-vf', 'scale=352:288', '-c:v', 'h263', '-f', '3gp']],
    ['in another container', 'matroska', ['-c', 'copy', '-f', 'matroska']],
    ['darker and duller', 'mp4', ['-vf', 'eq=brightness=-0.2:contrast=0.8', ...H264]],
    ['brighter and harder', 'mp4', ['-vf', 'eq=brightness=0.15:contrast=1.2', ...H264]],
    ['cut to its middle', 'mp4', ['-ss', '7.4', '-t', '10', ...H264]],
    ['a quarter faster', 'mp4', ['-vf', 'setpts=PTS/1.25', ...H264]],
    ['under the marks of a recording', 'mp4', ['-vf', marks('80123205123175  A1B2C3'), ...H264]],
  ];

  it.each(dressed)('is found when it was %s', async (_how, container, settings) => {
    const original = await framesOf(film);
    const again = await framesOf(converted(film, [], settings), { container });
    expect(sharedFrames(original, again)).toBeGreaterThanOrEqual(ALIKE_FRAMES);
    // Also by the index, which compares only what it has a piece of.
    const films = createMemoryFilmFrames();
    const kept = {
      uploadId: 'one',
      trackingNumber: '10100012123456',
      policyId: 'policy-1',
      at: '2026-03-02T10:00:00.000Z',
    };
    await films.remember({ ...kept, frames: original });
    expect(await films.alike({ policyId: 'policy-2', frames: again }, ALIKE_FRAMES)).toHaveLength(1);
  });

  it.each([
    ['mirrored', ['-vf', 'hflip', ...H264]],
    ['cropped by a fifth', ['-vf', 'crop=iw*0.8:ih*0.8', ...H264]],
  ])('is not found when it was %s, which is known', async (_how, settings) => {
    const again = await framesOf(converted(film, [], settings));
    expect(sharedFrames(await framesOf(film), again)).toBeLessThan(ALIKE_FRAMES);
  });
});

describe('different films', () => {
  it('of one table cloth, fifty of them, are none the same, and neither are two under the same kind of marks', async () => {
    const all: string[][] = [];
    for (let seed = 1; seed <= 50; seed += 1) all.push(await framesOf(unboxing({ seed })));
    expect(Math.min(...all.map(({ length }) => length))).toBeGreaterThan(2 * ALIKE_FRAMES);
    const shared = all.flatMap((one, index) => all.slice(index + 1).map((other) => sharedFrames(one, other)));
    expect(shared).toHaveLength(1225);
    expect(Math.max(...shared)).toBeLessThan(ALIKE_FRAMES);

    const marked = async (seed: number, text: string) =>
      framesOf(converted(unboxing({ seed }), [], ['-vf', marks(text), ...H264]));
    const [one, other] = [
      await marked(1, '80123205123175  A1B2C3'),
      await marked(2, '80123205123175  A1B2C4'),
    ];
    expect(sharedFrames(one, other)).toBeLessThan(ALIKE_FRAMES);
  });

  it('show nothing where there is only the cloth', async () => {
    expect(await framesOf(unboxing({ seed: 60, isEmpty: true }))).toEqual([]);
  });
});

describe('what is no honest film', () => {
  it('yields no pictures: noise, another container than it says, a film cut in the middle of its index', async () => {
    const film = unboxing({ seed: 3, seconds: 6 });
    for (const [bytes, container] of [
      [Buffer.alloc(100_000, 7), 'mp4'],
      [film, 'webm'],
      [film.subarray(0, film.length - 2000), 'mp4'],
      [new Uint8Array(0), 'webm'],
    ] as const)
      expect(await looker.picturesOf(stored(bytes, { container }))).toEqual([]);
  });

  it('leads nowhere: a playlist is not followed, whatever it is said to be', async () => {
    const playlist = Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\nhttp://169.254.169.254/latest\n');
    for (const container of ['mp4', 'matroska'] as const)
      expect(await looker.picturesOf(stored(playlist, { container }))).toEqual([]);
  });

  it('is left after its time, with the pictures that came until then', async () => {
    const film = unboxing({ seed: 4, seconds: 6 });
    let hold: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      hold = resolve;
    });
    const slow = createFfmpegFilmLooker({ program, longestLookMillis: 300 });
    const never = { readRange: () => held.then(() => new Uint8Array(0)) };
    expect(await slow.picturesOf(stored(film, never))).toEqual([]);
    hold();
  });
});

it('a long film is looked at from its beginning to its end, in sixty pictures', async () => {
  const film = converted(unboxing({ seed: 5 }), ['-stream_loop', '8'], ['-c', 'copy', '-f', 'mp4']);
  const looked = stored(film, { durationSeconds: 180 });
  const pictures = await looker.picturesOf(looked);
  expect(pictures.length).toBeGreaterThan(50);
  expect(pictures.length).toBeLessThanOrEqual(60);
  expect(looked.read()).toBeLessThanOrEqual(2 * film.length + 64 * 1024 ** 2);
});

it.each([600, 90])(
  'a film of twenty seconds whose header says %i is found all the same',
  async (durationSeconds) => {
    const film = unboxing({ seed: 1 });
    const lying = await framesOf(film, { durationSeconds });
    expect(lying).toEqual(await framesOf(film));
    expect(lying.length).toBeGreaterThanOrEqual(ALIKE_FRAMES);
  },
);

it('a fault of the storage or a missing program is not the film’s', async () => {
  const broken = { readRange: () => Promise.reject(new Error('The storage is away.')) };
  await expect(looker.picturesOf(stored(Buffer.alloc(1000), broken))).rejects.toThrow('away');
  const missing = createFfmpegFilmLooker({ program: '/nowhere/ffmpeg' });
  await expect(missing.picturesOf(stored(Buffer.alloc(1000)))).rejects.toThrow('ENOENT');
});
