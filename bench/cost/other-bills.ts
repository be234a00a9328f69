import { Bill, type Part } from './bill.ts';
import { filmsOf, payForFilms } from './film-bill.ts';
import { gigabytesOfKilobytes } from './gigabytes.ts';
import { payForWatching, type Reckoning } from './our-bill.ts';
import { monthsPaid } from './storage-time.ts';

const THIRTY_DAYS = 30 / 30.4375;
const DAYS_OF_MONTH = 30.4375;

/** A smallest function: 128 MB for five milliseconds. */
const SMALLEST_CALL = 0.125 * 0.005;
/** As a stock function is: 512 MB for thirty milliseconds, with the SDK and a validator. */
const STOCK_CALL = 0.5 * 0.03;

/**
 * What any design has to pay, whatever it is made of: one request, one smallest call and one write for a sale, one
 * write for its end, one request, one call and one read for each question; its record for 30 days in a table and for
 * the rest of its time in the cheapest class that is read at once; two requests and three writes for a claim; a film
 * as one put into that class and its bytes there for exactly the terms' time; and what people watch, sent once. No
 * workflow, no messages, no reports, no logs, no backup.
 */
export function floorBill({ given, prices, year }: Reckoning): Bill {
  const bill = new Bill(prices);
  const { policies, claims } = given;
  const questions = policies * (given.quotes + given.visits);
  const filed = policies * claims;
  const films = filmsOf(given);
  bill.add('API Gateway', 'sale', 'requests', policies + questions, 'httpApiRequest');
  bill.add('Lambda', 'sale', 'calls', policies + questions, 'lambdaRequest');
  bill.add('Lambda', 'sale', 'GB-s', (policies + questions) * SMALLEST_CALL, 'lambdaArmSecond');
  bill.add('DynamoDB', 'sale', 'write units of sales and ends', 2 * policies, 'writeUnit');
  bill.add('DynamoDB', 'sale', 'read units of questions', questions, 'readUnit');
  bill.add('API Gateway', 'claims', 'requests', 2 * filed, 'httpApiRequest');
  bill.add('Lambda', 'claims', 'calls', 2 * filed, 'lambdaRequest');
  bill.add('Lambda', 'claims', 'GB-s', 2 * filed * SMALLEST_CALL, 'lambdaArmSecond');
  bill.add('DynamoDB', 'claims', 'write units', 3 * filed, 'writeUnit');
  const gigabytes = gigabytesOfKilobytes(policies * (given['policy-kb'] + claims * given['claim-kb']));
  const inTable = monthsPaid(year, 0, Math.min(THIRTY_DAYS, given['record-months']));
  const archived = monthsPaid(year, THIRTY_DAYS, given['record-months']);
  bill.add('DynamoDB', 'records', 'GB-months in the table', gigabytes * inTable, 'tableStorage');
  bill.add('S3', 'records', 'GB-months in the archive', gigabytes * archived, 'glacierStorage');
  bill.add('S3', 'films', 'puts', films.ofClaims + films.ofNobody, 'glacierPut');
  const kept = { cheapAfterDays: 0, keptDays: given['film-months'] * DAYS_OF_MONTH };
  // Whoever puts it there at once moves nothing.
  const stored = new Bill(prices);
  payForFilms(stored, year, films.ofClaims, given, kept);
  payForFilms(stored, year, films.ofNobody, given, { cheapAfterDays: 0, keptDays: 90 });
  for (const { service, part, what, quantity, price } of stored.lines)
    if (price === 'glacierStorage') bill.add(service, part, what, quantity, price);
  payForWatching(bill, given, films.ofClaims);
  return bill;
}

/**
 * As a first design would be: a REST API, one standard execution for each policy, which waits for thirty days (start,
 * write, wait, check, write: five transitions), a status index (each write twice), fifteen transitions, four requests,
 * as many calls and ten write units for a claim, films and records where they fell. No messages, reports, logs or backup either.
 */
export function workflowPerPolicyBill({ given, prices, year }: Reckoning): Bill {
  const bill = new Bill(prices);
  const { policies, claims } = given;
  const questions = policies * (given.quotes + given.visits);
  const filed = policies * claims;
  bill.add('API Gateway', 'sale', 'requests', policies + questions, 'restApiRequest');
  stockCalls(bill, 'sale', 3 * policies + questions);
  bill.add('Step Functions', 'sale', 'transitions', 5 * policies, 'transition');
  bill.add('DynamoDB', 'sale', 'write units, index included', 4 * policies, 'writeUnit');
  bill.add('DynamoDB', 'sale', 'read units', policies + questions, 'readUnit');
  bill.add('API Gateway', 'claims', 'requests', 4 * filed, 'restApiRequest');
  stockCalls(bill, 'claims', 4 * filed);
  bill.add('Step Functions', 'claims', 'transitions', 15 * filed, 'transition');
  bill.add('DynamoDB', 'claims', 'write units', 10 * filed, 'writeUnit');
  return withStorage(bill, { given, prices, year }, undefined);
}

/**
 * As one that knows better: an HTTP API and one schedule for each policy, which writes its end by itself; eight
 * transitions, three requests and calls and five write units for a claim, films in the cheap class after thirty days. Records
 * stay in the table.
 */
export function schedulePerPolicyBill({ given, prices, year }: Reckoning): Bill {
  const bill = new Bill(prices);
  const { policies, claims } = given;
  const questions = policies * (given.quotes + given.visits);
  const filed = policies * claims;
  bill.add('API Gateway', 'sale', 'requests', policies + questions, 'httpApiRequest');
  stockCalls(bill, 'sale', policies + questions);
  bill.add('EventBridge', 'sale', 'scheduled calls', policies, 'scheduledCall');
  bill.add('DynamoDB', 'sale', 'write units', 2 * policies, 'writeUnit');
  bill.add('DynamoDB', 'sale', 'read units', questions, 'readUnit');
  bill.add('API Gateway', 'claims', 'requests', 3 * filed, 'httpApiRequest');
  stockCalls(bill, 'claims', 3 * filed);
  bill.add('Step Functions', 'claims', 'transitions', 8 * filed, 'transition');
  bill.add('DynamoDB', 'claims', 'write units', 5 * filed, 'writeUnit');
  return withStorage(bill, { given, prices, year }, 30);
}

function stockCalls(bill: Bill, part: Part, calls: number): void {
  bill.add('Lambda', part, 'calls', calls, 'lambdaRequest');
  bill.add('Lambda', part, 'GB-s', calls * STOCK_CALL, 'lambdaArmSecond');
}

function withStorage(bill: Bill, { given, year }: Reckoning, cheapAfterDays: number | undefined): Bill {
  const films = filmsOf(given);
  const gigabytes = gigabytesOfKilobytes(
    given.policies * (given['policy-kb'] + given.claims * given['claim-kb']),
  );
  const months = monthsPaid(year, 0, given['record-months']);
  bill.add('DynamoDB', 'records', 'GB-months', gigabytes * months, 'tableStorage');
  const keptDays = given['film-months'] * DAYS_OF_MONTH;
  bill.add('S3', 'films', 'puts', films.ofClaims + films.ofNobody, 'objectPut');
  payForFilms(bill, year, films.ofClaims, given, { cheapAfterDays, keptDays });
  payForFilms(bill, year, films.ofNobody, given, { cheapAfterDays, keptDays: 60 });
  payForWatching(bill, given, films.ofClaims);
  return bill;
}
