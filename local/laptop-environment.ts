import { LAPTOP_CREDENTIALS } from './functions/function-host.ts';
import { REGION } from './intrinsics.ts';
import { nameIn, readAddresses } from './laptop-addresses.ts';

/**
 * What a script has to have in its environment to work on a running laptop's tables by the service's own adapters, as
 * the functions do; undefined when none is running on this directory.
 */
export async function laptopEnvironment(dataDirectory: string): Promise<Record<string, string> | undefined> {
  const addresses = readAddresses(dataDirectory);
  if (!addresses?.secretsUrl || !addresses.secrets) return undefined;
  const isThere = await fetch(`${addresses.url}/_local/clock`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isThere) return undefined;
  const { tables, secrets } = addresses;
  return {
    AWS_ENDPOINT_URL_DYNAMODB: addresses.tablesUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: addresses.secretsUrl,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: LAPTOP_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LAPTOP_CREDENTIALS.secretAccessKey,
    POLICIES_TABLE: nameIn(tables, 'TablesPolicies'),
    CASES_TABLE: nameIn(tables, 'TablesCases'),
    REPORTS_TABLE: nameIn(tables, 'TablesReports'),
    KEYS_SECRET_ARN: nameIn(secrets, 'Keys'),
  };
}
