import { sharedFrames } from '../../functions/signals/film-frames.ts';
import type { FilmFrames } from '../../functions/signals/ports.ts';
import { randomOf } from '../signals/unboxings.ts';
import type { Stores } from './stores.ts';

const AT = '2026-03-05T10:00:00.000Z';

/** So many frames that nobody else has. */
function someFrames(seed: number, count: number): string[] {
  const random = randomOf(seed);
  const digit = () => Math.floor(random() * 16).toString(16);
  return Array.from({ length: count }, () => Array.from({ length: 16 }, digit).join(''));
}

/** The frame with its last so many bits the other way. */
function changed(frame: string, bits: number): string {
  return (
    frame.slice(0, -2) +
    (Number.parseInt(frame.slice(-2), 16) ^ (2 ** bits - 1)).toString(16).padStart(2, '0')
  );
}

/** Films by what they show. */
export function describeFilmFrames(stores: () => Stores): void {
  let films: FilmFrames;
  beforeEach(() => {
    ({ films } = stores());
  });
  const film = (uploadId: string, frames: string[], policyId = `policy-of-${uploadId}`) => ({
    uploadId,
    trackingNumber: '10100012123456',
    policyId,
    at: AT,
    frames,
  });

  it('are kept with their frames, also when there are none, and twice is as once', async () => {
    const frames = someFrames(1, 20);
    expect(await films.find('a')).toBeUndefined();
    await films.remember(film('a', frames));
    await films.remember(film('a', frames));
    await films.remember(film('unreadable', []));
    expect(await films.find('a')).toEqual(frames);
    expect(await films.find('unreadable')).toEqual([]);
    expect(await films.alike({ policyId: 'other', frames }, 4)).toHaveLength(1);
  });

  it('are found by frames that look alike, the most alike first, and those of the same policy are left out', async () => {
    const frames = someFrames(2, 12);
    await films.remember(
      film(
        'whole',
        frames.map((frame) => changed(frame, 3)),
      ),
    );
    await films.remember(film('part', [...someFrames(3, 8), ...frames.slice(4, 9)]));
    await films.remember(film('three', [...frames.slice(0, 3), ...someFrames(4, 9)]));
    await films.remember(film('other', someFrames(5, 12)));
    await films.remember(film('own', frames, 'policy-1'));
    expect(await films.alike({ policyId: 'policy-1', frames }, 4)).toStrictEqual([
      { uploadId: 'whole', trackingNumber: '10100012123456', policyId: 'policy-of-whole', frames: 12 },
      { uploadId: 'part', trackingNumber: '10100012123456', policyId: 'policy-of-part', frames: 5 },
    ]);
    expect(await films.alike({ policyId: 'policy-1', frames: [] }, 4)).toEqual([]);
  });

  it('are at most twenty', async () => {
    const frames = someFrames(6, 6);
    for (let index = 0; index < 23; index += 1) await films.remember(film(`film-${index}`, frames));
    const alike = await films.alike({ policyId: 'policy-1', frames }, 4);
    expect(alike).toHaveLength(20);
    expect(alike.map((each) => each.frames)).toEqual(alike.map(() => sharedFrames(frames, frames)));
  });
}
