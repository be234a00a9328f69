import { caseStore, phoneHasher } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';

const MOST_PARCELS = 50;

export const handler = apiHandler('search-cases', async ({ body }) => {
  const phoneHash = (await phoneHasher()).hashOf(body.text);
  const parcels = await caseStore().listByPhone(phoneHash, MOST_PARCELS);
  return { status: 200, body: { parcels: parcels.map((each) => ({ ...each, matched: 'phone' as const })) } };
});
