import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { laptopEngines } from '../local/engines.ts';
import { startRuntime } from '../local/runtime.ts';
import { readTemplate, synthesize } from '../local/synthesis.ts';
import { addUsage, noUsage, type Usage } from './counts.ts';
import { startMeter } from './meter.ts';

/** After so long without a request or an invocation nothing follows any more: streams and queues are asked more often. */
const QUIET_MILLIS = 2_500;
/** Jobs that run by the clock, whatever is claimed. */
const SCHEDULED = ['end-policies', 'reconcile-claims'];

interface Step {
  step: string;
  from: number;
  to: number;
  byFunction: Map<string, Usage>;
}

/** The whole stack as it is deployed, with the meter between its functions and the engines. */
export async function startCountedLaptop(progress: (text: string) => void) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const directory = mkdtempSync(join(tmpdir(), 'counted-'));
  const assetDirectory = await synthesize(root, progress);
  const meter = await startMeter();
  const runtime = await startRuntime({
    template: readTemplate(assetDirectory),
    assetDirectory,
    dataDirectory: directory,
    port: 0,
    engines: {
      ...laptopEngines,
      // The SDK sends to the address of the queue, whatever endpoint it is given.
      async startQueueEngine(options) {
        const engine = await laptopEngines.startQueueEngine(options);
        meter.leadTo({ SQS: engine.url });
        return { ...engine, queueUrl: (name) => engine.queueUrl(name).replace(engine.url, meter.url) };
      },
    },
    tap: {
      endpoints(engines) {
        meter.leadTo(engines);
        const all = Object.keys(engines).map((service) => [service, meter.url]);
        return Object.fromEntries(all) as typeof engines;
      },
      invoked: (functionName) => meter.invoked(functionName),
    },
  });
  const steps: Step[] = [];
  let apiRequests = 0;

  async function quiet(): Promise<void> {
    while (meter.idleMillis() < QUIET_MILLIS) await pause(100);
  }

  return {
    async call(
      method: string,
      path: string,
      given: { token?: string; body?: unknown; headers?: object } = {},
    ) {
      if (path.startsWith('/v1/')) apiRequests += 1;
      const response = await fetch(runtime.url + path, {
        method,
        headers: {
          ...(given.token && { authorization: `Bearer ${given.token}` }),
          ...(given.body !== undefined &&
            !(given.body instanceof URLSearchParams) && { 'content-type': 'application/json' }),
          ...given.headers,
        },
        ...(given.body !== undefined && {
          body: given.body instanceof URLSearchParams ? given.body : JSON.stringify(given.body),
        }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return { etag: response.headers.get('etag') ?? '', body: text === '' ? undefined : JSON.parse(text) };
    },
    /** Does it and waits until nothing follows any more. */
    async step<Result>(step: string, work: () => Promise<Result>): Promise<Result> {
      progress(`a claim on the laptop: ${step}`);
      meter.take();
      apiRequests = 0;
      const from = Date.now();
      const result = await work();
      await quiet();
      const byFunction = new Map([...meter.take()].map(([name, usage]) => [handlerOf(name), named(usage)]));
      byFunction.set('api', { ...noUsage(), apiRequests });
      steps.push({ step, from, to: Date.now(), byFunction });
      return result;
    },
    /** Ends the laptop; only then its journal can be read. */
    async close(): Promise<{ step: string; usage: Usage; byFunction: Map<string, Usage> }[]> {
      await runtime.close();
      await meter.close();
      const journal = new DatabaseSync(join(directory, 'workflow.db'), { readOnly: true });
      const entered = journal.prepare(
        "SELECT count(*) AS entered FROM history WHERE type LIKE '%StateEntered' AND timestamp BETWEEN ? AND ?",
      );
      const counted = steps.map(({ step, from, to, byFunction }) => {
        for (const job of SCHEDULED) byFunction.delete(job);
        const transitions = Number(entered.get(from, to)?.entered ?? 0);
        const usage = addUsage(...byFunction.values(), { ...noUsage(), transitions });
        return { step, usage, byFunction };
      });
      journal.close();
      rmSync(directory, { recursive: true, force: true });
      return counted;
    },
  };
}
export type CountedLaptop = Awaited<ReturnType<typeof startCountedLaptop>>;

/** `SellProtectionFunction1A2B3C4D`, as the template names it, is `sell-protection`. */
function handlerOf(functionName: string): string {
  return functionName
    .replace(/Function[0-9A-F]{8}$/, '')
    .replace(/\B[A-Z]/g, '-$&')
    .toLowerCase();
}

function named(usage: Usage): Usage {
  const invocations = Object.entries(usage.invocations).map(([name, count]) => [handlerOf(name), count]);
  return { ...usage, invocations: Object.fromEntries(invocations) };
}
