import type { Engines } from './engine-interfaces.ts';
import { startQueueEngine } from './queues/queue-engine.ts';
import { startObjectStorage } from './storage/object-storage.ts';
import { startWorkflowEngine } from './workflow/workflow-engine.ts';
import { startWorld } from './world/world.ts';

/** The real ones. */
export const laptopEngines: Engines = {
  startObjectStorage,
  startQueueEngine,
  startWorkflowEngine,
  startWorld,
};
