import { Duration } from 'aws-cdk-lib';
import type { ITable, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { ServiceFunction } from './service-function.ts';

interface Pace {
  batchSize: number;
  parallelizationFactor: number;
  /** How long a batch may fill. */
  maxBatchingWindow: Duration;
}

/**
 * For who adds up: many changes in one go, so that a row of counters is written once for all of them, and one writer
 * a shard, because writers of the same rows stand in each other's way.
 */
export const addingUp: Pace = {
  batchSize: 200,
  parallelizationFactor: 1,
  maxBatchingWindow: Duration.seconds(20),
};

/**
 * As long as Lambda lets a batch fill: for figures that nobody waits for and that come from every sale. With a million
 * policies a year a shard has a change every two minutes, and each batch costs a call and an object of the lake, which
 * is more than all that is stored of a sale. A thousand at most: behind the sweep of a day the batches are full, and
 * the fewer they are, the less often each writes the rows of the regions, which stand in one partition.
 */
export const addingUpSlowly: Pace = {
  ...addingUp,
  batchSize: 1_000,
  maxBatchingWindow: Duration.minutes(5),
};

/**
 * Lets a function follow a table's stream. One poisonous record must not block its shard for ever: the batch is
 * halved around it, tried ten times, and its place in the stream goes to the dead letters.
 */
export function followStream(
  table: TableV2,
  follower: ServiceFunction,
  deadLetters: IQueue,
  pace: Partial<Pace> = {},
): void {
  follower.lambda.addEventSource(
    new DynamoEventSource(table as ITable, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 4,
      ...pace,
      bisectBatchOnError: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(20),
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(deadLetters),
    }),
  );
}
