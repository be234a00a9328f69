import '../world/register-outside.ts';
import { World } from '../world/world.ts';
import { tellStory } from './story.ts';

const NOW = '2026-03-05T12:00:00.000Z';
const HOUR = 3_600_000;

export interface SeededWorld {
  world: World;
  /** Tokens of the customers' links, by tracking number. */
  links: ReadonlyMap<string, string>;
}

/** A new world with cases in every state; each time the same. */
export async function seedWorld(): Promise<SeededWorld> {
  const { outside } = await import('../world/outside.ts');
  const { virtualDate } = await import('../world/virtual-date.ts');
  const world = new World(NOW);
  const links = await tellStory({
    numbersBegin: '1010007',
    now: async () => NOW,
    call: (name, given) => world.call(name, given),
    send: (signed, bytes) => outside().storage.send(signed, bytes),
    settle: () => world.settle(),
    passHour: async () => virtualDate.advance(HOUR),
  });
  return { world, links };
}
