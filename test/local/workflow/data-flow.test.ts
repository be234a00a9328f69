import {
  eventually,
  type Laptop,
  machine,
  openLaptop,
  SECOND,
  START,
  stoppedClock,
  task,
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

async function evaluate(output: unknown, input: unknown = {}): Promise<unknown> {
  return (await open(machine({ Show: { Type: 'Pass', Output: output, End: true } }))).run(input);
}

describe('data (AWS: Transforming data with JSONata in Step Functions)', () => {
  it('leaves strings without {% %} alone and evaluates the others at any depth', async () => {
    const output = {
      static: 'Hello',
      title: '{% $states.input.title %}',
      'not-evaluated': '$customerName',
      deep: [{ sum: '{% $sum($states.input.prices) %}' }],
    };
    expect(await evaluate(output, { title: 'Doctor', prices: [1, 2, 3] })).toEqual({
      static: 'Hello',
      title: 'Doctor',
      'not-evaluated': '$customerName',
      deep: [{ sum: 6 }],
    });
  });

  it('never evaluates data, however much it looks like an expression', async () => {
    const evil = '{% $states.context.Execution.Id %}';
    const inner = {
      Show: { Type: 'Pass', Output: '{% $states.input %}', Next: 'Again' },
      Again: { Type: 'Pass', End: true },
    };
    const each = { Type: 'Map', ItemProcessor: { StartAt: 'Show', States: inner }, Next: 'Call' };
    const call = task('{% $states.input %}', {
      Assign: { kept: '{% $states.result.Payload %}' },
      Next: 'Stop',
    });
    const stop = { Type: 'Fail', Error: '{% $kept[0] %}', Cause: '{% $kept[0] %}' };
    const laptop = await open(machine({ Each: each, Call: call, Stop: stop }));
    const execution = await laptop.ended(await laptop.start([evil]));
    expect(laptop.calls).toEqual([{ functionArn: 'work', payload: [evil] }]);
    expect(execution).toMatchObject({ error: evil, cause: evil });
  });

  it('gives plain JSON for sequences', async () => {
    const input = { items: [{ price: 5 }, { price: 50 }, { price: 70 }] };
    expect(await evaluate('{% $states.input.items[price > 10].price %}', input)).toEqual([50, 70]);
  });

  it('has the functions that Step Functions adds', async () => {
    const output = await evaluate({
      partition: '{% $partition([1,2,3,4,5,6,7,8,9], 4) %}',
      range: '{% $range(0, 10, 2) %}',
      down: '{% $range(3, 1, -1) %}',
      hash: "{% $hash('abc', 'SHA-1') %}",
      parse: '{% $parse(\'{"a":[1,2]}\').a %}',
      same: '{% $random(7) = $random(7) %}',
      uuid: '{% $contains($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/) %}',
    });
    expect(output).toEqual({
      partition: [[1, 2, 3, 4], [5, 6, 7, 8], [9]],
      range: [0, 2, 4, 6, 8, 10],
      down: [3, 2, 1],
      hash: 'a9993e364706816aba3e25717850c26c9cd0d89d',
      parse: [1, 2],
      same: true,
      uuid: true,
    });
  });

  it('tells the time of the laptop, not of the machine', async () => {
    const output = await evaluate([
      '{% $now() %}',
      '{% $millis() %}',
      "{% $now('[Y]-[M01]-[D01]', '+0300') %}",
    ]);
    expect(output).toEqual([new Date(START).toISOString(), START, '2026-03-01']);
  });

  it('fails with States.QueryEvaluationError on undefined, and names the field', async () => {
    const laptop = await open(
      machine({ Show: { Type: 'Pass', Output: { a: '{% $states.input.none %}' }, End: true } }),
    );
    const execution = await laptop.ended(await laptop.start());
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(execution.cause).toContain("'Output/a'");
  });

  it('knows the context object', async () => {
    const laptop = await open(
      machine({ Show: { Type: 'Pass', Output: '{% $states.context %}', End: true } }),
    );
    const arn = await laptop.start({ a: 1 }, 'case-7');
    const execution = await laptop.ended(arn);
    expect(JSON.parse(execution.output ?? '')).toMatchObject({
      Execution: { Id: arn, Name: 'case-7', Input: { a: 1 }, StartTime: new Date(START).toISOString() },
      State: { Name: 'Show', EnteredTime: new Date(START).toISOString(), RetryCount: 0 },
      StateMachine: { Name: 'claims' },
    });
    expect(JSON.parse(execution.output ?? '')).not.toHaveProperty('Task');
  });

  it('passes the Lambda result as $states.result, and the result itself without Output', async () => {
    const states = {
      First: task(
        { question: '{% $states.input.n %}' },
        { Assign: { seen: '{% $states.result.Payload %}' }, Next: 'Second' },
      ),
      Second: { Type: 'Pass', Output: { result: '{% $states.input %}', seen: '{% $seen %}' }, End: true },
    };
    const laptop = await open(machine(states), { invoke: async () => ({ payload: { answer: 42 } }) });
    expect(await laptop.run({ n: 5 })).toEqual({
      result: { ExecutedVersion: '$LATEST', Payload: { answer: 42 }, StatusCode: 200 },
      seen: { answer: 42 },
    });
    expect(laptop.calls).toEqual([{ functionArn: 'work', payload: { question: 5 } }]);
  });

  it('stops at 256 KiB with States.DataLimitExceeded, which States.ALL does not catch', async () => {
    const states = {
      Big: task({}, { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], End: true }),
      Caught: { Type: 'Succeed' },
    };
    const laptop = await open(machine(states), { invoke: async () => ({ payload: 'x'.repeat(256 * 1024) }) });
    expect(await laptop.ended(await laptop.start())).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });
});

