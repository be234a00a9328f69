import { DEMO_USERS } from './identity/demo-users.ts';

/**
 * What a newcomer sees when the laptop is ready: addresses, credentials and a first sale to paste. The shell asks the
 * laptop for the time, which may have been moved by then; the last line pasted again is the same sale once more.
 */
export const welcome = (laptop: {
  url: string;
  storageUrl: string | undefined;
  distributionUrls: Record<string, string>;
  dataDirectory: string;
  consoleUrl: string;
  clientId: string;
  clientSecret: string;
  /** Of the first sale: another one at every start, as a parcel is sold protection once. */
  trackingNumber: string;
}): string => {
  const { url, clientId, clientSecret, trackingNumber } = laptop;
  // Ends the shell's quotation around the sale and begins it again.
  const soldAt = `'$NOW'`;
  const sale = {
    trackingNumber,
    amount: 450_000,
    soldAt,
    office: { index: '101000', region: 'Москва', timeZone: 'Europe/Moscow' },
    clerkId: 'clerk-1',
    customer: { phone: '+79161234567' },
    seller: { name: 'ООО «Ромашка»' },
    consent: { termsVersion: '2026-01', acceptedAt: soldAt, personalData: true },
  };
  const distributions = Object.entries(laptop.distributionUrls).map(
    ([id, address]) => `  ${address}   distribution ${id}`,
  );
  return [
    '',
    `  ${url}   API (/v1), customer's page (/), sign-in (/oauth2), clock and messages (/_local)`,
    ...(laptop.storageUrl ? [`  ${laptop.storageUrl}   object storage`] : []),
    ...distributions,
    `  data and logs: ${laptop.dataDirectory}`,
    '',
    `Desk: ${laptop.consoleUrl}   sign in as ${DEMO_USERS.map(({ name, role }) => `${name} (${role})`).join(', ')}`,
    `POS: client ${clientId}, secret ${clientSecret}. A specialist's token: npm run --silent token -- specialist`,
    '',
    "A first sale, ready to paste. Open the link of its answer in a browser: that is the customer's page.",
    '',
    `TOKEN=$(curl -s -u ${clientId}:${clientSecret} -d grant_type=client_credentials ${url}/oauth2/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `NOW=$(curl -s ${url}/_local/clock | sed 's/.*"now":"\\([^"]*\\)".*/\\1/')`,
    `curl -s ${url}/v1/sales -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: first-sale-${trackingNumber}" -d '${JSON.stringify(sale)}'`,
    '',
  ].join('\n');
};
