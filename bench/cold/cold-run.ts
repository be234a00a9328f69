import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { startAnsweringServer } from './answering-server.ts';

const START = path.join(import.meta.dirname, 'start.mjs');
/** Something that is not there after this long never comes. */
const LONGEST_MILLIS = 20_000;
const NEVER = 'never';

export interface ColdStart {
  /** From before the import until there is the request that counts; milliseconds. */
  millis: number;
  /** The request that was waited for, or `done` where a handler that may go without one made none. */
  until: string;
  importMillis: number;
}

export type Server = Awaited<ReturnType<typeof startAnsweringServer>>;

/**
 * Starts a bundle in a fresh process and waits for its first write (or its first request of any kind, or the end of a
 * handler that makes none), then ends the process.
 *
 * @throws Error when the handler fails or nothing ever comes; where its put is waited for, also when anything else
 *   does: a refusal is quick and is no sale
 */
export function startCold(
  bundle: string,
  { event, server, waitFor }: { event: unknown; server: Server; waitFor: 'write' | 'request' },
): Promise<ColdStart> {
  const child = spawn(process.execPath, [START, bundle], {
    env: { ...environmentOf(server.nextUrl()), EVENT: JSON.stringify(event) },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    const marks: Record<string, bigint> = {};
    let said = '';
    child.stderr?.on('data', (text) => {
      said += String(text);
    });
    const finish = (until: string, at: bigint) => {
      clearTimeout(timer);
      server.onArrival(() => undefined);
      child.kill('SIGKILL');
      // The marks come through a pipe, perhaps after the request that they belong before.
      child.once('close', () => {
        const isFault = until === NEVER || until.startsWith('failed');
        if (isFault || (waitFor === 'write' && !until.endsWith('.PutItem')))
          return reject(new Error(`${bundle} came to «${until}»: ${said}`));
        const { begin, imported } = marks;
        if (begin === undefined || imported === undefined)
          return reject(new Error(`${bundle} did not start: ${said}`));
        resolve({ until, millis: Number(at - begin) / 1e6, importMillis: Number(imported - begin) / 1e6 });
      });
    };
    const timer = setTimeout(() => finish(NEVER, process.hrtime.bigint()), LONGEST_MILLIS);
    child.once('error', reject);
    server.onArrival(({ at, target, isWrite }) => {
      if (waitFor === 'request' || isWrite) finish(target, at);
    });
    readMarks(child, (name, at) => {
      marks[name] = at;
      if (name.startsWith('failed') || name === 'done') finish(name, at);
    });
    child.once('exit', (code) => {
      if (code) reject(new Error(`${bundle} ended with ${code}: ${said}`));
    });
  });
}

function readMarks(child: ChildProcess, onMark: (name: string, at: bigint) => void): void {
  let rest = '';
  child.stdio[3]?.on('data', (text) => {
    const lines = (rest + String(text)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, name = '', at = '0'] = /^(.*) (\d+)$/.exec(line) ?? [];
      onMark(name, BigInt(at));
    }
  });
}

/** What a function finds on Lambda, but that all services are the server here. */
function environmentOf(url: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    NODE_EXTRA_CA_CERTS: '',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench-secret',
    AWS_SESSION_TOKEN: 'bench-token',
    AWS_ENDPOINT_URL: url,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'cold',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    POLICIES_TABLE: 'policies',
    CASES_TABLE: 'cases',
    DESK_TABLE: 'desk',
    REPORTS_TABLE: 'reports',
    EVIDENCE_BUCKET: 'evidence',
    LAKE_BUCKET: 'lake',
    KEYS_SECRET_ARN: 'keys',
    NOTICES_QUEUE_URL: `${url}/queue/notices`,
    CHECKS_QUEUE_URL: `${url}/queue/checks`,
    SIGNALS_QUEUE_URL: `${url}/queue/signals`,
    LOOKS_QUEUE_URL: `${url}/queue/looks`,
    CLAIM_WORKFLOW_ARN: 'arn:aws:states:eu-central-1:111111111111:stateMachine:claims',
    PUBLIC_HOST: 'https://shop.example',
    MESSAGES_PROVIDER_URL: url,
    PAYOUT_PROVIDER_URL: url,
    CARRIER_URL: url,
    SIGN_IN_ISSUER: 'https://sign-in.example',
    SIGN_IN_HOST: 'https://sign-in.example',
    CONSOLE_CLIENT_ID: 'console',
  };
}
