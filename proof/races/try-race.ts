import '../world/register-outside.ts';
import { Life } from '../crashes/life.ts';
import { Broken } from '../proof.ts';
import { virtualDate } from '../world/virtual-date.ts';
import { type Explored, exploreAll, exploreSome } from './explore.ts';
import type { Race } from './race.ts';
import { racesOfMoney } from './races-of-money.ts';
import { racesOfParcel } from './races-of-parcel.ts';
import { fingerprint, summaryOf } from './summary.ts';
import { type Actor, type Choose, takeTurns } from './turns.ts';

export const races: readonly Race[] = [...racesOfMoney, ...racesOfParcel];

/** An answer that says: nothing was done, ask again. */
const TRY_AGAIN = /try-again/;

interface Form {
  /** Orders that are tried before the rest is drawn. */
  most: number;
  drawn: number;
  random: () => number;
}

export interface RaceTried extends Explored {
  race: string;
  /** Worlds that came of it, as they differ in anything. */
  worlds: number;
}

async function begin(race: Race) {
  const life = new Life();
  for (const step of race.given) await step(life);
  return { life, actors: await race.actors(life) };
}

/** What comes of the actors one after the other, in each order, with time passing between any two. */
class SerialOutcomes {
  readonly #race: Race;
  readonly #known = new Map<string, Set<string>>();

  constructor(race: Race) {
    this.#race = race;
  }

  /** Whoever was told to try again has done nothing. */
  async of(answers: Record<string, string>): Promise<Set<string>> {
    const idle = Object.keys(answers).filter((name) => TRY_AGAIN.test(answers[name] ?? ''));
    const known = this.#known.get(idle.join()) ?? (await this.#outcomes(new Set(idle)));
    this.#known.set(idle.join(), known);
    return known;
  }

  async #outcomes(idle: ReadonlySet<string>): Promise<Set<string>> {
    const outcomes = new Set<string>();
    const { actors } = await begin(this.#race);
    const pieces = actors.flatMap(({ ticks = 1 }, place) => Array.from({ length: ticks }, () => place));
    for (const order of ordersOf(pieces)) {
      const { life, actors: present } = await begin(this.#race);
      const answers = Object.fromEntries([...idle].map((name) => [name, 'try-again']));
      for (const place of order) {
        const actor = present[place] as Actor;
        if (actor.ticks !== undefined) virtualDate.advance(1);
        else if (!idle.has(actor.name)) answers[actor.name] = await actor.act();
      }
      outcomes.add(outcomeOf(this.#race, answers, await summaryOf(life)));
    }
    return outcomes;
  }
}

function ordersOf(pieces: readonly number[]): number[][] {
  if (pieces.length === 0) return [[]];
  const orders = pieces.flatMap((piece, place) =>
    ordersOf(pieces.toSpliced(place, 1)).map((rest) => [piece, ...rest]),
  );
  return [...new Map(orders.map((order) => [order.join(), order])).values()];
}

function toldAs({ linkDies = false }: Race, answer: string): string {
  if (TRY_AGAIN.test(answer)) return 'try-again';
  return linkDies && answer === '404 not-found' ? '409 policy-not-active' : answer;
}

function outcomeOf(race: Race, answers: Record<string, string>, summary: string): string {
  const told = Object.keys(answers)
    .sort()
    .filter((name) => name !== 'clock')
    .map((name) => `${name}: ${toldAs(race, answers[name] ?? '')}`);
  return `${told.join(', ')} → ${summary}`;
}

export async function tryRace(race: Race, { most, drawn, random }: Form): Promise<RaceTried> {
  const serial = race.isSerial ? new SerialOutcomes(race) : undefined;
  const worlds = new Set<string>();
  const run = async (choose: Choose): Promise<boolean> => {
    const { life, actors } = await begin(race);
    const order: string[] = [];
    const telling: Choose = (moves) => {
      const place = choose(moves);
      const told = place === undefined ? undefined : moves[place]?.told;
      if (told !== undefined) order.push(told);
      return place;
    };
    const answers = await takeTurns(actors, telling);
    if (!answers) return false;
    await check(race, life, answers, { serial, worlds, order });
    return true;
  };
  const explored = await exploreAll(run, most);
  if (explored.isExhaustive) return { race: race.name, worlds: worlds.size, ...explored };
  const some = await exploreSome(run, drawn, random);
  return { race: race.name, worlds: worlds.size, races: explored.races + some.races, isExhaustive: false };
}

async function check(
  race: Race,
  life: Life,
  answers: Record<string, string>,
  {
    serial,
    worlds,
    order,
  }: { serial: SerialOutcomes | undefined; worlds: Set<string>; order: readonly string[] },
): Promise<void> {
  try {
    const fault = Object.entries(answers).find(
      ([, answer]) => answer.startsWith('fault') || answer.startsWith('5'),
    );
    if (fault && !TRY_AGAIN.test(fault[1])) throw new Broken(`${fault[0]} got ${fault[1]}.`);
    const outcome = outcomeOf(race, answers, await summaryOf(life));
    // Those who come one after the other make a world of their own: what this one goes on to is seen first.
    const world = `${outcome} ${fingerprint()}`;
    // What is alike in everything goes on alike.
    if (worlds.has(world)) return;
    worlds.add(world);
    await life.comeToRest();
    await life.check();
    const expected = await serial?.of(answers);
    if (expected && !expected.has(outcome))
      throw new Broken(
        `It came to\n  ${outcome}\nOne after the other it comes to\n  ${[...expected].join('\n  ')}`,
      );
  } catch (error) {
    const why =
      error instanceof Broken ? error.message : error instanceof Error ? error.stack : String(error);
    throw new Broken(
      [`${race.name}: ${why}`, 'The order of effects:', ...order.map((told) => `  ${told}`)].join('\n'),
    );
  }
}
