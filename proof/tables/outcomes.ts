import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

export interface Command {
  input: object;
}

/** What came of a request, in a form that can be compared. */
export type Outcome =
  | { answer: Record<string, unknown> }
  | { refused: string; codes?: string[]; items?: unknown[]; message: string; reasons?: string[] };

interface Refusal {
  name: string;
  message: string;
  Item?: Record<string, AttributeValue>;
  CancellationReasons?: { Code?: string; Message?: string; Item?: Record<string, AttributeValue> }[];
  $metadata?: unknown;
}

/** Connections and the like: nothing that a database answered. */
const NO_ANSWER =
  /^(?:TimeoutError|ECONN|AbortError|InternalServerError|InternalFailure|TypeError|ReferenceError)/;

export interface Sent {
  outcome: Outcome;
  /** The answer itself. @throws the refusal itself */
  answer(): unknown;
}

/** Sends a copy of the command. @throws whatever is no answer of a database */
export async function send(client: DynamoDBDocumentClient, command: Command): Promise<Sent> {
  const again = new (command.constructor as new (input: object) => Command)(command.input);
  try {
    const answer = (await client.send(again as never)) as Record<string, unknown>;
    return { outcome: { answer: comparable(command, answer) }, answer: () => answer };
  } catch (error) {
    const refusal = error as Refusal;
    if (NO_ANSWER.test(refusal.name)) throw error;
    return {
      outcome: outcomeOfRefusal(refusal),
      answer() {
        throw error;
      },
    };
  }
}

function outcomeOfRefusal({ name, message, Item, CancellationReasons }: Refusal): Outcome {
  const items = [Item, ...(CancellationReasons ?? []).map((reason) => reason.Item)];
  const told = items.map((item) => (item ? normal(unmarshall(item)) : null));
  return {
    refused: name,
    message,
    ...(CancellationReasons && {
      codes: CancellationReasons.map(({ Code }) => Code ?? 'None'),
      reasons: CancellationReasons.map(({ Message }) => Message ?? ''),
    }),
    ...(told.some((item) => item !== null) && { items: told }),
  };
}

/** The text by which two outcomes are the same; what a refusal says in words is everybody's own. */
export function textOf(outcome: Outcome): string {
  if ('answer' in outcome) return JSON.stringify(outcome.answer);
  const { message: _words, reasons: _others, ...rest } = outcome;
  return JSON.stringify(rest);
}

/** Without what says nothing, and in order where the database promises none. */
function comparable(command: Command, given: Record<string, unknown>): Record<string, unknown> {
  // DynamoDB Local tells the capacity of a deletion unasked.
  const { $metadata: _way, ConsumedCapacity: _capacity, ...rest } = given;
  const answer = normal(rest) as Record<string, unknown>;
  for (const name of ['UnprocessedItems', 'UnprocessedKeys', 'Attributes']) {
    if (isEmpty(answer[name])) delete answer[name];
  }
  if (command instanceof BatchGetCommand) {
    answer.Responses = Object.fromEntries(
      Object.entries((answer.Responses ?? {}) as Record<string, unknown[]>).map(([table, items]) => [
        table,
        sorted(items),
      ]),
    );
  }
  if (command instanceof ScanCommand) answer.Items = sorted((answer.Items ?? []) as unknown[]);
  return answer;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

export function sorted(values: readonly unknown[]): unknown[] {
  return values
    .map((value) => ({ value, text: JSON.stringify(value) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ value }) => value);
}

/** Plain JSON that tells all types apart, with names in order. */
export function normal(value: unknown): unknown {
  if (typeof value === 'bigint') return { number: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(normal);
  if (value instanceof Set) return { set: sorted([...value].map(normal)) };
  if (ArrayBuffer.isView(value)) {
    return { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  }
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .flatMap((name) => {
        const member = (value as Record<string, unknown>)[name];
        return member === undefined ? [] : [[name, normal(member)]];
      }),
  );
}
