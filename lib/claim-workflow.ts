import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { claimWorkflowDefinition, type StepName } from './claim-workflow-definition.ts';
import { acknowledge } from './security-checks.ts';
import type { Grant, ServiceFunction } from './service-function.ts';

const NAME = 'protected-purchase-claims';

/** One execution per claim and run (Standard: it may wait for weeks). */
export class ClaimWorkflow extends Construct {
  /** Known before the machine exists: its steps wake it, and it calls its steps. */
  readonly #arn: string;

  constructor(scope: Construct) {
    super(scope, 'ClaimWorkflow');
    this.#arn = Stack.of(this).formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: NAME,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  readonly grantStart: Grant = (to) => {
    this.#grant(to, this.#arn, 'states:StartExecution');
    this.#grant(to, this.#executions, 'states:DescribeExecution');
    acknowledge(
      to,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${NAME}:*]`,
      'Executions are named at run time; all of them are of this machine.',
    );
  };

  readonly grantWake: Grant = (to) => this.#grant(to, this.#arn, 'states:SendTaskSuccess');

  readonly grantList: Grant = (to) => this.#grant(to, this.#arn, 'states:ListExecutions');

  /** The machine itself, over its steps; logged without the data that passes through. */
  build(steps: Record<StepName, ServiceFunction>): StateMachine {
    const definition = claimWorkflowDefinition((step) => steps[step].lambda.functionArn);
    const machine = new StateMachine(this, 'Machine', {
      stateMachineName: NAME,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Logs', {
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    machine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(steps).map((step) => step.lambda.functionArn),
      }),
    );
    acknowledge(
      machine,
      'AwsSolutions-IAM5[Resource::*]',
      'Log delivery and X-Ray know no narrower resource.',
    );
    return machine;
  }

  /** An execution that failed, timed out or was stopped goes on from the table at once; the reconciler is the net below. */
  restartWith(restart: ServiceFunction, deadLetters: IQueue): void {
    restart.keepFailedCalls(deadLetters);
    new Rule(this, 'ExecutionDied', {
      description: 'A claim whose execution died goes on from the table',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [this.#arn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [
        new LambdaFunction(restart.lambda, {
          deadLetterQueue: deadLetters,
          retryAttempts: 10,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
  }

  get #executions(): string {
    return `${this.#arn.replace(':stateMachine:', ':execution:')}:*`;
  }

  #grant(to: ServiceFunction, resource: string, action: string): void {
    to.allow([action], resource);
    to.setEnvironment('CLAIM_WORKFLOW_ARN', this.#arn);
  }
}
