import { join } from 'node:path';
import { LaptopClock } from './clock.ts';
import { openDataDirectory } from './data-directory.ts';
import { type EdgeServer, type OriginPlace, openEdge, parseOriginDomain } from './edge/distribution.ts';
import type { Engines, ObjectCreatedEvent } from './engine-interfaces.ts';
import { serviceEvent } from './events/queue-source.ts';
import { LAPTOP_CREDENTIALS } from './functions/function-host.ts';
import { apiHandler } from './http/api-handler.ts';
import { consoleAddressHandler, type Handler, issuerHandler, openFront } from './http/front.ts';
import { laptopHandler } from './http/laptop-handler.ts';
import { publicHostHandler } from './http/public-host.ts';
import { writeAddresses } from './laptop-addresses.ts';
import {
  bucketDefinitions,
  bucketDeployments,
  distributions,
  eventSources,
  functionDefinitions,
  httpApi,
  identitySettings,
  lifecycleRules,
  rulesAndSchedules,
  secretDefinitions,
} from './plan.ts';
import { NOWHERE, startCompute, type Tap } from './runtime-compute.ts';
import { startEngines } from './runtime-engines.ts';
import { startTriggers } from './runtime-triggers.ts';
import { deployToBuckets } from './storage/bucket-deployment.ts';
import { type StorageAccess, signAddress } from './storage/signed-address.ts';
import { tableDefinitions } from './tables/table-definitions.ts';
import { preferredTableEngine, type TableEngineName } from './tables/table-engine.ts';
import { type Addresses, CONSOLE_CLIENT_ID, LaptopTemplate, type ResolvedTemplate } from './template.ts';

export interface RuntimeOptions {
  /** The synthesized template, parsed. */
  template: unknown;
  /** Holds the `asset.<hash>` folders that the template names. */
  assetDirectory: string;
  dataDirectory: string;
  /** What is expensive to find out about this very stack is kept there for the next start: compiled code, verdicts. */
  cacheDirectory?: string | undefined;
  /** Of the front; the storage and the distributions take the next ones. 0: any that are free. */
  port: number;
  engines: Engines;
  tableEngine?: TableEngineName;
  /** Values of the template's parameters, over the runtime's own. */
  parameters?: Record<string, string>;
  /** Told what is being done, in short lines. */
  say?: (line: string) => void;
  /** Told why, when a part dies without which nothing is answered any more; the runtime is of no use then. */
  onBroken?: (reason: string) => void;
  tap?: Tap;
}

export interface Runtime {
  /** The HTTP API, the issuer and `/_local`. */
  url: string;
  issuerUrl: string;
  storageUrl: string | undefined;
  tablesUrl: string;
  /** Of each distribution, by logical id. */
  distributionUrls: Record<string, string>;
  clock: LaptopClock;
  close(): Promise<void>;
}

/**
 * Runs a synthesized stack.
 * @throws TemplateRefusal, DirectoryInUse or MissingPrerequisite when it cannot; nothing is left running then.
 */
export const startRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const template = new LaptopTemplate(options.template);
  const tableEngine = options.tableEngine ?? preferredTableEngine();
  await using starting = new AsyncDisposableStack();
  // Events of an earlier run wait for it: they are kept and come again, and must not keep a start that fails from ending.
  const bus: Bus = Promise.withResolvers();
  bus.promise.catch(() => {});
  const runtime = await startParts(options, template, tableEngine, starting, bus).catch((error: unknown) => {
    bus.reject(error);
    throw error;
  });
  const stack = starting.move();
  let closing: Promise<void> | undefined;
  return {
    ...runtime,
    close() {
      closing ??= stack.disposeAsync();
      return closing;
    },
  };
};

type Bus = PromiseWithResolvers<(event: unknown) => Promise<void>>;

