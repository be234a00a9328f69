import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaptopClock } from '../../../local/clock.ts';
import {
  AsynchronousInvocations,
  type AsynchronousSettings,
  DEFAULT_SETTINGS,
} from '../../../local/functions/asynchronous-invocations.ts';
import type { InvocationResult } from '../../../local/functions/function-host.ts';

const failed: InvocationResult = { errorType: 'Error', errorMessage: 'no', trace: [] };
const settled = () => new Promise((resolve) => setImmediate(resolve));

const setUp = (
  answers: InvocationResult[],
  settings: Partial<AsynchronousSettings> = {},
  file = ':memory:',
) => {
  const clock = new LaptopClock(0, () => 0);
  const calls: unknown[] = [];
  const delivered: { arn: string; message: unknown }[] = [];
  const queue = new AsynchronousInvocations({
    file,
    clock,
    settings: new Map([['f', { ...DEFAULT_SETTINGS, ...settings }]]),
    invoke: async (_name, payload) => {
      calls.push(payload);
      return answers.shift() ?? { payload: '"done"' };
    },
    deliver: async (arn, message) => {
      delivered.push({ arn, message });
    },
  });
  return { clock, calls, delivered, queue };
};

describe('asynchronous invocations', () => {
  it('are retried after one minute and after two more', async () => {
    const { clock, calls, queue } = setUp([failed, failed]);
    queue.accept('arn:aws:lambda:eu-central-1:000000000000:function:f', { a: 1 });
    await settled();
    clock.advance(59_999);
    await settled();
    expect(calls).toHaveLength(1);
    clock.advance(1);
    await settled();
    expect(calls).toHaveLength(2);
    clock.advance(120_000);
    await settled();
    expect(calls).toEqual([{ a: 1 }, { a: 1 }, { a: 1 }]);
    clock.advance(600_000);
    await settled();
    expect(calls).toHaveLength(3);
    await queue.close();
    clock.close();
  });

  it.each([
    [
      'to the dead-letter queue as they came',
      { deadLetterQueueArn: 'dlq' },
      { arn: 'dlq', message: { a: 1 } },
    ],
    [
      'to the failure destination with the circumstances',
      { onFailureArn: 'failures' },
      {
        arn: 'failures',
        message: {
          requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
          requestPayload: { a: 1 },
          responseContext: { functionError: 'Unhandled' },
          responsePayload: failed,
        },
      },
    ],
  ])('go %s', async (_where, settings, expected) => {
    const { clock, delivered, queue } = setUp([failed], { maximumRetryAttempts: 0, ...settings });
    queue.accept('f', { a: 1 });
    await settled();
    await settled();
    expect(delivered).toMatchObject([expected]);
    await queue.close();
    clock.close();
  });

  it('that were accepted run after a restart', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'asynchronous-')), 'invocations.db');
    const before = setUp([failed], {}, file);
    before.queue.accept('f', 'kept');
    await settled();
    await before.queue.close();
    before.clock.close();

    const after = setUp([], {}, file);
    after.queue.resume();
    expect(after.calls).toEqual([]);
    after.clock.advance(60_000);
    await settled();
    expect(after.calls).toEqual(['kept']);
    await after.queue.close();

    const third = setUp([], {}, file);
    third.queue.resume();
    third.clock.advance(600_000);
    await settled();
    expect(third.calls).toEqual([]);
    await third.queue.close();
    after.clock.close();
    third.clock.close();
  });
});
