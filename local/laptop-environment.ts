import { LAPTOP_CREDENTIALS } from './functions/function-host.ts';
import { REGION } from './intrinsics.ts';
import { nameIn, readAddresses } from './laptop-addresses.ts';
import { dataDirectoryOf } from './settings.ts';

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

/**
 * Makes this process's environment name the tables that a script is to work on: as it is where it names `given` already,
 * else those of the laptop that is running.
 *
 * @returns what time it is there
 * @throws Error that says what to do when there is neither
 */
export async function enterTables(given: 'CASES_TABLE' | 'REPORTS_TABLE'): Promise<{ now: string }> {
  if (process.env[given]) return { now: new Date().toISOString() };
  const directory = dataDirectoryOf(process.env);
  const environment = await laptopEnvironment(directory);
  if (!environment)
    throw new Error(
      `No laptop is running on ${directory}. Start it with npm start, or set ${given} and the others.`,
    );
  Object.assign(process.env, environment);
  const response = await fetch(`${readAddresses(directory)?.url}/_local/clock`);
  return (await response.json()) as { now: string };
}
