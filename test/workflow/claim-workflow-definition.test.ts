import validateAsl from 'asl-validator';
import { claimLifecycle, isFinal } from '../../functions/claims/claim-lifecycle.ts';
import { claimStatus } from '../../functions/contracts/case.ts';
import { claimWorkflowDefinition, stateOfStatus } from '../../lib/claim-workflow-definition.ts';
import { parseDefinition } from '../../local/workflow/asl-definition.ts';

interface Handler {
  ErrorEquals: string[];
  Next?: string;
  JitterStrategy?: string;
  MaxDelaySeconds?: number;
  MaxAttempts?: number;
  IntervalSeconds?: number;
}

interface AnyState {
  Type: string;
  Next?: string;
  Default?: string;
  Resource?: string;
  Arguments?: { FunctionName: string; Payload: Record<string, unknown> };
  TimeoutSeconds?: unknown;
  Output?: unknown;
  Assign?: unknown;
  Choices?: { Condition: string; Next: string }[];
  Retry?: Handler[];
  Catch?: Required<Pick<Handler, 'ErrorEquals' | 'Next'>>[];
}

const definition = claimWorkflowDefinition(
  (step) => `arn:aws:lambda:eu-central-1:000000000000:function:${step}`,
) as {
  QueryLanguage: string;
  StartAt: string;
  States: Record<string, AnyState>;
};
const states = Object.entries(definition.States);
const tasks = states.filter(([, { Type }]) => Type === 'Task');
const waits = tasks.filter(([, { Resource }]) => Resource?.endsWith('.waitForTaskToken'));
const LOOK = 'Look for money in the post';
const ROLE_OF_EACH_FUNCTION = [
  'apply-claim-deadline',
  'await-claim-change',
  'flag-claim',
  'look-for-money',
  'pay-claim',
  'read-claim-standing',
];

function stateNamed(name: string): AnyState {
  const state = definition.States[name];
  if (!state) throw new Error(`There is no state ${name}.`);
  return state;
}

function nextStates(state: AnyState): string[] {
  const { Next, Default, Choices = [], Catch = [] } = state;
  return [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((each) => each.Next)].filter(
    (name) => name !== undefined,
  );
}

describe('the definition of the workflow', () => {
  it('is one that asl-validator and the laptop accept', () => {
    const verdict = validateAsl(definition, { checkArn: true, checkPaths: true });
    expect([verdict.isValid, verdict.errors]).toEqual([true, []]);
    expect(parseDefinition('claims', JSON.stringify(definition)).states.size).toBe(states.length);
    expect(definition.QueryLanguage).toBe('JSONata');
  });

  it('has no state that cannot be reached, and none that goes nowhere', () => {
    const seen = new Set([definition.StartAt]);
    for (const name of seen) for (const next of nextStates(stateNamed(name))) seen.add(next);
    expect([...seen].sort()).toEqual(states.map(([name]) => name).sort());
  });

  it('names its states as sentences', () => {
    for (const [name] of states) expect(name).toMatch(/^[A-Z][a-z]+( [a-z]+){2,}\??$/);
  });

  it('calls each function that is written for it, and no other', () => {
    const called = new Set(tasks.map(([, { Arguments }]) => Arguments?.FunctionName.split(':').at(-1)));
    expect([...called].sort()).toEqual(ROLE_OF_EACH_FUNCTION);
  });
});

