import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Difference } from './known-differences.ts';
import { makesInside } from './known-of-updates.ts';
import type { Outcome } from './outcomes.ts';

/** What two engines say of the same action of a transaction, where that is not the same. */
interface ActionDifference {
  ours: Reason;
  theirs: Reason;
  update: string;
  makesInside: boolean;
}

interface Reason {
  code: string;
  message: string;
}

export const REMOVES = /\b(?:REMOVE|DELETE)\b/;
export const liesInNothing = /document path provided in the update expression is invalid/;

/** What dynoxide is known to see otherwise in single actions; a transaction may have several kinds of it. */
const KINDS = {
  'removal from nothing': ({ ours, theirs, update }: ActionDifference) =>
    isInvalid(ours, liesInNothing) && theirs.code === 'None' && REMOVES.test(update),
  'place in nothing': ({ ours, theirs, makesInside: makes }: ActionDifference) =>
    isInvalid(ours, liesInNothing) && theirs.code === 'None' && makes,
  'expression that is read late': ({ ours, theirs }: ActionDifference) =>
    isInvalid(ours, /^Key attributes must be scalars/) && theirs.code === 'None',
  'key that is changed': ({ ours, theirs }: ActionDifference) =>
    isInvalid(ours, /Cannot update attribute \w+\. This attribute is part of the key/) &&
    theirs.code === 'None',
  'depth of what is only compared': ({ ours, theirs }: ActionDifference) =>
    ours.code !== 'ValidationError' && isInvalid(theirs, /Nesting Levels/),
};

/** Whether actions differ in the way that `kind` says, and in no way that is not known. */
export function actionsDiffer(difference: Difference, kind: keyof typeof KINDS): boolean {
  const differing = differingActions(difference);
  return (
    differing.some((action) => KINDS[kind](action)) &&
    differing.every((action) => Object.values(KINDS).some((isKnown) => isKnown(action)))
  );
}

function isInvalid({ code, message }: Reason, pattern: RegExp): boolean {
  return code === 'ValidationError' && pattern.test(message);
}

function differingActions({ command, ours, theirs }: Difference): ActionDifference[] {
  if (!(command instanceof TransactWriteCommand)) return [];
  const { TransactItems = [] } = command.input;
  const [mine, others] = [reasonsOf(ours, TransactItems.length), reasonsOf(theirs, TransactItems.length)];
  if (!mine || !others) return [];
  return TransactItems.flatMap(({ Update }, place) => {
    const [our, their] = [mine[place] as Reason, others[place] as Reason];
    if (our.code === their.code) return [];
    const update = Update?.UpdateExpression ?? '';
    return [{ ours: our, theirs: their, update, makesInside: makesInside(Update ?? {}) }];
  });
}

/** Undefined where the transaction was refused as a whole. */
function reasonsOf(outcome: Outcome, actions: number): Reason[] | undefined {
  if ('refused' in outcome && !outcome.codes) return undefined;
  return Array.from({ length: actions }, (_, place) => ({
    code: ('refused' in outcome && outcome.codes?.[place]) || 'None',
    message: ('refused' in outcome && outcome.reasons?.[place]) || '',
  }));
}
