import type { Branch, ExecutionRecord } from './journal-records.ts';
import { type EvaluationSources, evaluateTemplate, type Json, type Scope } from './jsonata-evaluation.ts';
import { LONGEST_SECONDS, StatesError } from './states-error.ts';

export const LARGEST_STATE_DATA = 256 * 1024;

/** The two fields by which a state, a choice rule or a catcher passes data on. */
export interface Producer {
  Assign?: Record<string, Json> | undefined;
  Output?: Json | undefined;
}

export interface Product {
  assigned: Record<string, Json>;
  output: Json;
}

/** What `$states` holds beside the input, at this moment of the state. */
export interface Seen {
  result?: Json;
  errorOutput?: Json;
  token?: string;
  mapItem?: { Index: number; Value: Json };
}

/** Evaluates the fields of one state, at one moment of one branch, to the types that they must have. */
export class StateEvaluation {
  readonly #scope: Scope;
  readonly #sources: EvaluationSources;

  constructor(execution: ExecutionRecord, branch: Branch, sources: EvaluationSources, seen: Seen = {}) {
    const { token = branch.call?.token, mapItem = branch.mapItem, ...values } = seen;
    const context: Json = {
      Execution: {
        Id: execution.arn,
        Input: JSON.parse(execution.input) as Json,
        Name: execution.name,
        RoleArn: `${execution.machineArn}/role`,
        StartTime: new Date(execution.startedAt).toISOString(),
        RedriveCount: 0,
      },
      State: {
        Name: branch.state,
        EnteredTime: new Date(branch.enteredAt).toISOString(),
        RetryCount: branch.retryCount,
      },
      StateMachine: { Id: execution.machineArn, Name: execution.machineName },
      ...(token === undefined ? {} : { Task: { Token: token } }),
      ...(mapItem === undefined ? {} : { Map: { Item: mapItem } }),
    };
    this.#scope = { states: { input: branch.input, context, ...values }, variables: branch.variables };
    this.#sources = sources;
  }

  json(template: Json, field: string): Promise<Json> {
    return evaluateTemplate(template, this.#scope, this.#sources, field);
  }

  async text(template: Json, field: string): Promise<string> {
    const value = await this.json(template, field);
    if (typeof value === 'string') return value;
    throw wrongType(field, 'a string');
  }

  async truth(template: Json, field: string): Promise<boolean> {
    const value = await this.json(template, field);
    if (typeof value === 'boolean') return value;
    throw wrongType(field, 'a boolean');
  }

  async wholeNumber(template: Json, field: string, least = 0): Promise<number> {
    const value = await this.json(template, field);
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= LONGEST_SECONDS) {
      return value;
    }
    throw wrongType(field, `a whole number from ${least} to ${LONGEST_SECONDS}`);
  }

  async instant(template: Json, field: string): Promise<number> {
    const value = await this.json(template, field);
    const instant = typeof value === 'string' && RFC3339.test(value) ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(instant)) return instant;
    throw wrongType(field, 'an RFC 3339 instant with T and a zone');
  }

  /** Assign and Output see the same variables, those from before the state (AWS: "Passing data between states with variables"). */
  async produce(producer: Producer, fallback: Json): Promise<Product> {
    const assigned = (await this.json(producer.Assign ?? {}, 'Assign')) as Record<string, Json>;
    const output = producer.Output === undefined ? fallback : await this.json(producer.Output, 'Output');
    return {
      assigned: limited(assigned, 'values of Assign'),
      output: limited(output, 'output of the state'),
    };
  }
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** @throws StatesError States.DataLimitExceeded */
export function limited<T extends Json>(value: T, what: string): T {
  if (Buffer.byteLength(JSON.stringify(value)) <= LARGEST_STATE_DATA) return value;
  throw new StatesError(
    'States.DataLimitExceeded',
    `The ${what} is larger than ${LARGEST_STATE_DATA} bytes.`,
  );
}

export function wrongType(field: string, wanted: string): StatesError {
  return new StatesError(
    'States.QueryEvaluationError',
    `The value of the field '${field}' is not ${wanted}.`,
  );
}
