import { handlesError, retryDelay } from '../../../local/workflow/states-error.ts';
import { eventually, type Laptop, machine, openLaptop, SECOND, task } from './engine-harness.ts';

const opened: Laptop[] = [];
async function open(...settings: Parameters<typeof openLaptop>): Promise<Laptop> {
  const laptop = await openLaptop(...settings);
  opened.push(laptop);
  return laptop;
}
afterEach(async () => {
  for (const laptop of opened.splice(0)) await laptop.close();
});

describe('which errors an entry handles (AWS: Handling errors in Step Functions workflows)', () => {
  it.each<[string, string, boolean]>([
    ['States.ALL', 'AnyLambdaError', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.QueryEvaluationError', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.TaskFailed', 'AnyLambdaError', true],
    ['States.TaskFailed', 'Lambda.Unknown', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.Runtime', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.Runtime', 'States.Runtime', false],
    ['ClaimLost', 'ClaimLost', true],
    ['ClaimLost', 'claimlost', false],
  ])('%s handles %s: %s', (wanted, error, handled) => {
    expect(handlesError([wanted], error)).toBe(handled);
  });
});

describe('the delay before a retry (Amazon States Language specification: Retrier)', () => {
  const half = () => 0.5;
  it('is 1 s, doubles, and ends after 3 attempts, when nothing is said', () => {
    const retrier = { ErrorEquals: ['X'] };
    expect([0, 1, 2, 3].map((spent) => retryDelay(retrier, spent, half))).toEqual([
      1_000,
      2_000,
      4_000,
      undefined,
    ]);
  });
  it('follows the documented example: 3 s interval, 2 attempts, rate 1.5 waits 3 and 4.5 s', () => {
    const retrier = { ErrorEquals: ['States.Timeout'], IntervalSeconds: 3, MaxAttempts: 2, BackoffRate: 1.5 };
    expect([0, 1, 2].map((spent) => retryDelay(retrier, spent, half))).toEqual([3_000, 4_500, undefined]);
  });
  it('never exceeds MaxDelaySeconds: the documented 3 s, rate 2, cap 5', () => {
    const retrier = { ErrorEquals: ['X'], IntervalSeconds: 3, BackoffRate: 2, MaxDelaySeconds: 5 };
    expect([0, 1, 2].map((spent) => retryDelay(retrier, spent, half))).toEqual([3_000, 5_000, 5_000]);
  });
  it('with FULL jitter lies between 0 and the capped delay', () => {
    const retrier = {
      ErrorEquals: ['X'],
      IntervalSeconds: 3,
      BackoffRate: 2,
      MaxDelaySeconds: 5,
      JitterStrategy: 'FULL' as const,
    };
    expect(retryDelay(retrier, 1, () => 0)).toBe(0);
    expect(retryDelay(retrier, 1, () => 0.25)).toBe(1_250);
    expect(retryDelay(retrier, 2, () => 1)).toBe(5_000);
  });
  it('is absent for MaxAttempts 0', () => {
    expect(retryDelay({ ErrorEquals: ['X'], MaxAttempts: 0 }, 0, half)).toBeUndefined();
  });
  it('stays finite however often it grew', () => {
    expect(retryDelay({ ErrorEquals: ['X'], MaxAttempts: 99_999_999 }, 5_000, half)).toBe(99_999_999_000);
  });
});

