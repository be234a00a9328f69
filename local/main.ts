import { fileURLToPath } from 'node:url';
import { DirectoryInUse, UnusableDirectory, unusableDirectory } from './data-directory.ts';
import { fillDesk } from './demo/fill-desk.ts';
import { laptopEngines } from './engines.ts';
import { TemplateRefusal } from './intrinsics.ts';
import { startRuntime } from './runtime.ts';
import { dataDirectoryOf, portOf } from './settings.ts';
import { cacheDirectoryOf, readTemplate, synthesize } from './synthesis.ts';
import { MissingPrerequisite, preferredTableEngine } from './tables/table-engine.ts';
import { POS_CLIENT_ID, POS_CLIENT_SECRET } from './template.ts';
import { newTrackingNumber } from './tracking-number.ts';
import { welcome } from './welcome.ts';

const OLDEST_NODE = 24;
const LONGEST_STOP_MILLIS = 10_000;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const begin = performance.now();
const say = (line: string) => console.log(`${((performance.now() - begin) / 1_000).toFixed(1)} s  ${line}`);

const root = fileURLToPath(new URL('..', import.meta.url));
const port = portOf(process.env);
const dataDirectory = dataDirectoryOf(process.env);

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(`Node ${process.versions.node} is too old: use \`npm start\`, which brings Node ${OLDEST_NODE}.`);
}
const [option, ...others] = process.argv.slice(2);
if (others.length > 0 || (option !== undefined && option !== '--demo')) {
  fail('Usage: npm start [-- --demo]');
}
if (!Number.isInteger(port) || port < 0 || port > 65_000) fail(`PORT=${process.env.PORT} is not a port.`);

let isStopping = false;

const start = async () => {
  preferredTableEngine();
  // Another stack than the repository's own, for tests of this file.
  const other = process.env.LOCAL_CDK_OUT;
  const directory = other ?? (await synthesize(root, say));
  return await startRuntime({
    template: readTemplate(directory),
    assetDirectory: directory,
    dataDirectory,
    cacheDirectory: other === undefined ? cacheDirectoryOf(directory) : undefined,
    port,
    engines: laptopEngines,
    say,
    onBroken: (reason) => {
      if (!isStopping) fail(reason);
    },
  });
};

/** The reasons that a person can do something about are told without a stack trace. */
const explain = (error: unknown): string => {
  const { code, port: taken } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${taken ?? port} is taken by another program. Stop it, or start with another one: PORT=${port + 100} npm start`;
  }
  const unusable = unusableDirectory(dataDirectory, error);
  if (unusable) return unusable.message;
  const isPlain =
    error instanceof MissingPrerequisite ||
    error instanceof DirectoryInUse ||
    error instanceof UnusableDirectory ||
    error instanceof TemplateRefusal;
  if (isPlain) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

const runtime = await start().catch((error: unknown) => fail(explain(error)));

const stop = (signal: string) => {
  // The second Ctrl-C does not wait.
  if (isStopping) process.exit(130);
  isStopping = true;
  console.log(`${signal}: stopping`);
  // Everything is on disk at every moment, so a part that does not end may be left to the end of the process.
  setTimeout(
    () => fail('Something did not stop in time; it ends with this process.'),
    LONGEST_STOP_MILLIS,
  ).unref();
  runtime.close().then(
    () => process.exit(0),
    (error: unknown) => fail(explain(error)),
  );
};
process.on('SIGINT', () => stop('SIGINT'));
process.on('SIGTERM', () => stop('SIGTERM'));

if (option === '--demo') {
  await fillDesk(runtime.url, say).catch((error: unknown) =>
    console.error(`The desk could not be filled to the end: ${explain(error)}`),
  );
}
say('ready');
console.log(
  welcome({
    url: runtime.url,
    storageUrl: runtime.storageUrl,
    distributionUrls: runtime.distributionUrls,
    dataDirectory,
    consoleUrl: `${runtime.issuerUrl}/console/`,
    clientId: POS_CLIENT_ID,
    clientSecret: POS_CLIENT_SECRET,
    trackingNumber: newTrackingNumber(),
  }),
);