describe('held against the state table', () => {
  it.each(claimStatus.options)('%s has its state, and the choice leads there', (status) => {
    const name = stateOfStatus[status];
    const state = stateNamed(name);
    expect(state.Type).toBe(isFinal(status) ? 'Succeed' : 'Task');
    const choices = stateNamed('Where does the claim stand?').Choices ?? [];
    const choice = isFinal(status)
      ? choices.find(({ Condition }) => Condition === '{% $states.input.final %}')
      : choices.find(({ Condition }) => Condition === `{% $states.input.status = '${status}' %}`);
    expect(choice?.Next).toBe(name);
  });

  it('the choice has no status that the table does not have, and asks whether it is final first', () => {
    const choices = stateNamed('Where does the claim stand?').Choices ?? [];
    const open = claimStatus.options.filter((status) => !isFinal(status));
    expect(choices).toHaveLength(open.length + 1);
    expect(choices[0]?.Condition).toBe('{% $states.input.final %}');
  });

  it.each(claimStatus.options.filter((status) => !isFinal(status)))(
    '%s waits for who acts, or pays',
    (status) => {
      const state = stateNamed(stateOfStatus[status]);
      const table = claimLifecycle[status];
      if ('final' in table) throw new Error('It is final.');
      const paysItself = table.queue === 'system';
      expect(state.Arguments?.FunctionName).toMatch(paysItself ? /pay-claim$/ : /await-claim-change$/);
      // The state of the table, so that a change that was made before the token was known is noticed.
      expect(state.Arguments?.Payload.status).toBe(paysItself ? undefined : status);
    },
  );

  it.each(waits)(
    '%s: the deadline is the standing’s, and passing it does what the table says',
    (_, state) => {
      expect(state.TimeoutSeconds).toBe('{% $states.input.secondsToDeadline %}');
      expect(state.Catch?.[0]).toEqual({
        ErrorEquals: ['States.Timeout'],
        Next: 'Do what the deadline says',
      });
      expect(stateNamed('Do what the deadline says').Arguments?.FunctionName).toMatch(
        /apply-claim-deadline$/,
      );
      // Retrying a deadline would give the time twice.
      for (const { ErrorEquals } of state.Retry ?? [])
        expect(ErrorEquals).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^States\.(ALL|Timeout)$/)]),
        );
      expect(state.Next).toBe('Where does the claim stand?');
    },
  );

  it('payment that fails for long looks at its deadline and goes on', () => {
    const pay = stateNamed(stateOfStatus.paying);
    expect(pay.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'Do what the deadline says' }]);
    const [retry] = pay.Retry ?? [];
    // Met again within the hour that it is back, also after days.
    expect(retry).toMatchObject({
      ErrorEquals: ['States.ALL'],
      JitterStrategy: 'FULL',
      MaxDelaySeconds: 3600,
    });
  });
});

describe('what travels', () => {
  it.each(tasks)('%s: ids and codes only, and ids from the execution’s input alone', (_, { Arguments }) => {
    const { trackingNumber, claimId, ...more } = Arguments?.Payload ?? {};
    expect(trackingNumber).toBe('{% $states.context.Execution.Input.trackingNumber %}');
    expect(claimId).toBe('{% $states.context.Execution.Input.claimId %}');
    expect(['status', 'taskToken']).toEqual(expect.arrayContaining(Object.keys(more)));
  });

  it('nothing is kept in variables, and what a step answers is a standing and nothing around it', () => {
    for (const [name, { Assign, Output, Resource }] of states) {
      expect([name, Assign]).toEqual([name, undefined]);
      const isPlainStep = Resource === 'arn:aws:states:::lambda:invoke';
      expect([name, Output]).toEqual([name, isPlainStep ? '{% $states.result.Payload %}' : undefined]);
    }
  });
});

describe('errors', () => {
  it.each(tasks)(
    '%s: tried again with full jitter, then caught whole',
    (name, { Retry, Catch, TimeoutSeconds }) => {
      expect(TimeoutSeconds).toBeDefined();
      expect(Retry).toHaveLength(1);
      for (const retry of Retry ?? []) {
        expect(retry).toMatchObject({ JitterStrategy: 'FULL', MaxDelaySeconds: expect.any(Number) });
        if (name !== LOOK) expect(retry.MaxAttempts).toBeGreaterThanOrEqual(8);
      }
      expect(Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    },
  );

  it('a carrier that does not answer holds no claim up: it goes on as it stood, within half a minute each time', () => {
    const { Retry, Catch, Next, TimeoutSeconds } = stateNamed(LOOK);
    expect(Catch).toEqual([{ ErrorEquals: ['States.ALL'], Output: '{% $states.input %}', Next }]);
    expect(Next).toBe('Where does the claim stand?');
    expect(Retry).toEqual([expect.objectContaining({ MaxAttempts: 2, MaxDelaySeconds: 5 })]);
    expect(TimeoutSeconds).toBeLessThanOrEqual(30);
  });

  it.each(tasks.filter(([name]) => name !== LOOK))('%s: the catch ends where a person sees it', (name) => {
    const show = 'Show the claim to a person';
    // A person is there already, or the service starts the claim again from the table.
    const seen = new Set([show, 'The claim waits for the reconciler']);
    let present = name;
    const walked: string[] = [];
    while (!seen.has(present) && walked.length < 5) {
      walked.push(present);
      present = stateNamed(present).Catch?.at(-1)?.Next ?? '';
    }
    expect([...seen]).toContain(present);
    expect(stateNamed(show).Arguments?.FunctionName).toMatch(/flag-claim$/);
  });

  it('an unknown status ends the execution, for the reconciler to start it again from the table', () => {
    const { Default = '' } = stateNamed('Where does the claim stand?');
    expect(stateNamed(Default)).toMatchObject({ Type: 'Fail', Error: 'ClaimNotFollowed' });
  });
});
