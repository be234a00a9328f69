import {
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { LaptopClock } from '../../../local/clock.ts';
import { newTaskToken } from '../../../local/workflow/task-token.ts';
import {
  DAY,
  eventually,
  type Laptop,
  machine,
  openLaptop,
  SECOND,
  START,
  tokenTask,
} from './engine-harness.ts';

const opened: Laptop[] = [];
async function open(...settings: Parameters<typeof openLaptop>): Promise<Laptop> {
  const laptop = await openLaptop(...settings);
  opened.push(laptop);
  return laptop;
}
afterEach(async () => {
  for (const laptop of opened.splice(0)) await laptop.close();
});

const CAUGHT = {
  Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'Caught' }],
  End: true,
};
const ASK = { Ask: tokenTask({ TimeoutSeconds: 40 * 86_400, ...CAUGHT }), Caught: { Type: 'Succeed' } };

async function asked(laptop: Laptop, count = 1): Promise<string> {
  const call = await eventually(() => laptop.calls[count - 1]);
  return (call.payload as { token: string }).token;
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'accepted',
    (error: Error) => error.name,
  );
}

describe('a task that waits for its token (AWS: Wait for a Callback with Task Token)', () => {
  it('goes on with the output of SendTaskSuccess, once', async () => {
    const laptop = await open(machine(ASK));
    const arn = await laptop.start();
    const taskToken = await asked(laptop);
    await laptop.client.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toEqual({ approved: true });
    const second = laptop.client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    expect(await refusal(second)).toBe('TaskTimedOut');
    expect(await refusal(laptop.client.send(new SendTaskHeartbeatCommand({ taskToken })))).toBe(
      'TaskTimedOut',
    );
  });

  it('counts one answer when two come at once', async () => {
    const laptop = await open(machine(ASK));
    await laptop.start();
    const taskToken = await asked(laptop);
    const answers = [1, 2, 3].map((n) =>
      refusal(laptop.client.send(new SendTaskSuccessCommand({ taskToken, output: `${n}` }))),
    );
    expect((await Promise.all(answers)).sort()).toEqual(['TaskTimedOut', 'TaskTimedOut', 'accepted']);
  });

  it('is closed also while the other branches of its Parallel go on', async () => {
    const branches = [
      { StartAt: 'Ask', States: { Ask: tokenTask() } },
      { StartAt: 'Hold', States: { Hold: { Type: 'Wait', Seconds: 10, Output: 'held', End: true } } },
    ];
    const laptop = await open(machine({ Both: { Type: 'Parallel', Branches: branches, End: true } }));
    const arn = await laptop.start();
    const taskToken = await asked(laptop);
    const send = () => refusal(laptop.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' })));
    expect([await send(), await send()]).toEqual(['accepted', 'TaskTimedOut']);
    laptop.clock.advance(10 * SECOND);
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toEqual([1, 'held']);
  });

  it('fails with the error and cause of SendTaskFailure', async () => {
    const laptop = await open(machine({ Ask: tokenTask() }));
    const arn = await laptop.start();
    const taskToken = await asked(laptop);
    await laptop.client.send(new SendTaskFailureCommand({ taskToken, error: 'Refused', cause: 'no film' }));
    expect(await laptop.ended(arn)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'no film' });
  });

  it('shows a Catch both fields of an error, empty where nothing was said', async () => {
    const whole = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const states = {
      Ask: tokenTask({ TimeoutSeconds: 60, Catch: whole, End: true }),
      Caught: { Type: 'Succeed' },
    };
    const caught = async (happens: (laptop: Laptop, taskToken: string) => unknown) => {
      const laptop = await open(machine(states));
      const arn = await laptop.start();
      await happens(laptop, await asked(laptop));
      return JSON.parse((await laptop.ended(arn)).output ?? '');
    };
    expect(await caught((laptop) => laptop.clock.advance(60 * SECOND))).toEqual({
      Error: 'States.Timeout',
      Cause: '',
    });
    expect(
      await caught(({ client }, taskToken) => client.send(new SendTaskFailureCommand({ taskToken }))),
    ).toEqual({ Error: '', Cause: '' });
  });

  it('tells in its history how long it waits', async () => {
    const laptop = await open(machine(ASK));
    const executionArn = await laptop.start();
    await asked(laptop);
    const { events = [] } = await laptop.client.send(new GetExecutionHistoryCommand({ executionArn }));
    const scheduled = events.find(({ type }) => type === 'TaskScheduled');
    expect(scheduled?.taskScheduledEventDetails?.timeoutInSeconds).toBe(40 * 86_400);
  });

  it('times out from the state entry, 40 days, whatever the Lambda took; an answer then is TaskTimedOut', async () => {
    let finish = () => {};
    const laptop = await open(machine(ASK), {
      invoke: () =>
        new Promise((resolve) => {
          finish = () => resolve({ payload: null });
        }),
    });
    const arn = await laptop.start();
    const taskToken = await asked(laptop);
    laptop.clock.advance(39 * DAY);
    finish();
    await eventually(async () => (await laptop.history(arn)).includes('TaskSubmitted'));
    laptop.clock.advance(DAY - 1);
    expect((await laptop.describe(arn)).status).toBe('RUNNING');
    laptop.clock.advance(1);
    const late = laptop.client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    expect(await refusal(late)).toBe('TaskTimedOut');
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toBe('States.Timeout');
  });

  it('is overtaken by a clock that is moved, whether its Lambda has returned or not', async () => {
    const laptop = await open(machine(ASK), { invoke: () => new Promise(() => {}) });
    const arn = await laptop.start();
    await asked(laptop);
    laptop.move(40 * DAY);
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toBe('States.Timeout');
  });

  it('is late by the clock alone, even when nobody has heard the alarm yet', async () => {
    let now = START;
    const laptop = await open(machine(ASK), { clock: new LaptopClock(0, () => now) });
    const arn = await laptop.start();
    const taskToken = await asked(laptop);
    await eventually(async () => (await laptop.history(arn)).includes('TaskSubmitted') || undefined);
    now += 40 * DAY;
    const late = laptop.client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    expect(await refusal(late)).toBe('TaskTimedOut');
    laptop.clock.advance(0);
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toBe('States.Timeout');
  });

  it('may be answered before its Lambda has returned', async () => {
    const laptop = await open(machine(ASK), { invoke: () => new Promise(() => {}) });
    const arn = await laptop.start();
    const taskToken = await asked(laptop);
    await laptop.client.send(new SendTaskSuccessCommand({ taskToken, output: '"early"' }));
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toBe('early');
  });

  it('fails when its Lambda fails, and the token dies with it', async () => {
    const laptop = await open(machine(ASK), {
      invoke: async () => ({ errorType: 'Broken', errorMessage: '' }),
    });
    const arn = await laptop.start();
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toBe('Broken');
    const taskToken = await asked(laptop);
    expect(await refusal(laptop.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' })))).toBe(
      'TaskTimedOut',
    );
  });

  it('lives as long as heartbeats come', async () => {
    const laptop = await open(machine({ ...ASK, Ask: tokenTask({ HeartbeatSeconds: 60, ...CAUGHT }) }));
    const arn = await laptop.start();
    const taskToken = await asked(laptop);
    for (let beat = 0; beat < 3; beat += 1) {
      laptop.clock.advance(59 * SECOND);
      await laptop.client.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    laptop.clock.advance(60 * SECOND);
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toBe('States.HeartbeatTimeout');
  });

  it('gets a new token with every attempt', async () => {
    const laptop = await open(
      machine({ Ask: tokenTask({ Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 1 }], End: true }) }),
    );
    const arn = await laptop.start();
    const first = await asked(laptop);
    await laptop.client.send(new SendTaskFailureCommand({ taskToken: first, error: 'Again' }));
    laptop.clock.advance(SECOND);
    const second = await asked(laptop, 2);
    expect(second).not.toBe(first);
    expect(
      await refusal(laptop.client.send(new SendTaskSuccessCommand({ taskToken: first, output: '1' }))),
    ).toBe('TaskTimedOut');
    await laptop.client.send(new SendTaskSuccessCommand({ taskToken: second, output: '2' }));
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toBe(2);
  });

  it('tells a wrong token, an unknown one and a wrong output apart', async () => {
    const laptop = await open(machine(ASK));
    await laptop.start();
    const taskToken = await asked(laptop);
    const send = (token: string, output: string) =>
      refusal(laptop.client.send(new SendTaskSuccessCommand({ taskToken: token, output })));
    expect(await send('made-up', '{}')).toBe('InvalidToken');
    expect(await send(newTaskToken(), '{}')).toBe('TaskDoesNotExist');
    expect(await send(taskToken, '{not json')).toBe('InvalidOutput');
    expect(await send(taskToken, '{}')).toBe('accepted');
  });
});

it('a move of the clock can wait for the steps that are under way, and need not for those that wait for news', async () => {
  const call = Promise.withResolvers<void>();
  const laptop = await open(machine(ASK), {
    invoke: async (_, payload) => {
      await call.promise;
      return { payload };
    },
  });
  const arn = await laptop.start();
  await asked(laptop);
  let isQuiet = false;
  const quiet = laptop.quiet().then(() => {
    isQuiet = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isQuiet).toBe(false);
  call.resolve();
  await quiet;
  expect((await laptop.describe(arn)).status).toBe('RUNNING');
});
