import { Duration } from 'aws-cdk-lib';
import type { ITable, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { ServiceFunction } from './service-function.ts';

/**
 * Lets a function follow a table's stream. One poisonous record must not block its shard for ever: the batch is
 * halved around it, tried ten times, and its place in the stream goes to the dead letters.
 */
export function followStream(table: TableV2, follower: ServiceFunction, deadLetters: IQueue): void {
  follower.lambda.addEventSource(
    new DynamoEventSource(table as ITable, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 4,
      bisectBatchOnError: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(20),
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(deadLetters),
    }),
  );
}
