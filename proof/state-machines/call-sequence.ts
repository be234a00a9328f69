import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { type ClaimStanding, executionName, type WorkflowRun } from '../../functions/claims/ports.ts';
import { type Memory, WAITING } from './call-engines.ts';
import { askEngine, type Call, type Engine, type Side, type Status } from './call-sides.ts';

/** What the functions ask of Step Functions, and what brings executions into every status. Numbers stand for claims. */
export type Step =
  | OfPort
  | { does: 'start otherwise' | 'describe'; claim: number }
  | { does: 'list'; status?: Status; most?: number };

type OfPort =
  | { does: 'start'; claim: number }
  | { does: 'wake'; claim: number; token: WhichToken; standing: keyof typeof STANDINGS }
  | { does: 'running' };

/** `none`: a text that is no token at all. */
type WhichToken = 'the last' | 'the first' | 'none';

const STANDINGS = {
  'waits again': WAITING,
  'is closed': { status: 'refused', final: true },
  'is lost': { status: 'of-a-later-version' as ClaimStanding['status'], final: false },
} satisfies Record<string, ClaimStanding>;

const CLAIMS = 3;
const claim = fc.nat({ max: CLAIMS - 1 });
const does = <D extends string>(name: D) => fc.constant(name);

export const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ does: does('start'), claim }) },
    { weight: 1, arbitrary: fc.record({ does: does('start otherwise'), claim }) },
    {
      weight: 8,
      arbitrary: fc.record({
        does: does('wake'),
        claim,
        token: fc.oneof(
          { weight: 4, arbitrary: fc.constant<WhichToken>('the last') },
          { weight: 3, arbitrary: fc.constant<WhichToken>('the first') },
          { weight: 1, arbitrary: fc.constant<WhichToken>('none') },
        ),
        standing: fc.constantFrom<keyof typeof STANDINGS>(
          ...(['waits again', 'waits again', 'waits again', 'is closed', 'is lost'] as const),
        ),
      }),
    },
    { weight: 3, arbitrary: fc.record({ does: does('describe'), claim }) },
    { weight: 2, arbitrary: fc.record({ does: does('running') }) },
    {
      weight: 2,
      arbitrary: fc.record(
        {
          does: does('list'),
          status: fc.constantFrom<Status>('RUNNING', 'SUCCEEDED', 'FAILED'),
          most: fc.integer({ min: 1, max: 3 }),
        },
        { requiredKeys: ['does'] },
      ),
    },
  ),
  { minLength: 10, maxLength: 24, size: 'max' },
);

export interface CallsSeen {
  calls: number;
  /** What was asked of both engines: a command, and each of its properties as `Command.property`. */
  asked: Set<string>;
  /** By the name of the difference. */
  differing: Map<string, number>;
}

/** @throws Error when one of the three answers otherwise than is known. */
export async function playSteps(
  steps: readonly Step[],
  { laptop, moto, memory }: { laptop: Engine; moto: Engine; memory: Memory },
  seen: CallsSeen,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    // Of a name that nobody has used it would be a start like any other.
    if (step.does === 'start otherwise' && !memory.executions.executions.has(nameOf(step.claim))) continue;
    // moto last: it goes on until it is as far as the others.
    const inMemory = await playInMemory(step, memory);
    const onLaptop = await playOnEngine(step, laptop);
    const onMoto = await playOnEngine(step, moto);
    const told = () =>
      `Step ${index} of the sequence, ${JSON.stringify(step)}: ${JSON.stringify({ onLaptop, onMoto, inMemory })}`;
    if (inMemory !== undefined && !isDeepStrictEqual(inMemory, onLaptop.outcome))
      throw new Error(`The executions in memory differ from the laptop. ${told()}`);
    seen.calls += onLaptop.calls.length;
    for (const { command, said } of onMoto.calls)
      for (const each of [command, ...said.map((name) => `${command}.${name}`)]) seen.asked.add(each);
    if (isDeepStrictEqual(onLaptop, onMoto)) continue;
    const [name] =
      Object.entries(allowedDifferences).find(([, allows]) => allows({ step, onLaptop, onMoto })) ?? [];
    if (name === undefined) throw new Error(`The laptop and moto differ. ${told()}`);
    seen.differing.set(name, (seen.differing.get(name) ?? 0) + 1);
  }
}

