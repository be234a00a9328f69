import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Api } from './api.ts';
import type { ServiceFunction } from './service-function.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Calls a person. Every alarm says what a customer feels of it and which page of docs/runbook.md helps. */
export class Alarms extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct) {
    super(scope, 'Alarms');
    this.#topic = new Topic(this, 'Topic', { enforceSSL: true });
  }

  onDeadLetters(id: string, queue: IQueue, impact: string): void {
    const metric = queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES });
    this.#alarm(`${id}DeadLetters`, metric, 1, `${impact} Runbook: dead letters.`);
  }

  /** `errors` within five minutes: a job that runs once an hour never reaches what a busy consumer may shrug off. */
  onErrors({ lambda, node }: ServiceFunction, errors: number, impact: string): void {
    const metric = lambda.metricErrors({ period: FIVE_MINUTES });
    this.#alarm(`${node.id}Errors`, metric, errors, `${impact} Runbook: failing function.`);
  }

  /** Faults of the API itself: its functions answer them, so Lambda counts no error. */
  onServerErrors(api: Api, impact: string): void {
    const metric = api.metricServerError({ period: FIVE_MINUTES, statistic: 'Sum' });
    this.#alarm('ServerErrors', metric, 5, `${impact} Runbook: failing function.`);
  }

  onFailedExecutions(machine: StateMachine): void {
    const metric = machine.metricFailed({ period: FIVE_MINUTES });
    const impact = 'Claims are not followed: customers wait without a reminder or a payout.';
    this.#alarm('FailedExecutions', metric, 5, `${impact} Runbook: dead executions.`);
  }

  onStreamLag(id: string, follower: ServiceFunction, impact: string): void {
    const metric = follower.lambda.metric('IteratorAge', { period: FIVE_MINUTES, statistic: 'Maximum' });
    this.#alarm(
      `${id}Lag`,
      metric,
      Duration.minutes(15).toMilliseconds(),
      `${impact} Runbook: lagging stream.`,
    );
  }

  #alarm(id: string, metric: IMetric, threshold: number, alarmDescription: string): void {
    new Alarm(this, id, {
      metric,
      threshold,
      alarmDescription,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.#topic));
  }
}
