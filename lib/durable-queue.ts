import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvironmentName } from '../functions/env.ts';
import { acknowledge } from './security-checks.ts';
import type { Grant, ServiceFunction } from './service-function.ts';

export interface DurableQueueProps {
  environment: EnvironmentName;
  /** Longer than its function's timeout, six times as AWS advises. */
  visibilityTimeout: Duration;
  /** Tries before a message goes to the dead letters, where an alarm calls a person. */
  tries: number;
}

/** A queue with its dead letters; what is in it is ids, never texts or persons. */
export class DurableQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: IQueue;
  readonly #environment: EnvironmentName;

  constructor(scope: Construct, id: string, props: DurableQueueProps) {
    super(scope, id);
    this.#environment = props.environment;
    this.deadLetters = deadLetterQueue(this, 'DeadLetters');
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: props.visibilityTimeout,
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.tries },
    });
  }

  readonly grantSend: Grant = (to) => {
    this.queue.grantSendMessages(to.grantee);
    to.setEnvironment(this.#environment, this.queue.queueUrl);
  };

  feed(consumer: ServiceFunction, batchSize: number): void {
    consumer.lambda.addEventSource(
      new SqsEventSource(this.queue, { batchSize, reportBatchItemFailures: true }),
    );
  }
}

/** Where what could not be done waits for a person for two weeks. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(
    queue,
    'AwsSolutions-SQS3',
    'It is itself where dead letters of streams, rules and schedules go.',
  );
  return queue;
}
