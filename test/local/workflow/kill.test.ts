import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { jest } from '@jest/globals';
import {
  DAY,
  eventually,
  MACHINE_ARN,
  machine,
  newFile,
  SECOND,
  START,
  task,
  tokenTask,
} from './engine-harness.ts';

// Each test starts processes, on a machine that may be busy.
jest.setTimeout(30_000);

type Outcome = { payload: unknown } | { errorType: string; errorMessage: string };

/** A laptop whose engine can be killed like a process that ran out of luck, and started again on its file. */
class KillableLaptop {
  readonly calls: unknown[] = [];
  answer: (payload: unknown) => Promise<Outcome> = async (payload) => ({ payload });
  readonly #file = newFile();
  readonly #definition: string;
  #lambda: Server | undefined;
  #process: ChildProcess | undefined;
  #client: SFNClient | undefined;
  #offset = 0;

  constructor(definition: string) {
    this.#definition = definition;
  }

  get client(): SFNClient {
    if (this.#client === undefined) throw new Error('not started');
    return this.#client;
  }

  async boot(): Promise<void> {
    this.#lambda ??= await this.#serveLambda();
    const settings = {
      file: this.#file,
      definition: this.#definition,
      arn: MACHINE_ARN,
      lambdaUrl: `http://127.0.0.1:${(this.#lambda.address() as AddressInfo).port}`,
      start: START,
      offset: this.#offset,
    };
    const script = fileURLToPath(new URL('./engine-process.ts', import.meta.url));
    const child = spawn(process.execPath, [script, JSON.stringify(settings)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#process = child;
    const [url] = await once(createInterface({ input: child.stdout }), 'line');
    this.#client = new SFNClient({
      endpoint: String(url),
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
  }

  async #serveLambda(): Promise<Server> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const { payload } = JSON.parse(Buffer.concat(chunks).toString());
        this.calls.push(payload);
        this.answer(payload).then(
          (outcome) => response.end(JSON.stringify(outcome)),
          () => response.destroy(),
        );
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  /** `kill -9`, perhaps a long sleep, and a new process on the same file. */
  async killAndRestart(asleep = 0): Promise<void> {
    await this.#kill();
    this.#offset += asleep;
    await this.boot();
  }

  async #kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
    this.#client?.destroy();
  }

  advance(millis: number): void {
    this.#offset += millis;
    this.#process?.stdin?.write(`${millis}\n`);
  }

  async close(): Promise<void> {
    await this.#kill();
    this.#lambda?.closeAllConnections();
    this.#lambda?.close();
  }

  async start(): Promise<string> {
    const answer = await this.client.send(
      new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name: 'case' }),
    );
    return answer.executionArn ?? '';
  }

  async reached(executionArn: string, type: string): Promise<void> {
    await eventually(async () => {
      const { events } = await this.client.send(new GetExecutionHistoryCommand({ executionArn }));
      return events?.some((event) => event.type === type) || undefined;
    });
  }

  async output(executionArn: string): Promise<unknown> {
    const execution = await eventually(async () => {
      const answer = await this.client.send(new DescribeExecutionCommand({ executionArn }));
      return answer.status === 'RUNNING' ? undefined : answer;
    });
    return execution.status === 'SUCCEEDED' ? JSON.parse(execution.output ?? '') : execution.error;
  }
}

let laptop: KillableLaptop;
async function boot(definition: string): Promise<KillableLaptop> {
  laptop = new KillableLaptop(definition);
  await laptop.boot();
  return laptop;
}
afterEach(() => laptop.close());

const FIRST = { First: task('first', { Assign: { first: '{% $states.result.Payload %}' }, Next: 'Second' }) };
const both = { Output: ['{% $first %}', '{% $states.result.Payload %}'], End: true };

