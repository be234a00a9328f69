import { Broken, type Proof, type Tried } from '../proof.ts';
import type { RaceTried } from '../races/try-race.ts';
import { shareOut, startWorker } from '../workers.ts';

const WORKERS = 2;
/** Orders that are tried one after the other, and how many are drawn where there are more. */
const SHORT = [40, 30];
const LONG = [5_000, 500];

type Message = { tried: RaceTried } | { broken: string };

/**
 * Up to three who act at the same time: every order of their effects, where there are not too many, and drawn ones
 * otherwise. What comes of it must be what comes of them one after the other, or «try again», and hold all that
 * must hold when everything has come to rest.
 */
export const proof: Proof = {
  title: 'Up to three who act at the same time',
  inCi: true,
  async run({ long, seed, progress }): Promise<Tried[]> {
    // Only here: it puts the world in the place of the adapters.
    const { races } = await import('../races/try-race.ts');
    const given = [seed, ...(long ? LONG : SHORT)].map(String);
    const tried: RaceTried[] = [];
    await shareOut(
      races.map(({ name }) => name),
      {
        workers: WORKERS,
        start: () => startWorker(new URL('../races/worker.ts', import.meta.url), given),
        isAnswer: (message): message is Message => 'tried' in message,
        heard: (message) => {
          const heard = message as Message;
          if ('broken' in heard) throw new Broken(heard.broken);
          tried.push(heard.tried);
          progress(
            `${tried.length} of ${races.length} races; last «${heard.tried.race}» in ${heard.tried.races} orders`,
          );
        },
      },
    );
    const whole = tried.filter(({ isExhaustive }) => isExhaustive);
    const drawn = tried.filter(({ isExhaustive }) => !isExhaustive);
    const sum = (of: readonly RaceTried[]) => of.reduce((total, each) => total + each.races, 0);
    return [
      { count: tried.length, what: 'races' },
      { count: whole.length, what: 'of them in every order that matters' },
      { count: sum(whole), what: 'orders of those' },
      { count: sum(drawn), what: 'orders of the others' },
      {
        count: tried.reduce((total, each) => total + each.worlds, 0),
        what: 'different worlds that came to rest',
      },
    ];
  },
};
