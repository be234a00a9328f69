import { setTimeout as pause } from 'node:timers/promises';
import { processorSeconds, processTree } from './process-tree.ts';

const LOOK_EVERY_MILLIS = 500;
/** Polling of queues and streams alone uses less of a processor. */
const BUSY_SHARE = 0.2;

/** Waits until a program and all that it has started have nothing to do: what follows from the last request is over. */
export async function untilQuiet(root: number): Promise<void> {
  let before = processorSeconds(processTree(root));
  let quietLooks = 0;
  while (quietLooks < 2) {
    await pause(LOOK_EVERY_MILLIS);
    const now = processorSeconds(processTree(root));
    quietLooks = now - before < (BUSY_SHARE * LOOK_EVERY_MILLIS) / 1_000 ? quietLooks + 1 : 0;
    before = now;
  }
}
