import { copyFileSync, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { startWorkflowEngine } from '../../../local/workflow/workflow-engine.ts';
import { MACHINE_ARN, machine, newFile, stoppedClock, task, tokenTask } from './engine-harness.ts';

type Block =
  | { kind: 'pass' | 'wait' | 'task' | 'flaky' | 'broken' | 'token' | 'choice' | 'map' }
  | { kind: 'parallel'; branches: Block[][] };

const leaf: fc.Arbitrary<Block> = fc.constantFrom(
  ...(['pass', 'wait', 'task', 'flaky', 'broken', 'token', 'choice', 'map'] as const).map((kind) => ({
    kind,
  })),
);
const parallel: fc.Arbitrary<Block> = fc
  .array(fc.array(leaf, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
  .map((branches) => ({ kind: 'parallel', branches }));
const flow = fc.array(fc.oneof({ weight: 3, arbitrary: leaf }, parallel), { minLength: 1, maxLength: 4 });

/** A chain of states; each adds what it did to the object that is passed on. */
function chain(blocks: Block[], prefix: string): { StartAt: string; States: Record<string, unknown> } {
  const states: Record<string, unknown> = {};
  for (const [index, block] of blocks.entries()) {
    const name = `${prefix}${index}`;
    const last = index === blocks.length - 1;
    const go = last ? { End: true } : { Next: `${prefix}${index + 1}` };
    const add = (value: string) => `{% $merge([$states.input, {'${name}': ${value}}]) %}`;
    const result = { Output: add('$states.result.Payload'), ...go };
    if (block.kind === 'pass')
      states[name] = { Type: 'Pass', Assign: { [name]: name }, Output: add(`'${name}'`), ...go };
    if (block.kind === 'wait') states[name] = { Type: 'Wait', Seconds: 50 + index, Output: add('1'), ...go };
    if (block.kind === 'task') states[name] = task({ name }, result);
    if (block.kind === 'flaky') {
      const payload = { name, flaky: '{% $states.context.State.RetryCount < 2 %}' };
      states[name] = task(payload, {
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 7, JitterStrategy: 'FULL' }],
        ...result,
      });
    }
    if (block.kind === 'broken') {
      const next = last ? `${name}x` : `${prefix}${index + 1}`;
      const handler = { ErrorEquals: ['States.ALL'], Output: add('$states.errorOutput.Error'), Next: next };
      states[name] = task({ name, flaky: true }, { Catch: [handler], ...result });
      if (last) states[next] = { Type: 'Pass', End: true };
    }
    if (block.kind === 'token') states[name] = tokenTask({ Output: add('$states.result'), ...go });
    if (block.kind === 'choice') {
      const rule = {
        Condition: '{% $count($keys($states.input)) > 1 %}',
        Output: add("'many'"),
        Next: `${name}x`,
      };
      states[name] = { Type: 'Choice', Choices: [rule], Default: `${name}x` };
      states[`${name}x`] = { Type: 'Pass', ...go };
    }
    if (block.kind === 'map') {
      const inner = {
        [`${name}m`]: task(
          { name, item: '{% $states.input %}' },
          { Output: '{% $states.result.Payload %}', End: true },
        ),
      };
      const processor = { StartAt: `${name}m`, States: inner };
      states[name] = {
        Type: 'Map',
        Items: [1, 2, 3],
        MaxConcurrency: 2,
        ItemProcessor: processor,
        Output: add('$states.result'),
        ...go,
      };
    }
    if (block.kind === 'parallel') {
      const branches = block.branches.map((branch, slot) => chain(branch, `${name}p${slot}_`));
      states[name] = { Type: 'Parallel', Branches: branches, Output: add('$states.result'), ...go };
    }
  }
  return { StartAt: `${prefix}0`, States: states };
}

const realExec = DatabaseSync.prototype.exec;
let afterCommit: ((database: DatabaseSync) => void) | undefined;
beforeAll(() => {
  jest.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql: string) {
    realExec.call(this, sql);
    if (sql === 'COMMIT') afterCommit?.(this);
  });
});
afterAll(() => jest.restoreAllMocks());

interface Run {
  output: unknown;
  calls: number;
  crashes: number;
}

/** Runs a machine; each number of `crashes` is after how many commits that process dies. */
async function play(definition: string, crashes: number[]): Promise<Run> {
  const clock = stoppedClock();
  const left = [...crashes];
  const tokens = new Set<string>();
  let file = newFile();
  let calls = 0;
  let crashed = 0;
  for (;;) {
    let dead = false;
    let commits = 0;
    const copy = newFile();
    const dieAfter = left.shift() ?? Number.POSITIVE_INFINITY;
    const engineFile = file;
    afterCommit = () => {
      commits += 1;
      if (dead || commits < dieAfter) return;
      // What a killed process leaves: the file and its log as they are between two commits.
      dead = true;
      crashed += 1;
      copyFileSync(engineFile, copy);
      if (existsSync(`${engineFile}-wal`)) copyFileSync(`${engineFile}-wal`, `${copy}-wal`);
    };
    const engine = await startWorkflowEngine({
      port: 0,
      file,
      clock,
      machines: [{ arn: MACHINE_ARN, name: 'claims', definition }],
      random: () => 0.5,
      invokeFunction: async (_, payload) => {
        if (dead) return new Promise(() => {});
        calls += 1;
        const { flaky, token } = payload as { flaky?: boolean; token?: string };
        if (token !== undefined) tokens.add(token);
        return flaky ? { errorType: 'Busy', errorMessage: '' } : { payload };
      },
    });
    const client = new SFNClient({
      endpoint: engine.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    try {
      const started = await client
        .send(new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name: 'case' }))
        .catch((error) => {
          if (error.name !== 'ExecutionAlreadyExists') throw error;
        });
      const executionArn =
        started?.executionArn ?? `${MACHINE_ARN.replace('stateMachine', 'execution')}:case`;
      for (let round = 0; !dead; round += 1) {
        if (round > 2_000) throw new Error('it never ends');
        const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
        if (dead) break;
        if (execution.status !== 'RUNNING') {
          return { output: execution.output ?? execution.error, calls, crashes: crashed };
        }
        for (const token of tokens) {
          const answered = await client
            .send(new SendTaskSuccessCommand({ taskToken: token, output: '"answered"' }))
            .then(
              () => true,
              (error) => error.name === 'TaskTimedOut',
            );
          if (dead) break;
          if (answered) tokens.delete(token);
        }
        if (!dead && round % 3 === 2) clock.advance(30_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      afterCommit = undefined;
      client.destroy();
      await engine.close();
    }
    file = copy;
  }
}

describe('an engine that dies after any commits, again and again', () => {
  it('ends with the output of a run without deaths, and repeats at most one call of each branch a death', async () => {
    let deaths = 0;
    await fc.assert(
      fc.asyncProperty(
        flow,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        async (blocks, crashes) => {
          const { StartAt, States } = chain(blocks, 's');
          const definition = machine(States, { StartAt });
          const calm = await play(definition, []);
          const rough = await play(definition, crashes);
          deaths += rough.crashes;
          expect(rough.output).toEqual(calm.output);
          expect(rough.calls).toBeGreaterThanOrEqual(calm.calls);
          // At most three branches, with two items of a Map each, can be in a call when a process dies.
          expect(rough.calls).toBeLessThanOrEqual(calm.calls + rough.crashes * 6);
        },
      ),
      { numRuns: 25 },
    );
    expect(deaths).toBeGreaterThan(20);
  }, 120_000);
});
