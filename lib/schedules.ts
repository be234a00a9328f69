import { type CfnElement, type Duration, Stack } from 'aws-cdk-lib';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './security-checks.ts';
import type { ServiceFunction } from './service-function.ts';

/** Runs a job again and again; a run that failed, or could not even be started, is put with the dead letters. */
export function runEvery(
  scope: Construct,
  id: string,
  job: ServiceFunction,
  props: { every: Duration; description: string; deadLetters: IQueue },
): void {
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
  const logicalId = Stack.of(scope).getLogicalId(job.lambda.node.defaultChild as CfnElement);
  acknowledge(
    role,
    `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>:*]`,
    "CDK's schedule target grants the versions of its function along; there are none.",
  );
  job.keepFailedCalls(props.deadLetters);
  new Schedule(scope, id, {
    schedule: ScheduleExpression.rate(props.every),
    description: props.description,
    target: new LambdaInvoke(job.lambda, {
      role: role as IRole,
      deadLetterQueue: props.deadLetters,
      retryAttempts: 3,
    }),
  });
}
