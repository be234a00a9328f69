import type { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** Runs a job again and again; a run that could not even be started is put with the dead letters. */
export function runEvery(
  scope: Construct,
  id: string,
  job: ServiceFunction,
  props: { every: Duration; description: string; deadLetters: IQueue },
): void {
  new Schedule(scope, id, {
    schedule: ScheduleExpression.rate(props.every),
    description: props.description,
    target: new LambdaInvoke(job.lambda, { deadLetterQueue: props.deadLetters, retryAttempts: 3 }),
  });
}
