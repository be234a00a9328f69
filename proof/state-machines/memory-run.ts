import { isDeepStrictEqual } from 'node:util';
import type { ClaimStanding } from '../../functions/claims/ports.ts';
import type { Json } from '../../local/workflow/jsonata-evaluation.ts';
import { Broken } from '../proof.ts';
import { type Execution, MemoryExecutions } from '../world/executions.ts';
import type { FunctionAnswer, MachineCase, Outcome } from './machine-case.ts';

/** What the executions in memory tell: no history, and nothing of what a failed task hands on. */
export interface MemoryOutcome {
  status: string;
  /** The states entered and the calls in them, in order. */
  steps: ({ entered: string } | { called: Json })[];
  delays: number[];
}

const START = Date.parse('2026-03-01T00:00:00Z');
const MOST_STEPS = 10_000;
const STATUS = { running: 'RUNNING', failed: 'FAILED', succeeded: 'SUCCEEDED' };
const AWAITS = 'await-claim-change';
const NEVER_RAN: FunctionAnswer = { throw: { errorType: 'Lambda.Unknown', errorMessage: 'It never ran.' } };

/**
 * The same claim for an engine that has no time limit but that of a wait: a function that never answers has failed.
 * A wait whose function falls silent is over at its deadline, which needs no answer of the function.
 */
export function withoutSilence({ definition, input, script }: MachineCase): MachineCase {
  const spoken = Object.entries(script).map(([name, answers]) => {
    const silent: FunctionAnswer = name === AWAITS ? { return: null } : NEVER_RAN;
    return [name, answers.map((answer) => ('silent' in answer ? silent : answer))] as const;
  });
  return { definition, input, script: Object.fromEntries(spoken) };
}

/** Runs a claim on the executions that histories, crashes and races have, in virtual time. */
export async function runInMemory({ input, script }: MachineCase): Promise<MemoryOutcome> {
  let now = START;
  const memory = new MemoryExecutions(() => now);
  const left = new Map(Object.entries(script).map(([name, answers]) => [name, [...answers]]));
  const steps: MemoryOutcome['steps'] = [];
  const delays: number[] = [];
  let unsent: (() => Promise<unknown>) | undefined;
  let entered = '';
  const noteState = ({ state }: Execution) => {
    if (state !== entered) steps.push({ entered: state });
    entered = state;
  };

  const invoke = async (name: string, payload: Record<string, unknown>): Promise<unknown> => {
    steps.push({ called: callOf(name, payload) });
    const answers = left.get(name) ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer || 'silent' in answer) throw new Broken(`No script says what ${name} answers.`);
    if ('throw' in answer)
      throw Object.assign(new Error(answer.throw.errorMessage), { name: answer.throw.errorType });
    if (answer.answer && 'success' in answer.answer) {
      const { success } = answer.answer;
      const send = () => memory.wake(String(payload.taskToken), success as unknown as ClaimStanding);
      if (answer.early) await send();
      else unsent = send;
    }
    return answer.return;
  };

  const { trackingNumber, claimId } = input as { trackingNumber: string; claimId: string };
  await memory.start({ trackingNumber, claimId, workflowRun: 1 });
  const [execution] = memory.executions.values();
  if (!execution) throw new Broken('The executions in memory have started none.');
  for (let step = 0; step < MOST_STEPS; step += 1) {
    noteState(execution);
    if (execution.status !== 'running') return { status: STATUS[execution.status], steps, delays };
    if (unsent) {
      const send = unsent;
      unsent = undefined;
      await send();
    } else if (memory.ready().includes(execution)) await memory.step(execution, invoke);
    else {
      delays.push(memory.nextAt - now);
      now = memory.nextAt;
    }
  }
  throw new Broken(`The executions in memory never end ${JSON.stringify(script)}.`);
}

function callOf(FunctionName: string, payload: Record<string, unknown>): Json {
  const told = 'taskToken' in payload ? { ...payload, taskToken: '(token)' } : payload;
  return { FunctionName, Payload: told as { [key: string]: Json } };
}

/** In what they differ from the interpreter, nothing when they do not. */
export function memoryDifferenceOf(laptop: Outcome, memory: MemoryOutcome): string | undefined {
  const wanted: MemoryOutcome = {
    status: laptop.status,
    steps: laptop.steps.flatMap(({ what, of = '', data }): MemoryOutcome['steps'] => {
      if (what === 'entered') return [{ entered: of }];
      return what === 'TaskScheduled' ? [{ called: (data as { parameters: Json }).parameters }] : [];
    }),
    delays: laptop.delays,
  };
  const both = JSON.parse(JSON.stringify({ laptop: wanted, memory })) as Record<string, MemoryOutcome>;
  if (isDeepStrictEqual(both.laptop, both.memory)) return undefined;
  return JSON.stringify(both, undefined, 1);
}
