import { totalOf, type Usage } from '../counts.ts';
import type { Assumptions } from './assumptions.ts';
import type { Bill, Part } from './bill.ts';
import { gigabytesOfBytes } from './gigabytes.ts';
import type { FunctionFacts, StackFacts } from './read-stack.ts';

/** What the gateway and Step Functions log of one request and of one transition, bytes: the stack's own formats. */
const BYTES_OF_REQUEST = 250;
const BYTES_OF_TRANSITION = 1_500;
/** Offices are open twelve hours; what happens in the night is little. */
const BUSY_SECONDS = 365 * 12 * 3_600;
const SAMPLED_OF_THE_REST = 0.05;

const WRITING = /^(?:Put|Post|Copy|List|Create|Complete|Upload)/;
const FREE = /^(?:Delete|Abort)/;

export interface Spending {
  stack: StackFacts;
  given: Assumptions;
  bill: Bill;
}

/** Pays for something that happens so many times; answers how often each function was called. */
export function spend(
  { stack, given, bill }: Spending,
  part: Part,
  usage: Usage,
  times: number,
): Record<string, number> {
  const { tables, apiKind } = stack;
  const calls = Object.fromEntries(
    Object.entries(usage.invocations).map(([handler, count]) => [handler, count * times]),
  );
  const add = (service: string, what: string, each: number, price: Parameters<Bill['add']>[4]) =>
    bill.add(service, part, what, each * times, price);
  add('API Gateway', 'requests', usage.apiRequests, apiKind === 'http' ? 'httpApiRequest' : 'restApiRequest');
  add('DynamoDB', 'write units', usage.writeUnits, tables.isRareAccess ? 'rareWriteUnit' : 'writeUnit');
  add('DynamoDB', 'read units', usage.readUnits, tables.isRareAccess ? 'rareReadUnit' : 'readUnit');
  const objects = Object.entries(usage.objectRequests).filter(([operation]) => !FREE.test(operation));
  for (const [operation, count] of objects)
    add('S3', operation, count, WRITING.test(operation) ? 'objectPut' : 'objectGet');
  // A message is sent in one of the requests, and received and deleted by Lambda's poller.
  add('SQS', 'requests', usage.queueRequests + 2 * usage.messages, 'queueRequest');
  add('Step Functions', 'transitions', usage.transitions, 'transition');
  payForCalls({ stack, given, bill }, part, calls, millisOfCall(usage, given));
  const logged = usage.apiRequests * BYTES_OF_REQUEST + usage.transitions * BYTES_OF_TRANSITION;
  payForLog({ stack, bill }, logged * times);
  return calls;
}

/** A function's own work and what it waits for, evenly over those that are called. */
function millisOfCall(usage: Usage, given: Assumptions): number {
  const calls = totalOf(usage.invocations);
  const requests =
    totalOf(usage.storeRequests) + totalOf(usage.workflowRequests) + usage.queueRequests + serverSide(usage);
  return calls === 0 ? 0 : given['own-ms'] + (given['store-ms'] * requests) / calls;
}

/** Parts are sent by the browser, at nobody's expense but the requests'. */
function serverSide({ objectRequests }: Usage): number {
  const { UploadPart = 0, ...others } = objectRequests;
  return totalOf(others);
}

/** @param millis Of one call, beside what it costs to start a process now and then. */
export function payForCalls(
  { stack, given, bill }: Spending,
  part: Part,
  calls: Record<string, number>,
  millis: number,
): void {
  for (const [handler, count] of Object.entries(calls)) {
    const facts = functionOf(stack, handler);
    const seconds = (millis + given['cold-share'] * given['cold-ms']) / 1_000;
    bill.add('Lambda', part, 'invocations', count, 'lambdaRequest');
    bill.add(
      'Lambda',
      part,
      `GB-s of ${handler}`,
      count * seconds * facts.memoryGigabytes,
      facts.isArm ? 'lambdaArmSecond' : 'lambdaX86Second',
    );
    payForLog({ stack, bill }, count * given['log-bytes']);
    bill.add('Secrets Manager', 'sale', 'reads at the start', count * given['cold-share'], 'secretRead');
  }
}

/** X-Ray samples the first call of each second and one in twenty of the others, function by function. */
export function payForTraces({ stack, bill }: Spending, calls: Record<string, number>): void {
  for (const [handler, count] of Object.entries(calls)) {
    if (!functionOf(stack, handler).isTraced) continue;
    const first = BUSY_SECONDS * (1 - Math.exp(-count / BUSY_SECONDS));
    bill.add('X-Ray', 'watch', 'traces', first + SAMPLED_OF_THE_REST * (count - first), 'trace');
  }
}

function payForLog({ stack, bill }: Pick<Spending, 'stack' | 'bill'>, bytes: number): void {
  const gigabytes = gigabytesOfBytes(bytes);
  bill.add('CloudWatch', 'watch', 'logs taken in', gigabytes, 'logIngested');
  bill.add('CloudWatch', 'watch', 'logs kept', gigabytes * (stack.logDays / 30), 'logStored');
}

function functionOf({ functions }: StackFacts, handler: string): FunctionFacts {
  const facts = functions.get(handler);
  if (!facts) throw new Error(`The stack has no function ${handler}, which the counts name.`);
  return facts;
}
