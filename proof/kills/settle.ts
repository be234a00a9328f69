import { setTimeout as pause } from 'node:timers/promises';
import { Broken } from '../proof.ts';
import { backlogOf, workUnderWay } from './at-rest.ts';
import { calmWorld } from './outside.ts';
import type { Stage } from './stage.ts';

/**
 * In which nothing was worked off. Far more than it takes: a payout that failed twelve times is tried again within three and
 * a half hours.
 */
const MOST_IDLE_ROUNDS = 25;
/** The reconciler runs every quarter of an hour. */
const ROUND = 'PT20M';
/**
 * Of a round; it gets longer as long as there is much to do, or the laptop would do nothing but stop and start. A claim has
 * others judged again that share a film with it, as here all do.
 */
const [BREATH_MILLIS, LONGEST_BREATH_MILLIS] = [1_500, 60_000];

/**
 * Lets the clock go on and the laptop stop and start, until nothing is under way any more; leaves it stopped. A new
 * start gives back what its queues had given out and nobody finished, as six minutes of waiting would.
 *
 * @throws Broken when it never comes to rest.
 */
export async function settle(stage: Stage, progress: (text: string) => void): Promise<void> {
  let restless: string[] = [];
  let left = Number.POSITIVE_INFINITY;
  let breath = BREATH_MILLIS;
  for (let [round, idle] = [1, 0]; idle < MOST_IDLE_ROUNDS; round += 1) {
    await calmWorld(stage);
    await stage.world.advance(ROUND);
    await pause(breath);
    await stage.laptop.stop();
    restless = workUnderWay(stage.laptop.directory);
    if (restless.length === 0) return;
    const now = backlogOf(stage.laptop.directory);
    progress(
      `comes to rest, round ${round}: ${restless.length} things are under way, ${now} messages and changes`,
    );
    idle = now < left ? 0 : idle + 1;
    breath = now > 0 ? Math.min(2 * breath, LONGEST_BREATH_MILLIS) : BREATH_MILLIS;
    left = Math.min(left, now);
    await stage.laptop.start({ moves: 60_000 });
  }
  throw new Broken(`It does not come to rest. Under way: ${restless.slice(0, 5).join('; ')}`);
}