describe('after kill -9 the engine goes on', () => {
  it('from waiting for a token, which is still good', async () => {
    const ask = { TimeoutSeconds: 40 * 86_400, Output: ['{% $first %}', '{% $states.result %}'], End: true };
    const { calls } = await boot(machine({ ...FIRST, Second: tokenTask(ask) }));
    const arn = await laptop.start();
    await laptop.reached(arn, 'TaskSubmitted');
    await eventually(async () => calls.length === 2 || undefined);
    await laptop.killAndRestart();
    await laptop.killAndRestart(30 * DAY);
    const { token } = calls[1] as { token: string };
    await laptop.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '"yes"' }));
    expect(await laptop.output(arn)).toEqual(['first', 'yes']);
    expect(calls).toHaveLength(2);
    const again = laptop.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '"yes"' }));
    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('with an answered token before the reply was used: no answer is lost, none counts twice', async () => {
    const { calls } = await boot(
      machine({ First: tokenTask({ Next: 'Hold' }), Hold: { Type: 'Wait', Seconds: 60, End: true } }),
    );
    const arn = await laptop.start();
    const { token } = (await eventually(() => calls[0])) as { token: string };
    await laptop.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '1' }));
    await laptop.killAndRestart(60 * SECOND);
    expect(await laptop.output(arn)).toBe(1);
    expect(calls).toHaveLength(1);
  });

  it('with a deadline that passed while it was down', async () => {
    const ask = {
      TimeoutSeconds: 86_400,
      Catch: [{ ErrorEquals: ['States.Timeout'], Output: 'lapsed', Next: 'Third' }],
      End: true,
    };
    await boot(machine({ ...FIRST, Second: tokenTask(ask), Third: { Type: 'Succeed' } }));
    const arn = await laptop.start();
    await eventually(() => laptop.calls[1]);
    await laptop.killAndRestart(2 * DAY);
    expect(await laptop.output(arn)).toBe('lapsed');
  });

  it('in a Wait, to its end and no further', async () => {
    await boot(
      machine({
        ...FIRST,
        Second: { Type: 'Wait', Seconds: 40 * 86_400, Output: '{% $first %}', End: true },
      }),
    );
    const arn = await laptop.start();
    await laptop.reached(arn, 'WaitStateEntered');
    await laptop.killAndRestart(39 * DAY);
    await laptop.reached(arn, 'WaitStateEntered');
    const status = async () =>
      (await laptop.client.send(new DescribeExecutionCommand({ executionArn: arn }))).status;
    expect(await status()).toBe('RUNNING');
    laptop.advance(DAY);
    expect(await laptop.output(arn)).toBe('first');
    expect(laptop.calls).toEqual(['first']);
  });

  it('between two attempts, with the attempts already spent', async () => {
    const retry = { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 100, MaxAttempts: 2 }], ...both };
    const { calls } = await boot(
      machine({ ...FIRST, Second: task('{% $states.context.State.RetryCount %}', retry) }),
    );
    laptop.answer = async (payload) =>
      payload === 'first' || payload === 2 ? { payload } : { errorType: 'Busy', errorMessage: '' };
    const arn = await laptop.start();
    await laptop.reached(arn, 'TaskFailed');
    await laptop.killAndRestart();
    expect(calls).toEqual(['first', 0]);
    laptop.advance(100 * SECOND);
    await eventually(() => calls.length === 3 || undefined);
    await eventually(async () => {
      const { events = [] } = await laptop.client.send(new GetExecutionHistoryCommand({ executionArn: arn }));
      return events.filter((event) => event.type === 'TaskFailed').length === 2 || undefined;
    });
    await laptop.killAndRestart(200 * SECOND);
    expect(await laptop.output(arn)).toEqual(['first', 2]);
    expect(calls).toEqual(['first', 0, 1, 2]);
  });

  it('in a Lambda call, which is made again with the same payload; what was done before is not', async () => {
    const { calls } = await boot(machine({ ...FIRST, Second: task({ id: '{% $uuid() %}' }, both) }));
    laptop.answer = (payload) => (payload === 'first' ? Promise.resolve({ payload }) : new Promise(() => {}));
    const arn = await laptop.start();
    await eventually(() => calls.length === 2 || undefined);
    laptop.answer = async (payload) => ({ payload });
    await laptop.killAndRestart();
    expect(await laptop.output(arn)).toEqual(['first', calls[1]]);
    expect(calls).toEqual(['first', calls[1], calls[1]]);
  });

  it('in a Map, whose finished items are not run again', async () => {
    const each = {
      Type: 'Map',
      Items: [1, 2, 3],
      ItemProcessor: {
        StartAt: 'Item',
        States: {
          Item: task('{% $states.input %}', { Output: '{% $states.result.Payload * 10 %}', End: true }),
        },
      },
      End: true,
    };
    const { calls } = await boot(machine({ Each: each }));
    laptop.answer = (payload) => (payload === 2 ? new Promise(() => {}) : Promise.resolve({ payload }));
    const arn = await laptop.start();
    await eventually(async () => {
      const { events = [] } = await laptop.client.send(new GetExecutionHistoryCommand({ executionArn: arn }));
      return events.filter((event) => event.type === 'MapIterationSucceeded').length === 2 || undefined;
    });
    laptop.answer = async (payload) => ({ payload });
    await laptop.killAndRestart();
    expect(await laptop.output(arn)).toEqual([10, 20, 30]);
    expect(calls).toEqual([1, 2, 3, 2]);
  });
});