const startParts = async (
  options: RuntimeOptions,
  template: LaptopTemplate,
  tableEngine: TableEngineName,
  stack: AsyncDisposableStack,
  bus: Bus,
): Promise<Omit<Runtime, 'close'>> => {
  const say = options.say ?? (() => {});
  const data = openDataDirectory(options.dataDirectory);
  stack.defer(() => data.release());
  const clock = new LaptopClock(data.readClockOffset());
  stack.defer(() => clock.close());
  const front = await openFront(options.port);
  stack.defer(() => front.close());
  const laterPort = (offset: number) => (options.port === 0 ? 0 : options.port + offset);
  const edges = new Map<string, EdgeServer>();
  const publicDistribution = template.publicDistribution();
  const ownHosts = template
    .logicalIds('AWS::CloudFront::Distribution')
    .filter((id) => id !== publicDistribution);
  for (const [index, id] of ownHosts.entries()) {
    const edge = await openEdge(laterPort(2 + index));
    stack.defer(() => edge.close());
    edges.set(id, edge);
  }

  const publicHost = `localhost:${front.port}`;
  const addresses: Addresses = {
    apiUrl: `http://127.0.0.1:${front.port}`,
    issuerUrl: `http://${publicHost}`,
    queueUrl: (name) => `${NOWHERE}/000000000000/${name}`,
    distributionHost: (id) => `127.0.0.1:${edges.get(id)?.port ?? front.port}`,
    storageUrl: NOWHERE,
    parameters: {},
  };
  const parameters = (world: WorldUrls) => ({
    ...parameterValues(world, publicHost),
    ...options.parameters,
  });
  const nowhere = { messagesUrl: NOWHERE, payoutsUrl: NOWHERE, carrierUrl: NOWHERE };
  // A first pass with addresses that are not final, so that every refusal comes before an engine starts.
  const outline = template.resolve({ ...addresses, parameters: parameters(nowhere) });
  examine(outline, options.assetDirectory);
  for (const rule of lifecycleRules(outline).notRun) say(`known but not run here: lifecycle of ${rule}`);

  const { engines, dataDirectory, cacheDirectory } = options;
  const context = { engines, clock, stack, dataDirectory, cacheDirectory };
  say(`starting tables (${tableEngine}), storage, queues, issuer and the outside world`);
  const running = await startEngines(outline, {
    ...context,
    tableEngine,
    storagePort: laterPort(1),
    onTablesDeath: () =>
      options.onBroken?.(
        `The table engine (${tableEngine}) has died; its log is ${join(options.dataDirectory, 'tables', 'engine.log')}. What was stored is kept: start the laptop again.`,
      ),
    issuerUrl: addresses.issuerUrl,
    onObjectCreated: async (event) => {
      const publish = await bus.promise;
      await publish(objectCreatedEvent(event));
    },
  });

  const resolved = template.resolve({
    ...addresses,
    queueUrl: (name) => running.queues?.queueUrl(name) ?? '',
    storageUrl: running.storage?.url ?? NOWHERE,
    parameters: parameters(running.world),
  });
  say('starting functions, workflows and event sources');
  const compute = await startCompute(resolved, running, {
    ...context,
    assetDirectory: options.assetDirectory,
    tap: options.tap,
  });
  bus.resolve(compute.publish);
  await startTriggers(resolved, running, compute, context);
  const storage = running.storage && {
    url: running.storage.url,
    credentials: LAPTOP_CREDENTIALS,
    now: () => clock.now(),
  };
  const places = placesOf(resolved, addresses.apiUrl, storage);
  const hosts = distributions(resolved);
  for (const definition of hosts) edges.get(definition.logicalId)?.serve(definition, places.placeOf);
  if (storage) {
    // Its record lies beside the objects: who takes them away has them put there again.
    const recordFile = join(options.dataDirectory, 'storage', 'deployments.json');
    await deployToBuckets(bucketDeployments(resolved, options.assetDirectory), storage, recordFile);
  }

  const api = httpApi(resolved);
  const { machineScopes, consoleScopes } = identitySettings(resolved);
  const handlers: Handler[] = [
    laptopHandler({
      clock,
      keepClock: (offsetMillis) => {
        data.writeClockOffset(offsetMillis);
        compute.beforeMove(offsetMillis - clock.offsetMillis);
      },
      quiet: compute.quiet,
      messages: () => running.world.messages(),
      attachment: (messageId, index) => running.world.attachment(messageId, index),
      tellCarrier: (trackingNumber, news) => running.world.tellCarrier(trackingNumber, news),
      world: {
        messagesUrl: running.world.messagesUrl,
        payoutsUrl: running.world.payoutsUrl,
        carrierUrl: running.world.carrierUrl,
      },
      tokens: {
        keys: running.keys,
        issuer: addresses.issuerUrl,
        clientId: CONSOLE_CLIENT_ID,
        scopes: consoleScopes,
      },
    }),
    issuerHandler({ url: running.issuer.url, publicHost, machineScopes }),
    consoleAddressHandler(publicHost),
  ];
  if (api) {
    const answer = apiHandler(api, { keys: running.keys.publicKeys, clock, invoke: compute.invoke });
    const host = hosts.find(({ logicalId }) => logicalId === publicDistribution);
    handlers.push(host ? publicHostHandler(host, { ...places, api: answer }) : answer);
  }
  front.serve(handlers);
  writeAddresses(options.dataDirectory, {
    url: addresses.apiUrl,
    tablesUrl: running.tablesUrl,
    secretsUrl: running.secretsUrl,
    secrets: Object.fromEntries(secretDefinitions(resolved).map(({ logicalId, arn }) => [logicalId, arn])),
    ...(running.storage && { storageUrl: running.storage.url }),
    tables: Object.fromEntries(tableDefinitions(resolved).map(({ logicalId, name }) => [logicalId, name])),
    buckets: Object.fromEntries(
      resolved.all('AWS::S3::Bucket').map(({ logicalId, name }) => [logicalId, name]),
    ),
  });
  // Again, to be the first thing that closes: no new requests while the rest shuts down.
  stack.defer(() => front.close());
  return {
    url: addresses.apiUrl,
    issuerUrl: addresses.issuerUrl,
    storageUrl: running.storage?.url,
    tablesUrl: running.tablesUrl,
    distributionUrls: Object.fromEntries(
      [...edges].map(([id, edge]) => [id, `http://127.0.0.1:${edge.port}`]),
    ),
    clock,
  };
};

