import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { LaptopClock } from './clock.ts';
import type { Engines, ObjectCreatedEvent, ObjectStorage, QueueEngine, World } from './engine-interfaces.ts';
import { LAPTOP_CREDENTIALS } from './functions/function-host.ts';
import { type Issuer, startIssuer } from './identity/issuer.ts';
import { loadSigningKeys, type SigningKeys } from './identity/signing-keys.ts';
import { REGION } from './intrinsics.ts';
import { bucketDefinitions, identitySettings, queueDefinitions, secretDefinitions } from './plan.ts';
import { loadSecrets, startSecretServer } from './secrets/secret-store.ts';
import { createTables, tableDefinitions } from './tables/table-definitions.ts';
import { startTables, type TableEngineName } from './tables/table-engine.ts';
import { CONSOLE_CLIENT_ID, POS_CLIENT_ID, POS_CLIENT_SECRET, type ResolvedTemplate } from './template.ts';

export interface RunningEngines {
  tablesUrl: string;
  storage: ObjectStorage | undefined;
  queues: QueueEngine | undefined;
  world: World;
  keys: SigningKeys;
  issuer: Issuer;
  secretsUrl: string;
}

/** Starts everything that holds data, side by side. What has started is on the stack, also when another part fails. */
export const startEngines = async (
  outline: ResolvedTemplate,
  options: {
    engines: Engines;
    tableEngine: TableEngineName;
    dataDirectory: string;
    cacheDirectory?: string | undefined;
    storagePort: number;
    issuerUrl: string;
    clock: LaptopClock;
    onObjectCreated: (event: ObjectCreatedEvent) => Promise<void>;
    onTablesDeath: () => void;
    stack: AsyncDisposableStack;
  },
): Promise<RunningEngines> => {
  const { engines, clock, stack } = options;
  const inData = (name: string) => join(options.dataDirectory, name);
  const keep = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    stack.defer(() => part.close());
    return part;
  };
  const secrets = secretDefinitions(outline);
  const secretValues = loadSecrets(inData('secrets'), secrets);
  const buckets = bucketDefinitions(outline);
  const queueList = queueDefinitions(outline);

  const tables = async () => {
    const running = keep(
      await startTables({
        engine: options.tableEngine,
        directory: inData('tables'),
        onDeath: options.onTablesDeath,
      }),
    );
    await createTables(running.url, tableDefinitions(outline));
    return running.url;
  };
  const storage = async () =>
    buckets.length === 0
      ? undefined
      : keep(
          await engines.startObjectStorage({
            port: options.storagePort,
            directory: inData('storage'),
            clock,
            credentials: LAPTOP_CREDENTIALS,
            region: REGION,
            buckets,
            onObjectCreated: options.onObjectCreated,
          }),
        );
  const queues = async () =>
    queueList.length === 0
      ? undefined
      : keep(
          await engines.startQueueEngine({
            port: 0,
            directory: inData('queues'),
            region: REGION,
            queues: queueList,
            // Its only receivers are the event sources of this process, and they have not started yet.
            receiversAreGone: true,
          }),
        );
  const world = async () => {
    const apiKey = providerKey(secretValues.values());
    return keep(await engines.startWorld({ directory: inData('world'), clock, apiKey }));
  };
  const identity = async () => {
    const { machineScopes, consoleScopes, redirectUris, logoutUris } = identitySettings(outline);
    const keys = await loadSigningKeys(inData('identity'));
    const issuer = await startIssuer({
      clock,
      logDirectory: inData('logs'),
      cacheDirectory: options.cacheDirectory,
      issuerUrl: options.issuerUrl,
      privateKey: keys.privateKey,
      cookieKey: randomBytes(32).toString('hex'),
      machine: { clientId: POS_CLIENT_ID, clientSecret: POS_CLIENT_SECRET, scopes: machineScopes },
      console: {
        clientId: CONSOLE_CLIENT_ID,
        scopes: consoleScopes,
        logoutUris,
        redirectUris: [...new Set([...redirectUris, `${options.issuerUrl}/`, 'http://localhost:5173/'])],
      },
    });
    return { keys, issuer: keep(issuer) };
  };

  const starts = [
    tables(),
    storage(),
    queues(),
    world(),
    identity(),
    startSecretServer(secrets, secretValues).then(keep),
  ] as const;
  // Nothing may still be starting when a failure is passed on, or it would never be stopped.
  await Promise.allSettled(starts);
  const [tablesUrl, objectStorage, queueEngine, outside, { keys, issuer }, secretServer] =
    await Promise.all(starts);
  return {
    tablesUrl,
    storage: objectStorage,
    queues: queueEngine,
    world: outside,
    keys,
    issuer,
    secretsUrl: secretServer.url,
  };
};

/** The functions find the providers' key in one of the secrets, by this name; the simulators must know the same one. */
const providerKey = (secretValues: Iterable<string>): string => {
  for (const text of secretValues) {
    try {
      const { providerApiKey } = JSON.parse(text) as { providerApiKey?: unknown };
      if (typeof providerApiKey === 'string') return providerApiKey;
    } catch {
      // A secret that is no JSON is not the one.
    }
  }
  return 'no-function-knows-this-key';
};
