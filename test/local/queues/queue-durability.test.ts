import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import { startQueueEngine } from '../../../local/queues/queue-engine.ts';

// Many megabytes, or a process of its own: slow where other work shares the machine.
jest.setTimeout(60_000);

const REGION = 'eu-central-1';
const QUEUES = [{ name: 'work', visibilityTimeoutSeconds: 30 }];

function clientOf(url: string): SQSClient {
  return new SQSClient({
    endpoint: url,
    region: REGION,
    credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop-secret' },
    maxAttempts: 1,
  });
}

describe('the queues after kill -9', () => {
  const directory = mkdtempSync(join(tmpdir(), 'queues-'));
  const running = new Set<ChildProcess>();
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(directory, { recursive: true });
  });

  it('have every acknowledged message once', async () => {
    const options = { port: 0, directory, region: REGION, queues: QUEUES };
    const module = new URL('../../../local/queues/queue-engine.ts', import.meta.url).href;
    const script = `
      import { startQueueEngine } from ${JSON.stringify(module)};
      const engine = await startQueueEngine(${JSON.stringify(options)});
      console.log(engine.url);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.add(child);
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    let printed = '';
    child.stdout.on('data', (bytes: Buffer) => {
      printed += bytes.toString();
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', () => reject(new Error('The host ended.')));
    });
    const url = printed.trim();
    const client = clientOf(url);
    const acknowledged: string[] = [];
    const sendOne = async (MessageBody: string) => {
      await client.send(new SendMessageCommand({ QueueUrl: `${url}/000000000000/work`, MessageBody }));
      acknowledged.push(MessageBody);
      if (acknowledged.length === 50) child.kill('SIGKILL');
    };
    await Promise.allSettled(Array.from({ length: 200 }, (_, index) => sendOne(`message ${index}`)));
    await ended;
    running.delete(child);
    client.destroy();
    // It says nothing by itself.
    expect(printed.trim()).toBe(url);

    const engine = await startQueueEngine(options);
    const after = clientOf(engine.url);
    const kept: string[] = [];
    for (;;) {
      const { Messages } = await after.send(
        new ReceiveMessageCommand({ QueueUrl: engine.queueUrl('work'), MaxNumberOfMessages: 10 }),
      );
      if (!Messages) break;
      kept.push(...Messages.map(({ Body }) => Body ?? ''));
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(50);
    expect(new Set(kept).size).toBe(kept.length);
    expect(acknowledged.filter((body) => !kept.includes(body))).toEqual([]);
    after.destroy();
    await engine.close();
  });
});
