import * as cases from './operations/cases.ts';
import * as customer from './operations/customer.ts';
import * as desk from './operations/desk.ts';
import * as evidence from './operations/evidence.ts';
import * as letters from './operations/letters.ts';
import * as reports from './operations/reports.ts';
import * as sales from './operations/sales.ts';
import * as service from './operations/service.ts';

const all = { ...cases, ...customer, ...desk, ...evidence, ...letters, ...reports, ...sales, ...service };
type All = (typeof all)[keyof typeof all];

export type OperationName = All['name'];

/**
 * Every call that the service answers: the gateway's routes and the OpenAPI document. A handler takes its own from its
 * file instead, so that its bundle holds no schema of another.
 */
export const operations = Object.fromEntries(
  Object.values(all).map((operation) => [operation.name, operation]),
) as { [Each in All as Each['name']]: Each };
