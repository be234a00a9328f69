import validateAsl from 'asl-validator';
import { DefinitionRefused, parseDefinition } from '../../../local/workflow/asl-definition.ts';
import { machine, task, tokenTask } from './engine-harness.ts';

function refusal(definition: string): string {
  try {
    parseDefinition('claims', definition);
  } catch (error) {
    if (error instanceof DefinitionRefused) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

const end = { End: true };

describe('a definition', () => {
  const whole = {
    'Look at the claim': task(
      { claimId: '{% $states.input.claimId %}' },
      {
        Retry: [
          {
            ErrorEquals: ['States.TaskFailed'],
            IntervalSeconds: 1,
            MaxDelaySeconds: 60,
            BackoffRate: 2,
            JitterStrategy: 'FULL',
          },
        ],
        Catch: [
          {
            ErrorEquals: ['States.ALL'],
            Assign: { error: '{% $states.errorOutput %}' },
            Next: 'Show a person',
          },
        ],
        Next: 'Ask the customer',
      },
    ),
    'Ask the customer': tokenTask({
      TimeoutSeconds: 2_592_000,
      HeartbeatSeconds: '{% 60 %}',
      Next: 'Which way',
    }),
    'Which way': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.ok %}', Next: 'Hold' }],
      Default: 'Show a person',
    },
    Hold: { Type: 'Wait', Seconds: 5, Next: 'Each' },
    Each: {
      Type: 'Map',
      Items: '{% $states.input.list %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'One',
        States: { One: { Type: 'Pass', End: true } },
      },
      Next: 'Both',
    },
    Both: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'Left', States: { Left: { Type: 'Succeed' } } }],
      End: true,
    },
    'Show a person': { Type: 'Fail', Error: 'NeedsAttention', Cause: '{% $string($error) %}' },
  };

  it('of every known state is accepted, by asl-validator too', () => {
    expect(parseDefinition('claims', machine(whole)).states.size).toBe(9);
    const verdict = validateAsl(JSON.parse(machine(whole)), { checkArn: true, checkPaths: true });
    expect([verdict.isValid, verdict.errors]).toEqual([true, []]);
  });

  it('may hold any JSON as Output and an expression over several lines', () => {
    const states = {
      A: { Type: 'Pass', Output: ['x', { b: '{%\n  1 +\n 2\n%}' }], Next: 'B' },
      B: { Type: 'Succeed', Output: 'plain' },
    };
    expect(parseDefinition('claims', machine(states)).states.size).toBe(2);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['InputPath', { Type: 'Pass', InputPath: '$.a', ...end }, 'state "A": unknown field InputPath'],
    ['ResultPath', task({}, { ResultPath: '$.a', ...end }), 'state "A": unknown field ResultPath'],
    ['Parameters', { Type: 'Pass', Parameters: {}, ...end }, 'state "A": unknown field Parameters'],
    ['Credentials', task({}, { Credentials: {}, ...end }), 'state "A": unknown field Credentials'],
    [
      'a nested unknown field',
      task({}, { Retry: [{ ErrorEquals: ['X'], Interval: 1 }], ...end }),
      'state "A": unknown field Retry/0/Interval',
    ],
    [
      'Qualifier',
      { ...task({}), Arguments: { FunctionName: 'a', Qualifier: '1' } },
      'state "A": unknown field Arguments/Qualifier',
    ],
    ['an unknown state type', { Type: 'Activity', ...end }, 'state "A": unknown Type "Activity"'],
    [
      'another resource',
      { ...task({}), Resource: 'arn:aws:states:::sqs:sendMessage' },
      'state "A": field Resource',
    ],
    [
      'a JSONPath state',
      { Type: 'Pass', QueryLanguage: 'JSONPath', ...end },
      'state "A": field QueryLanguage',
    ],
    [
      'a distributed Map',
      {
        Type: 'Map',
        ItemReader: {},
        ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Succeed' } } },
        ...end,
      },
      'state "A": unknown field ItemReader',
    ],
    [
      'bad JSONata',
      { Type: 'Pass', Output: { deep: '{% 1 + %}' }, ...end },
      'state "A": field Output/deep is not JSONata',
    ],
    ['$eval', { Type: 'Pass', Output: "{% $eval('1') %}", ...end }, 'state "A": field Output uses $eval'],
    [
      'an unqualified field',
      { Type: 'Pass', Output: '{% claimId %}', ...end },
      'state "A": field Output begins with the field "claimId"',
    ],
    [
      '$ at the top level',
      { Type: 'Pass', Output: '{% $.claimId %}', ...end },
      'state "A": field Output uses $ or $$',
    ],
    ['a variable called states', { Type: 'Pass', Assign: { states: 1 }, ...end }, 'state "A": field Assign'],
    [
      'States.ALL beside another',
      task({}, { Retry: [{ ErrorEquals: ['States.ALL', 'X'] }], ...end }),
      'States.ALL must stand alone',
    ],
    [
      'States.ALL before another',
      task({}, { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }], ...end }),
      'States.ALL must come last',
    ],
    [
      'an unknown States error',
      task({}, { Retry: [{ ErrorEquals: ['States.Oops'] }], ...end }),
      'unknown States error',
    ],
    [
      'Wait with two ends',
      { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', ...end },
      'Wait takes either',
    ],
    [
      'a heartbeat that never beats',
      task({}, { HeartbeatSeconds: 60, TimeoutSeconds: 60, ...end }),
      'field HeartbeatSeconds must be smaller',
    ],
    ['a missing target', { Type: 'Pass', Next: 'Nowhere' }, 'MISSING_TRANSITION_TARGET'],
    ['neither Next nor End', { Type: 'Pass' }, 'TERMINAL_STATE_WITH_NEXT'],
  ])('is refused for %s', (_, state, message) => {
    expect(refusal(machine({ A: state, Z: { Type: 'Succeed' } }))).toContain(message);
  });

  it('is refused when it is not JSONata as a whole', () => {
    expect(refusal(JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } }))).toContain(
      'field QueryLanguage',
    );
  });

  it('is refused when an inner scope assigns an outer variable (AWS: Passing data between states with variables)', () => {
    const states = {
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'C', States: { C: { Type: 'Pass', Assign: { x: 2 }, End: true } } }],
        End: true,
      },
    };
    expect(refusal(machine(states))).toContain('state "C": field Assign: "x" belongs to an outer scope');
  });

  it('is refused when a name is used twice, in another branch too', () => {
    const states = {
      A: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: { Type: 'Succeed' } } }], End: true },
    };
    expect(refusal(machine(states))).toContain('the name is used twice');
  });
});
