import {
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  DAY,
  eventually,
  type Laptop,
  MACHINE_ARN,
  machine,
  openLaptop,
  START,
  task,
  tokenTask,
} from './engine-harness.ts';

const WAITING = machine({ Hold: { Type: 'Wait', Seconds: 100, End: true } });

const opened: Laptop[] = [];
async function open(...settings: Parameters<typeof openLaptop>): Promise<Laptop> {
  const laptop = await openLaptop(...settings);
  opened.push(laptop);
  return laptop;
}
afterEach(async () => {
  for (const laptop of opened.splice(0)) await laptop.close();
});

const start = (laptop: Laptop, name: string, input = '{}', stateMachineArn = MACHINE_ARN) =>
  laptop.client.send(new StartExecutionCommand({ stateMachineArn, name, input }));

describe('StartExecution', () => {
  it('is idempotent for the same name and input while the execution runs', async () => {
    const laptop = await open(WAITING);
    const first = await start(laptop, 'claim-1', '{"a":1}');
    laptop.clock.advance(10_000);
    const again = await start(laptop, 'claim-1', '{"a":1}');
    expect([again.executionArn, again.startDate]).toEqual([first.executionArn, first.startDate]);
    expect(first.startDate?.getTime()).toBe(START);
    await expect(start(laptop, 'claim-1', '{"a":2}')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it('starts one execution when a hundred ask at once', async () => {
    const laptop = await open(machine({ Work: task({}) }), { invoke: () => new Promise(() => {}) });
    const answers = await Promise.all(Array.from({ length: 100 }, () => start(laptop, 'claim-1')));
    expect(new Set(answers.map((answer) => answer.executionArn)).size).toBe(1);
    expect(laptop.calls).toHaveLength(1);
  });

  it('keeps the name of a closed execution for 90 days, then frees it', async () => {
    const laptop = await open(machine({ End: { Type: 'Succeed' } }));
    const { executionArn = '' } = await start(laptop, 'claim-1');
    await laptop.ended(executionArn);
    laptop.clock.advance(90 * DAY);
    await expect(start(laptop, 'claim-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    laptop.clock.advance(1);
    const again = await start(laptop, 'claim-1');
    expect(again.startDate?.getTime()).toBe(START + 90 * DAY + 1);
    expect(await laptop.history(executionArn)).toContain('ExecutionStarted');
  });

  it.each([
    ['StateMachineDoesNotExist', 'a', '{}', `${MACHINE_ARN}-other`],
    ['InvalidName', 'a name', '{}', MACHINE_ARN],
    ['InvalidExecutionInput', 'a', '{', MACHINE_ARN],
    ['ValidationException', 'x'.repeat(81), '{}', MACHINE_ARN],
  ])('refuses with %s', async (refused, name, input, arn) => {
    const laptop = await open(WAITING);
    await expect(start(laptop, name, input, arn)).rejects.toMatchObject({ name: refused });
  });
});

describe('the other operations', () => {
  it('DescribeExecution shows times, input and output; an unknown one is refused', async () => {
    const laptop = await open(WAITING);
    const arn = await laptop.start({ a: 1 });
    expect(await laptop.describe(arn)).toMatchObject({
      status: 'RUNNING',
      input: '{"a":1}',
      startDate: new Date(START),
    });
    laptop.clock.advance(100_000);
    expect(await laptop.ended(arn)).toMatchObject({ output: '{"a":1}', stopDate: new Date(START + 100_000) });
    await expect(laptop.describe(`${arn}x`)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  it('ListExecutions pages, newest first, by status', async () => {
    const laptop = await open(WAITING);
    for (let n = 0; n < 5; n += 1) await start(laptop, `claim-${n}`);
    await laptop.client.send(
      new StopExecutionCommand({
        executionArn: (await laptop.describe(await laptop.start({}, 'claim-4'))).executionArn,
      }),
    );
    const names: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await laptop.client.send(
        new ListExecutionsCommand({
          stateMachineArn: MACHINE_ARN,
          statusFilter: 'RUNNING',
          maxResults: 3,
          nextToken,
        }),
      );
      names.push(...(page.executions ?? []).map((execution) => execution.name));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(names).toEqual(['claim-3', 'claim-2', 'claim-1', 'claim-0']);
    await expect(
      laptop.client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, nextToken: 'forged' })),
    ).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  it('StopExecution ends an execution for good, with its error and cause', async () => {
    const laptop = await open(machine({ Ask: tokenTask({ TimeoutSeconds: 60, End: true }) }));
    const executionArn = await laptop.start();
    await eventually(() => laptop.calls[0]);
    const stop = () =>
      laptop.client.send(new StopExecutionCommand({ executionArn, error: 'Gone', cause: 'parcel back' }));
    const first = await stop();
    expect(await stop()).toMatchObject({ stopDate: first.stopDate });
    laptop.clock.advance(DAY);
    expect(await laptop.describe(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Gone',
      cause: 'parcel back',
    });
    expect((await laptop.history(executionArn)).at(-1)).toBe('ExecutionAborted');
  });

  it('GetExecutionHistory tells the story in pages, forwards and backwards', async () => {
    const laptop = await open(machine({ Work: task({ a: 1 }, { Next: 'Done' }), Done: { Type: 'Succeed' } }));
    const executionArn = await laptop.start({ claimId: 'c1' });
    await laptop.ended(executionArn);
    const read = async (reverseOrder: boolean) => {
      const events: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        const page = await laptop.client.send(
          new GetExecutionHistoryCommand({ executionArn, reverseOrder, maxResults: 2, nextToken }),
        );
        events.push(...(page.events ?? []));
        nextToken = page.nextToken;
      } while (nextToken);
      return events;
    };
    const events = await read(false);
    expect(events.map((event) => event.type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events.map((event) => event.previousEventId)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(events[1]?.stateEnteredEventDetails).toMatchObject({ name: 'Work', input: '{"claimId":"c1"}' });
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'lambda',
      resource: 'invoke',
    });
    expect(events[8]?.executionSucceededEventDetails?.output).toContain('"Payload":{"a":1}');
    expect((await read(true)).map((event) => event.id)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('DescribeStateMachine gives the definition back', async () => {
    const laptop = await open(WAITING);
    const answer = await laptop.client.send(
      new DescribeStateMachineCommand({ stateMachineArn: MACHINE_ARN }),
    );
    expect(answer).toMatchObject({ definition: WAITING, name: 'claims', type: 'STANDARD', status: 'ACTIVE' });
  });

  it('an unknown operation is UnknownOperationException', async () => {
    const laptop = await open(WAITING);
    const response = await fetch(laptop.url, {
      method: 'POST',
      headers: {
        'x-amz-target': 'AWSStepFunctions.CreateActivity',
        'content-type': 'application/x-amz-json-1.0',
      },
      body: '{}',
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { __type: 'UnknownOperationException' },
    ]);
  });

  it('status changes are told in order', async () => {
    const laptop = await open(WAITING);
    const executionArn = await laptop.start();
    laptop.clock.advance(100_000);
    await laptop.ended(executionArn);
    expect(laptop.changes).toMatchObject([
      { executionArn, status: 'RUNNING', startDate: START },
      { executionArn, status: 'SUCCEEDED', stopDate: START + 100_000 },
    ]);
  });
});