/** Everything that can be refused is looked at once. */
const examine = (outline: ResolvedTemplate, assetDirectory: string) => {
  functionDefinitions(outline, assetDirectory);
  eventSources(outline);
  rulesAndSchedules(outline);
  httpApi(outline);
  bucketDeployments(outline, assetDirectory);
};

interface WorldUrls {
  messagesUrl: string;
  payoutsUrl: string;
  carrierUrl: string;
}

/** The values of the parameters that the laptop knows by name. */
const parameterValues = (world: WorldUrls, publicHost: string): Record<string, string> => ({
  MessagesProviderUrl: world.messagesUrl,
  PayoutProviderUrl: world.payoutsUrl,
  CarrierTrackingUrl: world.carrierUrl,
  PublicHost: `http://${publicHost}`,
  IssuerUrl: `http://${publicHost}`,
});

/** Where the origins of distributions are on the laptop. */
const placesOf = (resolved: ResolvedTemplate, apiUrl: string, storage: StorageAccess | undefined) => {
  const buckets = new Set(bucketDefinitions(resolved).map(({ name }) => name));
  const isApi = (domainName: string) =>
    parseOriginDomain(domainName)?.kind === 'api' || `http://${domainName}` === apiUrl;
  const placeOf = (domainName: string): OriginPlace => {
    const origin = parseOriginDomain(domainName);
    if (origin?.kind === 'bucket' && storage && buckets.has(origin.name)) {
      const sign = (method: string, path: string) => signAddress(storage, { method, path });
      return { url: storage.url, pathPrefix: `/${origin.name}`, sign };
    }
    if (isApi(domainName)) return { url: apiUrl, pathPrefix: '' };
    throw new Error(`The origin ${domainName} is not on the laptop.`);
  };
  return { placeOf, isApi };
};

const objectCreatedEvent = (event: ObjectCreatedEvent) =>
  serviceEvent(
    'aws.s3',
    'Object Created',
    [`arn:aws:s3:::${event.bucket}`],
    {
      version: '0',
      bucket: { name: event.bucket },
      object: {
        key: event.key,
        size: event.size,
        etag: event.etag,
        'version-id': event.versionId,
        sequencer: event.sequencer,
      },
      'request-id': event.sequencer,
      requester: '000000000000',
      'source-ip-address': '127.0.0.1',
      reason: event.reason,
    },
    Date.parse(event.time),
  );
