import type { ClaimStatus } from '../functions/contracts/case.ts';

/** The Lambdas that the workflow calls, by their handler's name. */
export type StepName =
  | 'read-claim-standing'
  | 'look-for-money'
  | 'await-claim-change'
  | 'apply-claim-deadline'
  | 'pay-claim'
  | 'flag-claim';

/** In which state of the workflow a claim is while it has this status; a test holds it against the state table. */
export const stateOfStatus: Record<ClaimStatus, string> = {
  'awaiting-video': 'Wait for the film',
  'in-review': 'Wait for the decision of a specialist',
  'awaiting-customer': 'Wait for the answer of the customer',
  'awaiting-reply': 'Wait for the reply to a letter',
  'awaiting-approval': 'Wait for the second person',
  'in-appeal': 'Wait for the decision on the appeal',
  approved: 'Pay what was approved',
  paying: 'Pay what was approved',
  'needs-attention': 'Wait for a person to put it right',
  compensated: 'The claim is closed',
  'refunded-by-seller': 'The claim is closed',
  'recovered-through-bank': 'The claim is closed',
  refused: 'The claim is closed',
  withdrawn: 'The claim is closed',
  lapsed: 'The claim is closed',
  merged: 'The claim is closed',
};

const LOOK = 'Look for money in the post';
const CHOOSE = 'Where does the claim stand?';
const DEADLINE = 'Do what the deadline says';
const SHOW = 'Show the claim to a person';
const GIVE_UP = 'The claim waits for the reconciler';

/** The claim's ids are all that ever travels through an execution, and they never change. */
const CLAIM = {
  trackingNumber: '{% $states.context.Execution.Input.trackingNumber %}',
  claimId: '{% $states.context.Execution.Input.claimId %}',
};

/**
 * A function that fails is tried again eight times within about ten minutes, with full jitter, so that many
 * claims that failed together do not come back together. A deadline (States.Timeout) is no failure.
 */
const RETRY_FAULTS = [
  {
    ErrorEquals: ['States.TaskFailed'],
    IntervalSeconds: 2,
    BackoffRate: 2.5,
    MaxDelaySeconds: 300,
    MaxAttempts: 8,
    JitterStrategy: 'FULL',
  },
];

/**
 * Money is asked after twelve times within three and a half hours at most (half of that on average), then the
 * deadline is looked at and asking begins anew: a provider that was down for days is met within the hour, and a
 * claim whose time is over is before a person four hours later at the most. Five days of that are some 4,000 of
 * the 25,000 events that an execution may have.
 */
const RETRY_PAYOUT = [
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 3600,
    MaxAttempts: 12,
    JitterStrategy: 'FULL',
  },
];

/** Whom the carrier does not answer now, the reconciler asks for again later: the claim goes on. */
const RETRY_CARRIER = [
  {
    ErrorEquals: ['States.ALL'],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxDelaySeconds: 5,
    MaxAttempts: 2,
    JitterStrategy: 'FULL',
  },
];

/**
 * The life of one claim as a workflow: it only waits, reminds and pays. What is true stands in the table, so an
 * execution can be started again from any state and carries nothing but ids.
 */
export function claimWorkflowDefinition(arnOf: (step: StepName) => string): object {
  const step = (name: StepName, next: string, failed: string) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: arnOf(name), Payload: CLAIM },
    Output: '{% $states.result.Payload %}',
    TimeoutSeconds: 60,
    Retry: RETRY_FAULTS,
    Catch: [{ ErrorEquals: ['States.ALL'], Next: failed }],
    Next: next,
  });

  /** Waits for whoever is to act, until the deadline of the state; whoever acts wakes it with the new standing. */
  const wait = (status: ClaimStatus, failed: string) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: {
      FunctionName: arnOf('await-claim-change'),
      Payload: { ...CLAIM, status, taskToken: '{% $states.context.Task.Token %}' },
    },
    TimeoutSeconds: '{% $states.input.secondsToDeadline %}',
    Retry: RETRY_FAULTS,
    Catch: [
      { ErrorEquals: ['States.Timeout'], Next: DEADLINE },
      { ErrorEquals: ['States.ALL'], Next: failed },
    ],
    Next: CHOOSE,
  });

  return {
    Comment: 'The life of one claim; the states are those of functions/claims/claim-lifecycle.ts',
    QueryLanguage: 'JSONata',
    StartAt: 'Read where the claim stands',
    States: {
      'Read where the claim stands': step('read-claim-standing', LOOK, SHOW),

      // Money that has not reached the seller yet can be called back, for some hours: asked before anybody waits.
      [LOOK]: {
        ...step('look-for-money', CHOOSE, CHOOSE),
        TimeoutSeconds: 20,
        Retry: RETRY_CARRIER,
        Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.input %}', Next: CHOOSE }],
      },

      [CHOOSE]: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.final %}', Next: stateOfStatus.compensated },
          ...Object.entries(stateOfStatus)
            .filter(([, state]) => state !== stateOfStatus.compensated)
            .map(([status, state]) => ({
              Condition: `{% $states.input.status = '${status}' %}`,
              Next: state,
            })),
        ],
        // A status that this definition does not know yet: deployed before its time, so the table decides later.
        Default: GIVE_UP,
      },

      [stateOfStatus['awaiting-video']]: wait('awaiting-video', SHOW),
      [stateOfStatus['in-review']]: wait('in-review', SHOW),
      [stateOfStatus['awaiting-customer']]: wait('awaiting-customer', SHOW),
      [stateOfStatus['awaiting-reply']]: wait('awaiting-reply', SHOW),
      [stateOfStatus['awaiting-approval']]: wait('awaiting-approval', SHOW),
      [stateOfStatus['in-appeal']]: wait('in-appeal', SHOW),
      // A person is looking at it already, so there is nobody left to show it to.
      [stateOfStatus['needs-attention']]: wait('needs-attention', GIVE_UP),

      [stateOfStatus.approved]: {
        ...step('pay-claim', CHOOSE, DEADLINE),
        Retry: RETRY_PAYOUT,
      },

      [DEADLINE]: step('apply-claim-deadline', CHOOSE, SHOW),
      [SHOW]: step('flag-claim', CHOOSE, GIVE_UP),

      [GIVE_UP]: {
        Type: 'Fail',
        Error: 'ClaimNotFollowed',
        Cause: 'The steps fail for a long time; the reconciler starts the claim again from the table.',
      },
      [stateOfStatus.compensated]: { Type: 'Succeed' },
    },
  };
}