describe('variables (AWS: Passing data between states with variables)', () => {
  it('evaluates Assign and Output against the values from before the state', async () => {
    const states = {
      One: { Type: 'Pass', Assign: { x: 1 }, Next: 'Two' },
      Two: {
        Type: 'Pass',
        Assign: { x: '{% $x + 1 %}', nextX: '{% $x %}' },
        Output: '{% $x %}',
        Next: 'Three',
      },
      Three: {
        Type: 'Pass',
        Output: { output: '{% $states.input %}', x: '{% $x %}', nextX: '{% $nextX %}' },
        End: true,
      },
    };
    expect(await (await open(machine(states))).run()).toEqual({ output: 1, x: 2, nextX: 1 });
  });

  it('shows outer variables inside Parallel and Map and drops the inner ones at the end', async () => {
    const inner = {
      Add: { Type: 'Pass', Assign: { own: 5 }, Next: 'Sum' },
      Sum: { Type: 'Pass', Output: '{% $base + $own %}', End: true },
    };
    const states = {
      Base: { Type: 'Pass', Assign: { base: 10 }, Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [{ StartAt: 'Add', States: inner }], Next: 'After' },
      After: { Type: 'Pass', Output: { sums: '{% $states.input %}', own: '{% $exists($own) %}' }, End: true },
    };
    expect(await (await open(machine(states))).run()).toEqual({ sums: [15], own: false });
  });
});

