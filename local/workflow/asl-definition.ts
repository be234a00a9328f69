import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type validate from 'asl-validator';
import { z } from 'zod';
import { expressionFault, isExpression, type Json } from './jsonata-evaluation.ts';
import { KNOWN_STATES_ERRORS, LONGEST_SECONDS } from './states-error.ts';
import { type Verdicts, verdictsIn } from './verdicts.ts';

/** A definition that this engine would not run as the cloud does. Names the machine, the state and the field. */
export class DefinitionRefused extends Error {
  constructor(machine: string, faults: string[]) {
    super(
      `The state machine ${machine} cannot run on the laptop:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    );
    this.name = 'DefinitionRefused';
  }
}

const expression = z.string().refine(isExpression, 'must be a JSONata expression, {% … %}');
const template: z.ZodType<Json> = z.json() as z.ZodType<Json>;
const seconds = z.union([z.int().min(0).max(LONGEST_SECONDS), expression]);
const positiveSeconds = z.union([z.int().min(1).max(LONGEST_SECONDS), expression]);
const variableName = z
  .string()
  .max(80)
  .regex(/^[\p{ID_Start}_][\p{ID_Continue}]*$/u, 'is not a variable name')
  .refine((name) => name !== 'states', 'the name "states" is reserved');
const assign = z.record(variableName, template);
const errorEquals = z
  .array(
    z
      .string()
      .refine((name) => !name.startsWith('States.') || KNOWN_STATES_ERRORS.has(name), 'unknown States error'),
  )
  .min(1)
  .refine((names) => names.length === 1 || !names.includes('States.ALL'), 'States.ALL must stand alone');

function wildcardLast(handlers: { ErrorEquals: string[] }[]): boolean {
  return handlers.slice(0, -1).every((handler) => !handler.ErrorEquals.includes('States.ALL'));
}

const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata').optional(),
};
const transition = { Next: z.string().optional(), End: z.literal(true).optional() };
const produce = { Assign: assign.optional(), Output: template.optional() };
const handlers = {
  Retry: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        ErrorEquals: errorEquals,
        IntervalSeconds: z.int().min(1).max(LONGEST_SECONDS).optional(),
        MaxAttempts: z.int().min(0).max(LONGEST_SECONDS).optional(),
        BackoffRate: z.number().min(1).optional(),
        MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
        JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
      }),
    )
    .refine(wildcardLast, 'States.ALL must come last')
    .optional(),
  Catch: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        ErrorEquals: errorEquals,
        Next: z.string(),
        ...produce,
      }),
    )
    .refine(wildcardLast, 'States.ALL must come last')
    .optional(),
};

const nested = z.strictObject({
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
});

export const WAIT_FOR_TASK_TOKEN = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

const stateSchemas = {
  Task: z.strictObject({
    ...common,
    Type: z.literal('Task'),
    Resource: z.enum(['arn:aws:states:::lambda:invoke', WAIT_FOR_TASK_TOKEN]),
    Arguments: z.strictObject({ FunctionName: z.string(), Payload: template.optional() }),
    TimeoutSeconds: positiveSeconds.optional(),
    HeartbeatSeconds: positiveSeconds.optional(),
    ...handlers,
    ...produce,
    ...transition,
  }),
  Choice: z.strictObject({
    ...common,
    Type: z.literal('Choice'),
    Choices: z
      .array(
        z.strictObject({
          Comment: z.string().optional(),
          Condition: z.union([z.boolean(), expression]),
          Next: z.string(),
          ...produce,
        }),
      )
      .min(1),
    Default: z.string().optional(),
    ...produce,
  }),
  Wait: z.strictObject({
    ...common,
    Type: z.literal('Wait'),
    Seconds: seconds.optional(),
    Timestamp: z.string().optional(),
    ...produce,
    ...transition,
  }),
  Pass: z.strictObject({ ...common, Type: z.literal('Pass'), ...produce, ...transition }),
  Succeed: z.strictObject({ ...common, Type: z.literal('Succeed'), Output: template.optional() }),
  Fail: z.strictObject({
    ...common,
    Type: z.literal('Fail'),
    Error: z.string().optional(),
    Cause: z.string().optional(),
  }),
  Parallel: z.strictObject({
    ...common,
    Type: z.literal('Parallel'),
    Arguments: template.optional(),
    Branches: z.array(nested).min(1),
    ...handlers,
    ...produce,
    ...transition,
  }),
  Map: z.strictObject({
    ...common,
    Type: z.literal('Map'),
    Items: z.union([z.array(template), expression]).optional(),
    ItemSelector: template.optional(),
    ItemProcessor: nested.extend({
      ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional(),
    }),
    MaxConcurrency: z.union([z.int().min(0), expression]).optional(),
    ...handlers,
    ...produce,
    ...transition,
  }),
};

type StateType = keyof typeof stateSchemas;
export type StateOf<T extends StateType> = z.infer<(typeof stateSchemas)[T]>;
export type State = { [T in StateType]: StateOf<T> }[StateType];

const machineSchema = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata', 'only JSONata machines run here: "QueryLanguage": "JSONata"'),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: z.int().min(1).max(LONGEST_SECONDS).optional(),
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
});

export interface Definition {
  startAt: string;
  timeoutSeconds: number | undefined;
  /** Every state of the machine, nested ones too: names are unique in the whole machine. */
  states: ReadonlyMap<string, State>;
}

/** ARNs are the template's business. */
const JUDGED_BY = { checkArn: false, checkPaths: false };

/** asl-validator compiles its schemas at every call: each text is judged once. */
const accepted = new Map<string, Definition>();

/** @throws DefinitionRefused for anything that this engine does not know. */
export function parseDefinition(machine: string, text: string, verdicts = verdictsIn(undefined)): Definition {
  const definition = accepted.get(text) ?? judge(machine, text, verdicts);
  accepted.set(text, definition);
  return definition;
}

function judge(machine: string, text: string, verdicts: Verdicts): Definition {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new DefinitionRefused(machine, ['the definition is not JSON']);
  }
  const parsed = machineSchema.safeParse(json);
  if (!parsed.success) throw new DefinitionRefused(machine, parsed.error.issues.map(describeIssue));
  const faults: string[] = [];
  const states = new Map<string, State>();
  collectStates(parsed.data.States, new Set(), states, faults);
  if (faults.length === 0) faults.push(...transitionFaults(json as Record<string, unknown>, verdicts));
  if (faults.length > 0) throw new DefinitionRefused(machine, faults);
  return { startAt: parsed.data.StartAt, timeoutSeconds: parsed.data.TimeoutSeconds, states };
}

function transitionFaults(json: Record<string, unknown>, verdicts: Verdicts): string[] {
  const judged = skeleton(json);
  const digest = createHash('sha256')
    .update(JSON.stringify([judged, JUDGED_BY]))
    .digest('hex');
  if (verdicts.has(digest)) return [];
  // Loaded only here: most starts know the verdict.
  const validateAsl: typeof validate = createRequire(import.meta.url)('asl-validator');
  const { errors } = validateAsl(judged as never, JUDGED_BY);
  if (errors.length === 0) verdicts.add(digest);
  return errors.map(
    (error) => `${error['Error code']}: ${error.Message ?? JSON.stringify(error.schemaError)}`,
  );
}

/**
 * What is left for asl-validator: types, transitions, ends. Its idea of a JSONata template is narrower than the
 * cloud's (no list or plain text as Output, no expression over several lines), and those are checked above.
 */
function skeleton(level: Record<string, unknown>): Record<string, unknown> {
  const states = Object.entries(level.States as Record<string, Record<string, unknown>>);
  return {
    ...level,
    States: Object.fromEntries(states.map(([name, state]) => [name, skeletonState(state)])),
  };
}

function skeletonState(state: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(state).map(([field, value]): [string, unknown] => {
    if (field === 'Branches') return [field, (value as Record<string, unknown>[]).map(skeleton)];
    if (field === 'ItemProcessor') return [field, skeleton(value as Record<string, unknown>)];
    if (field === 'Choices' || field === 'Catch')
      return [field, (value as Record<string, unknown>[]).map(skeletonState)];
    if (field === 'Assign') return [field, {}];
    if (TEMPLATE_FIELDS.has(field) || (typeof value === 'string' && isExpression(value)))
      return [field, '{% null %}'];
    return [field, value];
  });
  return Object.fromEntries(kept);
}

const TEMPLATE_FIELDS = new Set(['Output', 'Arguments', 'Items', 'ItemSelector', 'Condition']);

function collectStates(
  level: Record<string, unknown>,
  outerVariables: ReadonlySet<string>,
  states: Map<string, State>,
  faults: string[],
): void {
  const nestedLevels: Record<string, unknown>[] = [];
  const variables = new Set<string>();
  for (const [name, value] of Object.entries(level)) {
    const type = (value as { Type?: unknown } | null)?.Type;
    if (typeof type !== 'string' || !(type in stateSchemas)) {
      faults.push(`state "${name}": unknown Type ${JSON.stringify(type)}`);
      continue;
    }
    const parsed = stateSchemas[type as StateType].safeParse(value);
    if (!parsed.success) {
      faults.push(...parsed.error.issues.map((issue) => `state "${name}": ${describeIssue(issue)}`));
      continue;
    }
    const state = parsed.data as State;
    if (states.has(name)) faults.push(`state "${name}": the name is used twice in the machine`);
    states.set(name, state);
    if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
      faults.push(`state "${name}": Wait takes either Seconds or Timestamp`);
    }
    if (state.Type === 'Task' && typeof state.HeartbeatSeconds === 'number') {
      const timeout =
        typeof state.TimeoutSeconds === 'number' ? state.TimeoutSeconds : Number.POSITIVE_INFINITY;
      if (state.HeartbeatSeconds >= timeout) {
        faults.push(`state "${name}": field HeartbeatSeconds must be smaller than TimeoutSeconds`);
      }
    }
    if (state.Type === 'Parallel') nestedLevels.push(...state.Branches.map((branch) => branch.States));
    if (state.Type === 'Map') nestedLevels.push(state.ItemProcessor.States);
    const { Branches: _, ItemProcessor: __, ...own } = state as Record<string, unknown>;
    checkExpressions(own, `state "${name}": `, faults);
    for (const variable of assignedNames(own)) {
      if (outerVariables.has(variable)) {
        faults.push(`state "${name}": field Assign: "${variable}" belongs to an outer scope`);
      }
      variables.add(variable);
    }
  }
  for (const inner of nestedLevels) {
    collectStates(inner, new Set([...outerVariables, ...variables]), states, faults);
  }
}

function checkExpressions(value: unknown, path: string, faults: string[]): void {
  if (typeof value === 'string' && isExpression(value)) {
    const fault = expressionFault(value);
    if (fault !== undefined) faults.push(`${path}${fault}`);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) {
      const next = path.endsWith(': ') ? `${path}field ${key} ` : `${path.trimEnd()}/${key} `;
      checkExpressions(child, next, faults);
    }
  }
}

function assignedNames(state: Record<string, unknown>): string[] {
  const holders = [
    state,
    ...((state.Catch as [] | undefined) ?? []),
    ...((state.Choices as [] | undefined) ?? []),
  ];
  return holders.flatMap((holder) => Object.keys((holder as { Assign?: object }).Assign ?? {}));
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `unknown field ${[...path, key].join('/')}`).join(', ');
  }
  return `field ${path.join('/')}: ${issue.message}`;
}