interface Played {
  /** What the adapter made of it. */
  outcome?: unknown;
  calls: Call[];
}

/** By the name they have in docs/engine-differences-workflow.md. */
export const allowedDifferences: Record<
  string,
  (difference: { step: Step; onLaptop: Played; onMoto: Played }) => boolean
> = {
  'a token of an execution that is over': ({ step, onLaptop, onMoto }) =>
    step.does === 'wake' &&
    isDeepStrictEqual(onLaptop, { outcome: 'gone', calls: [refusedWith('TaskTimedOut')] }) &&
    isDeepStrictEqual(onMoto, { outcome: 'gone', calls: [refusedWith('InvalidToken')] }),

  'a token that was answered, of an execution that goes on': ({ step, onLaptop, onMoto }) =>
    step.does === 'wake' &&
    step.token === 'the first' &&
    isDeepStrictEqual(onLaptop, { outcome: 'gone', calls: [refusedWith('TaskTimedOut')] }) &&
    onMoto.outcome === 'woken' &&
    onMoto.calls.every(({ status }) => status === 200),
};

function refusedWith(code: string): Call {
  return { command: 'SendTaskSuccess', said: ['taskToken', 'output'], status: 400, code };
}

async function playOnEngine(step: Step, engine: Engine): Promise<Played> {
  const outcome = isOfPort(step) ? await playOnPort(step, engine) : undefined;
  if (step.does === 'list') await askEngine(engine, step);
  else if (!isOfPort(step)) await askEngine(engine, { does: step.does, name: nameOf(step.claim) });
  await engine.settle();
  return { ...(outcome === undefined ? {} : { outcome }), calls: engine.calls.splice(0) };
}

async function playInMemory(step: Step, memory: Memory): Promise<unknown> {
  if (!isOfPort(step)) return undefined;
  const outcome = await playOnPort(step, memory);
  await memory.settle();
  return outcome;
}

/** What the functions themselves ask, by the port that they have for it. */
function isOfPort(step: Step): step is OfPort {
  return step.does === 'start' || step.does === 'wake' || step.does === 'running';
}

async function playOnPort(step: OfPort, { workflow, tokens }: Side): Promise<unknown> {
  if (step.does === 'start') return workflow.start(runOf(step.claim));
  if (step.does === 'running') {
    const names: string[] = [];
    for await (const name of workflow.running()) names.push(name);
    return names.sort();
  }
  const given = tokens.get(nameOf(step.claim)) ?? [];
  const token = step.token === 'the last' ? given.at(-1) : given[0];
  const asked = step.token === 'none' || token === undefined ? 'no token' : token;
  return workflow.wake(asked, STANDINGS[step.standing]);
}

function runOf(number: number): WorkflowRun {
  return { trackingNumber: 'RR123456785RU', claimId: `CLAIM${number}`, workflowRun: 1 };
}

function nameOf(number: number): string {
  return executionName(runOf(number));
}

/** What meets every difference that is known: none may be gone, and nothing else may differ. */
export const edges: Step[] = [
  { does: 'start', claim: 0 },
  { does: 'start otherwise', claim: 0 },
  { does: 'wake', claim: 0, token: 'the last', standing: 'waits again' },
  { does: 'wake', claim: 0, token: 'the first', standing: 'is closed' },
  { does: 'start', claim: 0 },
  { does: 'describe', claim: 0 },
  { does: 'wake', claim: 0, token: 'the last', standing: 'is closed' },
  { does: 'wake', claim: 0, token: 'the last', standing: 'is closed' },
  { does: 'start', claim: 0 },
  { does: 'start', claim: 1 },
  { does: 'start', claim: 2 },
  { does: 'wake', claim: 2, token: 'none', standing: 'is closed' },
  { does: 'wake', claim: 2, token: 'the last', standing: 'is lost' },
  { does: 'describe', claim: 2 },
  { does: 'running' },
  { does: 'list', most: 1 },
];
