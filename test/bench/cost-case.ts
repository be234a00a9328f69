import { type Assumptions, defaultAssumptions } from '../../bench/cost/assumptions.ts';
import { estimatedCounts } from '../../bench/cost/estimated-counts.ts';
import type { StackTemplate } from '../../bench/cost/read-stack.ts';
import { behind, totalOf } from '../../bench/counts.ts';

/** As much of a stack as has a price, with a function for each that the counts name. */
export function tinyTemplate(): StackTemplate {
  const handlers = new Set(
    [
      estimatedCounts.sale,
      behind(estimatedCounts.afterSale, 1),
      behind(estimatedCounts.afterExpiry, 1),
      estimatedCounts.quote,
      estimatedCounts.visit,
      estimatedCounts.notice,
      ...estimatedCounts.claim.map(({ usage }) => usage),
    ].flatMap(({ invocations }) => (totalOf(invocations) > 0 ? Object.keys(invocations) : [])),
  );
  const names = [...handlers, 'reconcile-claims', 'end-policies'];
  const pascal = (name: string) => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const functions = Object.fromEntries(
    names.map((name) => [
      `${pascal(name)}Function0123ABCD`,
      {
        Type: 'AWS::Lambda::Function',
        Properties: { MemorySize: 512, Architectures: ['arm64'], TracingConfig: { Mode: 'PassThrough' } },
      },
    ]),
  );
  return {
    Resources: {
      ...functions,
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      Route: { Type: 'AWS::ApiGatewayV2::Route' },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { DefaultRouteSettings: { DetailedMetricsEnabled: false } },
      },
      TablesPolicies1: {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
        },
      },
      EvidenceFilms1: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          LifecycleConfiguration: {
            Rules: [
              {
                ExpirationInDays: 1_100,
                NoncurrentVersionExpiration: { NoncurrentDays: 1 },
                Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 10 }],
              },
            ],
          },
        },
      },
      Counting: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'CountPolicyChangesFunction0123ABCD' },
          StartingPosition: 'TRIM_HORIZON',
          BatchSize: 1_000,
          MaximumBatchingWindowInSeconds: 300,
        },
      },
      Following: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'FollowPolicyChangesFunction0123ABCD' },
          StartingPosition: 'TRIM_HORIZON',
          BatchSize: 100,
        },
      },
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 90 } },
      Alarm: { Type: 'AWS::CloudWatch::Alarm' },
      Hourly: { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'rate(1 hour)' } },
    },
  };
}

export function assume(some: Partial<Assumptions>): Assumptions {
  return { ...defaultAssumptions, ...some };
}
