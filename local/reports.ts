import { createDynamoClient } from '../functions/adapters/dynamodb-client.ts';
import { createDynamoReportTables } from '../functions/adapters/dynamodb-report-tables.ts';
import { fromEnvironment } from '../functions/env.ts';
import { type Difference, rebuildCounters } from '../functions/reports/rebuild-counters.ts';
import { enterTables } from './laptop-environment.ts';

/**
 * `npm run reports -- rebuild [--write]`: counts everything anew from the tables and says whether the counters are
 * equal (exit 1 when not); with `--write` it makes them anew first. On the laptop that is running, or, where
 * REPORTS_TABLE is set, on the tables that the environment names (POLICIES_TABLE, CASES_TABLE, REPORTS_TABLE,
 * KEYS_SECRET_ARN and the SDK's own AWS_PROFILE, AWS_REGION).
 */

const USAGE = 'Usage: npm run reports -- rebuild [--write]';
const MOST_SHOWN = 200;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const [command, option, ...rest] = process.argv.slice(2);
const isKnown = command === 'rebuild' && (option === undefined || option === '--write') && rest.length === 0;
if (!isKnown) fail(USAGE);
const write = option === '--write';

await enterTables('REPORTS_TABLE').catch((error: Error) => fail(error.message));

// Only now, because it reads the environment.
const { counters, personalVault, policyStore, traceHasher } = await import('../functions/deps.ts');
const client = createDynamoClient({ requestHandler: { requestTimeout: 30_000 } });
const tables = createDynamoReportTables({
  client,
  policiesTable: fromEnvironment('POLICIES_TABLE'),
  casesTable: fromEnvironment('CASES_TABLE'),
  reportsTable: fromEnvironment('REPORTS_TABLE'),
  vault: personalVault,
});
const rebuilt = await rebuildCounters(
  { write },
  { tables, counters: counters(), policies: policyStore(), hasher: await traceHasher() },
);

const shown = ({ row, measure, stored, recounted }: Difference) =>
  `${row}: ${measure} is ${stored}, should be ${recounted}`;
const { policies, claims, letters, rows, differences } = rebuilt;
const counted = `${policies} policies, ${claims} claims and ${letters} letters, in ${rows} rows of counters`;
if (differences.length === 0) console.log(`${write ? 'Made anew and equal' : 'Equal'}: ${counted}.`);
else {
  for (const difference of differences.slice(0, MOST_SHOWN)) console.log(shown(difference));
  const more = differences.length > MOST_SHOWN ? ` (the first ${MOST_SHOWN} are shown)` : '';
  fail(`${differences.length} counters differ from a recount of ${counted}${more}.`);
}
process.exit(0);