describe('states (Amazon States Language specification)', () => {
  it('Choice takes the first rule that is met, with its own Assign and Output', async () => {
    const states = {
      Which: {
        Type: 'Choice',
        Choices: [
          {
            Condition: '{% $states.input.amount > 300000 %}',
            Assign: { film: true },
            Output: 'high',
            Next: 'End',
          },
          { Condition: '{% $states.input.amount > 0 %}', Assign: { film: false }, Next: 'End' },
        ],
        Default: 'End',
        Assign: { film: 'none' },
        Output: 'default',
      },
      End: { Type: 'Succeed', Output: ['{% $states.input %}', '{% $film %}'] },
    };
    const laptop = await open(machine(states));
    expect(await laptop.run({ amount: 300_001 })).toEqual(['high', true]);
    expect(await laptop.run({ amount: 300_000 })).toEqual([{ amount: 300_000 }, false]);
    expect(await laptop.run({ amount: 0 })).toEqual(['default', 'none']);
  });

  it('Choice without a match and without Default fails with States.NoChoiceMatched', async () => {
    const states = {
      Which: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] },
      End: { Type: 'Succeed' },
    };
    const laptop = await open(machine(states));
    expect(await laptop.ended(await laptop.start())).toMatchObject({
      status: 'FAILED',
      error: 'States.NoChoiceMatched',
    });
  });

  it('Choice whose condition is no boolean fails with States.QueryEvaluationError', async () => {
    const states = {
      Which: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }] },
      End: { Type: 'Succeed' },
    };
    const laptop = await open(machine(states));
    expect(await laptop.ended(await laptop.start())).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('Fail ends the execution with an evaluated Error and Cause', async () => {
    const states = {
      Stop: { Type: 'Fail', Error: "{% 'Claim' & 'Lost' %}", Cause: '{% $states.input.why %}' },
    };
    const laptop = await open(machine(states));
    const execution = await laptop.ended(await laptop.start({ why: 'no film' }));
    expect(execution).toMatchObject({ status: 'FAILED', error: 'ClaimLost', cause: 'no film' });
    expect(await laptop.history(execution.executionArn ?? '')).toEqual([
      'ExecutionStarted',
      'FailStateEntered',
      'ExecutionFailed',
    ]);
  });

  it('Wait holds for its seconds or until its instant, also beyond 24.8 days', async () => {
    const states = {
      Hold: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', Next: 'Until' },
      Until: { Type: 'Wait', Timestamp: '{% $states.input.until %}', End: true },
    };
    const laptop = await open(machine(states));
    const arn = await laptop.start({ seconds: 30 * 86_400, until: '2026-04-10T00:00:00+03:00' });
    await eventually(async () => (await laptop.history(arn)).includes('WaitStateEntered'));
    laptop.clock.advance(30 * 86_400_000 - 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await laptop.history(arn)).filter((type) => type === 'WaitStateEntered')).toHaveLength(1);
    laptop.clock.advance(1);
    await eventually(
      async () => (await laptop.history(arn)).filter((type) => type === 'WaitStateEntered').length === 2,
    );
    expect((await laptop.describe(arn)).status).toBe('RUNNING');
    laptop.clock.moveTo(Date.parse('2026-04-09T21:00:00Z'));
    expect((await laptop.ended(arn)).status).toBe('SUCCEEDED');
  });

  it('Parallel gives every branch its Arguments and collects the outputs in order', async () => {
    const branch = (name: string, seconds: number) => ({
      StartAt: name,
      States: {
        [name]: { Type: 'Wait', Seconds: seconds, Output: `{% '${name}' & $states.input.n %}`, End: true },
      },
    });
    const states = {
      Both: {
        Type: 'Parallel',
        Arguments: { n: '{% $states.input.m %}' },
        Branches: [branch('slow', 20), branch('fast', 10)],
        End: true,
      },
    };
    const laptop = await open(machine(states));
    const arn = await laptop.start({ m: 3 });
    await eventually(
      async () => (await laptop.history(arn)).filter((type) => type === 'WaitStateEntered').length === 2,
    );
    laptop.clock.advance(10 * SECOND);
    laptop.clock.advance(10 * SECOND);
    expect(JSON.parse((await laptop.ended(arn)).output ?? '')).toEqual(['slow3', 'fast3']);
  });

  it('Parallel fails as soon as one branch fails, and its Catch sees that error', async () => {
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'Broken', Cause: 'really' } } },
          { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 1_000, End: true } } },
        ],
        Catch: [{ ErrorEquals: ['Broken'], Output: '{% $states.errorOutput %}', Next: 'Done' }],
        End: true,
      },
      Done: { Type: 'Succeed' },
    };
    expect(await (await open(machine(states))).run()).toEqual({ Error: 'Broken', Cause: 'really' });
  });

  it('Map runs its items, at most MaxConcurrency at once, with Map.Item in ItemSelector and inside', async () => {
    const states = {
      Each: {
        Type: 'Map',
        Items: '{% $states.input.list %}',
        MaxConcurrency: 2,
        ItemSelector: {
          value: '{% $states.context.Map.Item.Value %}',
          all: '{% $count($states.input.list) %}',
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Do',
          States: {
            Do: task('{% $states.input %}', {
              Output: '{% $states.result.Payload & $string($states.context.Map.Item.Index) %}',
              End: true,
            }),
          },
        },
        End: true,
      },
    };
    let running = 0;
    let most = 0;
    const laptop = await open(machine(states), {
      invoke: async (_, payload) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        const { value, all } = payload as { value: string; all: number };
        return { payload: `${value}/${all}:` };
      },
    });
    expect(await laptop.run({ list: ['a', 'b', 'c', 'd', 'e'] })).toEqual([
      'a/5:0',
      'b/5:1',
      'c/5:2',
      'd/5:3',
      'e/5:4',
    ]);
    expect(most).toBe(2);
    expect(await laptop.run({ list: [] })).toEqual([]);
  });

  it('follows a running machine by its clock: a timeout of the whole execution', async () => {
    const laptop = await open(
      machine({ Hold: { Type: 'Wait', Seconds: 500, End: true } }, { TimeoutSeconds: 100 }),
      { clock: stoppedClock() },
    );
    const arn = await laptop.start();
    laptop.clock.advance(100 * SECOND);
    expect((await laptop.ended(arn)).status).toBe('TIMED_OUT');
  });

  it('ends a machine that never stops at the 25,000 events that the cloud allows', async () => {
    const states = {
      Again: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Again' }], Default: 'End' },
      End: { Type: 'Succeed' },
    };
    const laptop = await open(machine(states));
    const execution = await laptop.ended(await laptop.start());
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  }, 60_000);
});
