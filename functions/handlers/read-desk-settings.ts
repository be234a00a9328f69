import { serviceLevels } from '../claims/service-levels.ts';
import { signInSettings } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';

export const handler = apiHandler('read-desk-settings', async ({ now }) => ({
  status: 200,
  body: { ...signInSettings(), idleMinutes: serviceLevels.idleMinutes, now },
}));
