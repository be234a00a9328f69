import { QueryCommand, TransactGetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TableEngineName } from '../../local/tables/table-engine.ts';
import { actionsDiffer, liesInNothing, REMOVES } from './known-of-actions.ts';
import { cutsEqualPlacesOtherwise, endsWithItsRange, tellsKeysUnasked } from './known-of-reads.ts';
import { BEHIND_LIST, makesInside, tellsPaddedList, tellsWholeAttribute } from './known-of-updates.ts';
import type { Command, Outcome } from './outcomes.ts';

export interface Difference {
  command: Command;
  engine: TableEngineName;
  ours: Outcome;
  theirs: Outcome;
}

/** What an engine is known to do otherwise; docs/engine-differences.md says under the same name who is right, and why. */
export interface KnownDifference {
  name: string;
  engine: TableEngineName;
  /** Whether this, and nothing else, is what differs. */
  explains(difference: Difference): boolean;
}

/** What the tables in memory and DynamoDB Local refuse whatever the item is. */
const WELL_FORMED = [
  /^ExpressionAttributeValues contains invalid value: .* contains duplicates/,
  /^Invalid expression: /,
  /^Invalid (?:UpdateExpression|ProjectionExpression): /,
  /is not defined; attribute/,
  /unused in expressions/,
  /^ExpressionAttribute\w+ (?:must not be empty|can only be specified)/,
  /^Key attributes must be scalars/,
];

function isRefused(outcome: Outcome, messages: readonly RegExp[]): boolean {
  return (
    'refused' in outcome &&
    outcome.refused === 'ValidationException' &&
    messages.some((message) => message.test(outcome.message))
  );
}

function isAnswered(outcome: Outcome): boolean {
  return 'answer' in outcome;
}

function codesOf(outcome: Outcome): readonly string[] {
  return 'refused' in outcome ? (outcome.codes ?? []) : [];
}

/** Of what cannot be stored, and of keys. */
const STORABLE = [
  /^ExpressionAttributeValues contains invalid value: (?:Nesting Levels|.* contains duplicates)/,
  /^One or more parameter values/,
  /^The provided key element/,
  /^One of the required keys/,
  /^Nesting Levels/,
];

function saysInAnAction({ command, ours, theirs }: Difference): boolean {
  return (
    isRefused(ours, STORABLE) &&
    ((command instanceof TransactWriteCommand && codesOf(theirs).includes('ValidationError')) ||
      (command instanceof TransactGetCommand &&
        'refused' in theirs &&
        theirs.refused === 'TransactionCanceledException'))
  );
}

/** What dynoxide finds wrong before it looks at anything else: numbers that are none, and empty keys. */
const UNREADABLE = [
  /significant digits/,
  /^Number (?:over|under)flow/,
  /cannot contain an empty string value/,
];

function isBeforeToken({ command, ours, theirs }: Difference, messages: readonly RegExp[]): boolean {
  return (
    command instanceof TransactWriteCommand &&
    'refused' in ours &&
    ours.refused === 'IdempotentParameterMismatchException' &&
    isRefused(theirs, messages)
  );
}

