import '../world/register-outside.ts';
import { World } from '../world/world.ts';
import { LONG_AGO_HOURS, type Told, tellStory } from './story.ts';

const NOW = '2026-03-05T12:00:00.000Z';
const HOUR = 3_600_000;

export interface SeededWorld {
  world: World;
  told: Told;
}

/** A new world with cases in every state; each time the same. */
export async function seedWorld(): Promise<SeededWorld> {
  const { outside } = await import('../world/outside.ts');
  const { virtualDate } = await import('../world/virtual-date.ts');
  const world = new World(new Date(Date.parse(NOW) - LONG_AGO_HOURS * HOUR).toISOString());
  const told = await tellStory({
    numbersBegin: '1010007',
    now: async () => world.now,
    call: (name, given) => world.call(name, given),
    send: (signed, bytes) => outside().storage.send(signed, bytes),
    settle: () => world.settle(),
    pass: async (hours) => virtualDate.advance(hours * HOUR),
  });
  return { world, told };
}
