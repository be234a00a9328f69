import { isDeepStrictEqual } from 'node:util';
import { claimWorkflowDefinition, type StepName } from '../../lib/claim-workflow-definition.ts';
import { plainName, synthesizedStack } from '../../test/stack/synthesized-stack.ts';
import { Broken } from '../proof.ts';

const STEPS: Record<string, StepName> = {
  ReadClaimStandingFunction: 'read-claim-standing',
  LookForMoneyFunction: 'look-for-money',
  AwaitClaimChangeFunction: 'await-claim-change',
  ApplyClaimDeadlineFunction: 'apply-claim-deadline',
  PayClaimFunction: 'pay-claim',
  FlagClaimFunction: 'flag-claim',
};

/** @throws Broken unless the template's only machine is the one that is run here, function by function. */
export async function assertStackRunsIt(definition: object): Promise<void> {
  const { all } = await synthesizedStack();
  const [machine, ...others] = all('AWS::StepFunctions::StateMachine');
  if (!machine || others.length > 0)
    throw new Broken(`The template has ${others.length + (machine ? 1 : 0)} state machines, expected one.`);
  const { DefinitionString, DefinitionSubstitutions } = machine.Properties;
  if (DefinitionSubstitutions !== undefined) throw new Broken('The definition is put together elsewhere.');
  const deployed: unknown = JSON.parse(textOf(DefinitionString));
  if (isDeepStrictEqual(deployed, JSON.parse(JSON.stringify(definition)))) return;
  throw new Broken(`${machine.id} is deployed with another definition: ${JSON.stringify(deployed)}`);
}

/** The text with the name of its step in place of each function's ARN. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': joined, 'Fn::GetAtt': attribute } = value as Record<string, unknown[] | undefined>;
  if (joined?.[0] === '') return (joined[1] as unknown[]).map(textOf).join('');
  const step = STEPS[plainName(String(attribute?.[0]))];
  if (step === undefined || attribute?.[1] !== 'Arn')
    throw new Broken(`The definition refers to ${JSON.stringify(value)}, which is no step of a claim.`);
  return step;
}

export const stackDefinition = claimWorkflowDefinition((step) => step);
