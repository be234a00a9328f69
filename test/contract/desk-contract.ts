import type { Desk } from '../../functions/desk/ports.ts';
import type { Stores } from './stores.ts';

const AT = '2026-03-05T10:00:00.000Z';
const LATER = '2026-03-06T10:00:00.000Z';

/** The directory of the desk, and who has a case open. */
export function describeDesk(stores: () => Stores): void {
  let desk: Desk;
  beforeEach(() => {
    ({ desk } = stores());
  });

  describe('the directory', () => {
    it('knows whoever was seen, by name, with what they set themselves', async () => {
      expect([await desk.find('anna'), await desk.list()]).toEqual([undefined, []]);
      await desk.noteSeen({ personId: 'vera', role: 'supervisor', at: AT });
      await desk.noteSeen({ personId: 'anna', role: 'specialist', at: AT });
      const anna = { personId: 'anna', role: 'specialist', lastSeenAt: AT, locales: ['ru'] };
      expect(await desk.find('anna')).toStrictEqual(anna);
      expect((await desk.list()).map(({ personId }) => personId)).toEqual(['anna', 'vera']);
      await desk.change('anna', { absentUntil: LATER, locales: ['ru', 'en'] });
      await desk.noteSeen({ personId: 'anna', role: 'supervisor', at: LATER });
      expect(await desk.find('anna')).toStrictEqual({
        ...anna,
        role: 'supervisor',
        lastSeenAt: LATER,
        absentUntil: LATER,
        locales: ['ru', 'en'],
      });
    });

    it('is changed in what is given alone, and nobody is changed who is not in it', async () => {
      await desk.noteSeen({ personId: 'anna', role: 'specialist', at: AT });
      expect(await desk.change('anna', { absentUntil: LATER })).toMatchObject({
        absentUntil: LATER,
        locales: ['ru'],
      });
      expect(await desk.change('anna', { locales: ['en'] })).toMatchObject({ absentUntil: LATER });
      expect(await desk.change('anna', {})).toMatchObject({ absentUntil: LATER, locales: ['en'] });
      const back = await desk.change('anna', { absentUntil: null, locales: ['ru'] });
      expect(back).not.toHaveProperty('absentUntil');
      expect(await desk.find('anna')).toStrictEqual(back);
      expect(await desk.change('boris', { locales: ['en'] })).toBeUndefined();
      expect(await desk.change('boris', {})).toBeUndefined();
      expect(await desk.list()).toHaveLength(1);
    });
  });

  it('tells who has a case open, each once, and of no other case', async () => {
    const presence = {
      trackingNumber: '10100012123456',
      personId: 'anna',
      role: 'specialist' as const,
      since: AT,
      seenAt: AT,
      writing: false,
    };
    const again = { ...presence, seenAt: LATER, writing: true };
    await desk.watch(presence);
    await desk.watch({ ...presence, personId: 'vera' });
    await desk.watch({ ...presence, trackingNumber: '63000045987655' });
    await desk.watch(again);
    expect(await desk.listWatching(presence.trackingNumber)).toStrictEqual([
      again,
      { ...presence, personId: 'vera' },
    ]);
    expect(await desk.list()).toEqual([]);
  });
}
