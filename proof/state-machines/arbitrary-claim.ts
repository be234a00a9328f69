import fc from 'fast-check';
import { type StepName, stateOfStatus } from '../../lib/claim-workflow-definition.ts';
import type { Json } from '../../local/workflow/jsonata-evaluation.ts';
import type { FunctionAnswer, MachineCase } from './machine-case.ts';
import { stackDefinition } from './stack-definition.ts';

/** The stack's own machine: claims whose functions answer, fail and fall silent as they like, and end at last. */

const STEPS: StepName[] = [
  'read-claim-standing',
  'look-for-money',
  'await-claim-change',
  'apply-claim-deadline',
  'pay-claim',
  'flag-claim',
];
const OPEN = Object.entries(stateOfStatus).flatMap(([status, state]) =>
  state === stateOfStatus.compensated ? [] : [status],
);
/** A closed claim that is not told to be final, and a status that the definition does not know yet: both give up. */
const STRANGE = ['compensated', 'of-a-later-version'];
const LONGEST_DEADLINE_SECONDS = 60 * 86_400;
const MOST_ANSWERS = 14;

const definition = stackDefinition as MachineCase['definition'];

const standing = (final: boolean): fc.Arbitrary<Json> =>
  fc.record({
    status: fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...OPEN) }, fc.constantFrom(...STRANGE)),
    final: fc.constant(final),
    secondsToDeadline: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: LONGEST_DEADLINE_SECONDS })),
  });

const fault = fc.constantFrom<FunctionAnswer>(
  { throw: { errorType: 'Error', errorMessage: 'The table does not answer.' } },
  { throw: { errorType: 'Lambda.Unknown', errorMessage: 'It ran out of memory.' } },
);
const failure = fc.oneof({ weight: 2, arbitrary: fault }, fc.constant<FunctionAnswer>({ silent: true }));
/** Down for so long that waits before a retry come to their longest, and mostly until nobody tries again. */
const outage = fc
  .tuple(fault, fc.integer({ min: 7, max: MOST_ANSWERS }))
  .map(([same, times]) => Array<FunctionAnswer>(times).fill(same));

function answersOf(step: StepName): fc.Arbitrary<FunctionAnswer[]> {
  const answer = (final: boolean): fc.Arbitrary<FunctionAnswer> =>
    step === 'await-claim-change'
      ? fc
          .record({ success: standing(final), early: fc.boolean() })
          .map(({ success, early }) => ({ return: null, answer: { success }, early }))
      : standing(final).map((payload) => ({ return: payload }));
  const unanswered = fc.constant<FunctionAnswer>({ return: null });
  const one = fc.oneof(
    { weight: 4, arbitrary: answer(false) },
    { weight: 3, arbitrary: failure },
    ...(step === 'await-claim-change' ? [{ weight: 2, arbitrary: unanswered }] : []),
  );
  return fc
    .tuple(
      fc.array(one, { maxLength: MOST_ANSWERS, size: 'max' }),
      fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, outage),
      answer(true),
    )
    .map(([some, down, last]) => [...some, ...down, last]);
}

export const arbitraryClaim: fc.Arbitrary<MachineCase> = fc
  .tuple(...STEPS.map((step) => answersOf(step).map((answers) => [step, answers] as const)))
  .map((scripts) => ({
    definition,
    input: { trackingNumber: 'RR123456785RU', claimId: '01JABCDEFGHJKMNPQRSTVWXYZ0' },
    script: Object.fromEntries(scripts),
  }));