export const knownDifferences: readonly KnownDifference[] = [
  { name: 'a wrong value is the fault of its action', engine: 'dynamodb-local', explains: saysInAnAction },
  { name: 'a wrong value is the fault of its action', engine: 'dynoxide', explains: saysInAnAction },
  {
    name: 'conditions come before an item that stands twice',
    engine: 'dynamodb-local',
    explains: ({ command, ours, theirs }) =>
      command instanceof TransactWriteCommand &&
      isRefused(ours, [/cannot include multiple operations on one item/]) &&
      codesOf(theirs).some((code) => code !== 'None'),
  },
  {
    name: 'a request is validated before its token is looked at',
    engine: 'dynamodb-local',
    explains: (difference) => isBeforeToken(difference, [/./]),
  },
  {
    name: 'a request is validated before its token is looked at',
    engine: 'dynoxide',
    explains: (difference) => isBeforeToken(difference, UNREADABLE),
  },
  {
    name: 'a transaction is refused whole',
    engine: 'dynamodb-local',
    explains: ({ command, ours, theirs }) =>
      command instanceof TransactWriteCommand &&
      codesOf(ours).includes('ValidationError') &&
      (isRefused(theirs, [/./]) || codesOf(theirs).join() === 'ValidationError'),
  },
  {
    name: 'a transaction may look into a key',
    engine: 'dynamodb-local',
    explains: ({ command, ours, theirs }) =>
      command instanceof TransactWriteCommand &&
      isRefused(ours, [/^Key attributes must be scalars/]) &&
      !isRefused(theirs, [/./]),
  },
  {
    name: 'a page cannot go on at the end of its range',
    engine: 'dynamodb-local',
    explains: ({ command, ours, theirs }) =>
      command instanceof QueryCommand &&
      'answer' in ours &&
      ours.answer.ScannedCount === 0 &&
      isRefused(theirs, [/starting key does not match the range key predicate/]),
  },
  {
    name: 'a page that ends with its range is the last',
    engine: 'dynamodb-local',
    explains: endsWithItsRange,
  },
  {
    name: 'what stands at one place of an index has no order',
    engine: 'dynamodb-local',
    explains: cutsEqualPlacesOtherwise,
  },
  { name: 'a transaction tells keys that nobody asked for', engine: 'dynoxide', explains: tellsKeysUnasked },
  {
    name: 'expressions are validated late or never',
    engine: 'dynoxide',
    explains: (difference) =>
      isRefused(difference.ours, WELL_FORMED) || actionsDiffer(difference, 'expression that is read late'),
  },
  {
    name: 'what lies in nothing is made',
    engine: 'dynoxide',
    explains: (difference) =>
      (difference.command instanceof UpdateCommand &&
        isRefused(difference.ours, [liesInNothing]) &&
        makesInside(difference.command.input) &&
        isAnswered(difference.theirs)) ||
      actionsDiffer(difference, 'place in nothing'),
  },
  {
    name: 'a part that was updated is told as a whole',
    engine: 'dynamodb-local',
    explains: tellsWholeAttribute,
  },
  { name: 'a part that was updated is told as a whole', engine: 'dynoxide', explains: tellsWholeAttribute },
  { name: BEHIND_LIST, engine: 'dynoxide', explains: tellsPaddedList },
  {
    name: 'a transaction may change a key',
    engine: 'dynoxide',
    explains: (difference) => actionsDiffer(difference, 'key that is changed'),
  },
  {
    name: 'an update of nothing tells its key as what was there',
    engine: 'dynoxide',
    explains: ({ command, ours, theirs }) =>
      command instanceof UpdateCommand &&
      command.input.ReturnValues === 'ALL_OLD' &&
      'answer' in ours &&
      ours.answer.Attributes === undefined &&
      'answer' in theirs &&
      Object.keys(theirs.answer.Attributes ?? {}).length === 2,
  },
  {
    name: 'what lies in nothing is removed from nothing',
    engine: 'dynoxide',
    explains: (difference) =>
      (difference.command instanceof UpdateCommand &&
        isRefused(difference.ours, [liesInNothing]) &&
        REMOVES.test(difference.command.input.UpdateExpression ?? '') &&
        isAnswered(difference.theirs)) ||
      actionsDiffer(difference, 'removal from nothing'),
  },
  {
    name: 'a query sees what its index does not show',
    engine: 'dynoxide',
    explains: ({ command, ours, theirs }) =>
      command instanceof QueryCommand && isRefused(ours, [/index does not project/]) && isAnswered(theirs),
  },
  {
    name: 'a value that is only compared may not be deep either',
    engine: 'dynoxide',
    explains: (difference) =>
      (!isRefused(difference.ours, [/Nesting Levels/]) && isRefused(difference.theirs, [/Nesting Levels/])) ||
      actionsDiffer(difference, 'depth of what is only compared'),
  },
  {
    name: 'a key is compared with a value of another type',
    engine: 'dynoxide',
    explains: ({ command, ours, theirs }) =>
      command instanceof QueryCommand &&
      isRefused(ours, [/type does not match schema type/, /a key cannot be an empty string/]) &&
      isAnswered(theirs),
  },
  {
    name: 'a page may begin outside of its range',
    engine: 'dynoxide',
    explains: ({ command, ours, theirs }) =>
      command instanceof QueryCommand &&
      isRefused(ours, [/starting key is (?:outside query boundaries|invalid)/]) &&
      isAnswered(theirs),
  },
];
