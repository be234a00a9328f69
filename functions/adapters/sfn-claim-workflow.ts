import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  InvalidToken,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { type ClaimWorkflow, executionName } from '../claims/ports.ts';

/** Claims on Step Functions (Standard): one execution per claim and run, with ids as its only input. */
export function createSfnClaimWorkflow(client: SFNClient, stateMachineArn: string): ClaimWorkflow {
  const executionArnOf = (name: string) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    async start(run) {
      const name = executionName(run);
      const input = JSON.stringify({ trackingNumber: run.trackingNumber, claimId: run.claimId });
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
      } catch (error) {
        // Our inputs never differ under one name, so this name was used and its execution is over.
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
        return 'closed';
      }
      // Within moments of a start the same name may answer from an execution that has just closed.
      const { status } = await client.send(
        new DescribeExecutionCommand({ executionArn: executionArnOf(name) }),
      );
      return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'closed';
    },

    async wake(taskToken, standing) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(standing) }));
        return 'woken';
      } catch (error) {
        if (
          error instanceof TaskTimedOut ||
          error instanceof TaskDoesNotExist ||
          error instanceof InvalidToken
        )
          return 'gone';
        throw error;
      }
    },

    async *running() {
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new ListExecutionsCommand({
            stateMachineArn,
            statusFilter: 'RUNNING',
            maxResults: 1000,
            nextToken,
          }),
        );
        for (const { name } of page.executions ?? []) if (name) yield name;
        nextToken = page.nextToken;
      } while (nextToken);
    },
  };
}
