import { serviceLevels } from '../claims/service-levels.ts';
import * as operations from '../contracts/operations/desk.ts';
import { signInSettings } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';

export const handler = apiHandler(operations.readDeskSettings, async ({ now }) => ({
  status: 200,
  body: { ...signInSettings(), idleMinutes: serviceLevels.idleMinutes, now },
}));