describe('a failing task', () => {
  const failure = { errorType: 'Busy', errorMessage: 'come back later' };

  it('is retried at the delays of its retrier, each retrier counting for itself, then caught', async () => {
    const work = task('{% $states.context.State.RetryCount %}', {
      Retry: [
        {
          ErrorEquals: ['Busy'],
          IntervalSeconds: 10,
          BackoffRate: 2,
          MaxAttempts: 2,
          JitterStrategy: 'FULL',
        },
        { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 100, MaxAttempts: 1 },
      ],
      Catch: [
        { ErrorEquals: ['Other'], Next: 'Never' },
        { ErrorEquals: ['States.ALL'], Assign: { why: '{% $states.errorOutput.Error %}' }, Next: 'Caught' },
      ],
      End: true,
    });
    const states = {
      Work: work,
      Never: { Type: 'Fail' },
      Caught: { Type: 'Pass', Output: { error: '{% $states.input %}', why: '{% $why %}' }, End: true },
    };
    const failures = [failure, { errorType: 'Odd', errorMessage: 'once' }, failure, failure];
    let attempt = 0;
    const laptop = await open(machine(states), {
      random: () => 0.5,
      invoke: async () => failures[attempt++] ?? failure,
    });
    const arn = await laptop.start();
    for (const [index, delay] of [5, 100, 10].entries()) {
      await eventually(() => laptop.calls.length === index + 1 || undefined);
      await eventually(async () => (await laptop.history(arn)).at(-1) === 'TaskFailed' || undefined);
      laptop.clock.advance(delay * SECOND - 1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(laptop.calls).toHaveLength(index + 1);
      laptop.clock.advance(1);
    }
    const output = JSON.parse((await laptop.ended(arn)).output ?? '');
    expect(laptop.calls.map((call) => call.payload)).toEqual([0, 1, 2, 3]);
    expect(output).toEqual({ error: { Error: 'Busy', Cause: JSON.stringify(failure) }, why: 'Busy' });
  });

  it('without a handler fails the execution with its error and its cause as JSON', async () => {
    const laptop = await open(machine({ Work: task({}) }), { invoke: async () => failure });
    const execution = await laptop.ended(await laptop.start());
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Busy', cause: JSON.stringify(failure) });
    expect(await laptop.history(execution.executionArn ?? '')).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'ExecutionFailed',
    ]);
  });

  it('that cannot be called at all fails with Lambda.Unknown', async () => {
    const laptop = await open(machine({ Work: task({}) }), {
      invoke: async () => {
        throw new Error('no such function');
      },
    });
    expect(await laptop.ended(await laptop.start())).toMatchObject({ error: 'Lambda.Unknown' });
  });

  it('that takes longer than TimeoutSeconds fails with States.Timeout, and its late result is nothing', async () => {
    let finish = () => {};
    const states = {
      Work: task(
        {},
        { TimeoutSeconds: 60, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }], End: true },
      ),
      Late: { Type: 'Wait', Seconds: 10, Output: 'late', End: true },
    };
    const laptop = await open(machine(states), {
      invoke: () =>
        new Promise((resolve) => {
          finish = () => resolve({ payload: 'too late' });
        }),
    });
    const arn = await laptop.start();
    await eventually(() => laptop.calls.length === 1 || undefined);
    laptop.clock.advance(60 * SECOND);
    await eventually(async () => (await laptop.history(arn)).includes('WaitStateEntered'));
    finish();
    laptop.clock.advance(10 * SECOND);
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toBe('late');
  });

  it('that computes while somebody moves the clock has its time all the same, and no more', async () => {
    const finish: ((payload: string) => void)[] = [];
    const laptop = await open(
      machine({ Work: task({}, { TimeoutSeconds: 60, Output: '{% $states.result.Payload %}', End: true }) }),
      { invoke: () => new Promise((resolve) => finish.push((payload) => resolve({ payload }))) },
    );
    const [done, late] = [await laptop.start(), await laptop.start()];
    await eventually(() => finish.length === 2 || undefined);
    laptop.clock.advance(30 * SECOND);
    laptop.move(13 * 60 * SECOND);
    laptop.clock.advance(29 * SECOND);
    finish[0]?.('in time');
    expect(JSON.parse((await laptop.ended(done)).output ?? '')).toBe('in time');
    expect((await laptop.describe(late)).status).toBe('RUNNING');
    laptop.clock.advance(SECOND);
    expect(await laptop.ended(late)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('that is retried after a timeout does not take the late result of its first attempt', async () => {
    const finish: ((payload: string) => void)[] = [];
    const retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1 }];
    const work = task(
      {},
      { TimeoutSeconds: 60, Retry: retry, Output: '{% $states.result.Payload %}', End: true },
    );
    const laptop = await open(machine({ Work: work }), {
      invoke: () => new Promise((resolve) => finish.push((payload) => resolve({ payload }))),
    });
    const arn = await laptop.start();
    await eventually(() => finish[0]);
    laptop.clock.advance(60 * SECOND);
    await eventually(async () => (await laptop.history(arn)).includes('TaskTimedOut') || undefined);
    laptop.clock.advance(SECOND);
    await eventually(() => finish[1]);
    finish[0]?.('old');
    await laptop.history(arn);
    finish[1]?.('new');
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toBe('new');
  });

  it('in one branch of a Parallel stops the other branches for good', async () => {
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'Broken' } } },
          {
            StartAt: 'Later',
            States: { Later: { Type: 'Wait', Seconds: 10, Next: 'Ghost' }, Ghost: task('ghost') },
          },
        ],
        Catch: [{ ErrorEquals: ['Broken'], Next: 'Hold' }],
        End: true,
      },
      Hold: { Type: 'Wait', Seconds: 100, End: true },
    };
    const laptop = await open(machine(states));
    const arn = await laptop.start();
    await eventually(async () => (await laptop.history(arn)).includes('WaitStateEntered') || undefined);
    laptop.clock.advance(100 * SECOND);
    expect((await laptop.ended(arn)).status).toBe('SUCCEEDED');
    expect(laptop.calls).toEqual([]);
  });

  it('whose Output cannot be evaluated is caught as States.QueryEvaluationError', async () => {
    const states = {
      Work: task(
        {},
        {
          Output: '{% $states.result.Payload.none %}',
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Output: 'caught', Next: 'Caught' }],
          End: true,
        },
      ),
      Caught: { Type: 'Succeed' },
    };
    expect(await (await open(machine(states))).run()).toBe('caught');
  });

  it('inside a Map is retried with the whole Map', async () => {
    const states = {
      Each: {
        Type: 'Map',
        Items: [1, 2],
        ItemProcessor: {
          StartAt: 'Work',
          States: {
            Work: task('{% $states.input %}', { Output: '{% $states.result.Payload %}', End: true }),
          },
        },
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 5 }],
        End: true,
      },
    };
    let failed = false;
    const laptop = await open(machine(states), {
      invoke: async (_, payload) => {
        if (payload !== 2 || failed) return { payload };
        failed = true;
        return failure;
      },
    });
    const arn = await laptop.start();
    await eventually(async () => (await laptop.history(arn)).includes('MapStateFailed'));
    laptop.clock.advance(5 * SECOND);
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toEqual([1, 2]);
    expect(laptop.calls.map((call) => call.payload)).toEqual([1, 2, 1, 2]);
  });
});
