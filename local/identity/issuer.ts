import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { JWK } from 'jose';
import type { LaptopClock } from '../clock.ts';
import { workerEntry } from '../worker-entry.ts';

export interface IssuerOptions {
  /** What the tokens name, and where the front serves it. */
  issuerUrl: string;
  privateKey: JWK;
  cookieKey: string;
  /** The POS: client credentials. */
  machine: { clientId: string; clientSecret: string; scopes: string[] };
  /** The console: code with PKCE. */
  console: { clientId: string; scopes: string[]; redirectUris: string[]; logoutUris: string[] };
}

export interface Issuer {
  /** Where it really listens; only the front calls it there. */
  url: string;
  close(): Promise<void>;
}

const WORKER_FILE = new URL('./issuer-worker.ts', import.meta.url).href;

/** Starts the issuer in a worker of its own, where `Date` is the laptop's clock. */
export const startIssuer = async (
  options: IssuerOptions & { clock: LaptopClock; logDirectory: string; cacheDirectory?: string | undefined },
): Promise<Issuer> => {
  const { clock, logDirectory, cacheDirectory, ...settings } = options;
  mkdirSync(logDirectory, { recursive: true });
  const log = createWriteStream(join(logDirectory, 'issuer.log'), { flags: 'a' });
  const entry = workerEntry(WORKER_FILE, cacheDirectory);
  const worker = new Worker(entry.script, {
    ...entry.options,
    workerData: { clockOffset: clock.sharedOffset, settings },
    execArgv: ['--no-warnings'],
    env: {},
    stdout: true,
    stderr: true,
  });
  worker.stdout.pipe(log);
  worker.stderr.pipe(log);
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  worker.on('error', (error) => console.error('The issuer has died:', error));
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await worker.terminate();
      log.end();
    },
  };
};
