import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SignalLevel } from '../functions/contracts/signals.ts';
import { formatMoney } from '../functions/messages/format.ts';
import { addDays, dayOf, monthOf } from '../functions/reports/day-of.ts';
import { type Rehearsal, type RehearsedChange, rehearse } from '../functions/signals/rehearse.ts';
import { parseRuleSet, type RuleSet } from '../functions/signals/rule-set.ts';
import { CURRENT_RULE_SET } from '../functions/signals/rule-sets.ts';
import { alignColumns } from './align-columns.ts';
import { enterTables } from './laptop-environment.ts';

/**
 * `npm run signals -- export`: the rules that judge now, as a file to change. `npm run signals -- rehearse FILE`: the
 * claims that the rules in it would flag, hold or let through, with the money at stake. On the laptop that is running,
 * or, where CASES_TABLE is set, on the tables that the environment names (CASES_TABLE, REPORTS_TABLE and the SDK's own
 * AWS_PROFILE, AWS_REGION). It reads and writes nothing.
 */

const USAGE = `Usage: npm run signals -- export
       npm run signals -- rehearse FILE [--from 2026-01] [--to 2026-11] [--rows 50] [--json]`;
const told: Record<SignalLevel, string> = { none: 'let through', flag: 'flagged', hold: 'held' };
const MONTH = /^2[0-9]{3}-(?:0[1-9]|1[0-2])$/;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const parse = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        rows: { type: 'string', default: '50' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return fail(`${(error as Error).message}\n${USAGE}`);
  }
};

const { values, positionals } = parse();
const [command, file, ...rest] = positionals;
if (command === 'export' && file === undefined) {
  console.log(JSON.stringify(CURRENT_RULE_SET, null, 2));
  process.exit(0);
}
const isMonth = (month: string | undefined) => month === undefined || MONTH.test(month);
const rows = Number(values.rows);
const isAsked = command === 'rehearse' && file !== undefined && rest.length === 0;
if (!isAsked || !isMonth(values.from) || !isMonth(values.to) || !(rows >= 0)) fail(USAGE);

const rules = readRules(String(file));
const { now } = await enterTables('CASES_TABLE').catch((error: Error) => fail(error.message));
const today = dayOf(now);
const to = values.to ?? monthOf(today);
const from = values.from ?? monthOf(addDays(today, -364));
if (from > to) fail(`The period ends (${to}) before it begins (${from}).`);

// Only now, because it reads the environment.
const { counters, judgementStore } = await import('../functions/deps.ts');
const shown: RehearsedChange[] = [];
const rehearsal = await rehearse(
  { rules, current: CURRENT_RULE_SET, from, to },
  { judgements: judgementStore(), counters: counters() },
  (change) => {
    if (shown.length < rows) shown.push(change);
  },
);
if (values.json) console.log(JSON.stringify({ ...rehearsal, examples: shown }, null, 2));
else console.log([...changeLines(shown), ...totalLines(rehearsal)].join('\n'));
process.exit(0);

function readRules(path: string): RuleSet {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return fail(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
  const parsed = parseRuleSet(text);
  if ('ruleSet' in parsed) return parsed.ruleSet;
  return fail([`${path} is no rule set:`, ...parsed.faults.map((fault) => `  ${fault}`)].join('\n'));
}

function changeLines(changes: readonly RehearsedChange[]): string[] {
  return table(
    ['filed', 'parcel', 'claim', 'claimed', 'now', 'then', 'ended', 'rules'],
    changes.map(({ filedAt, trackingNumber, claimId, amount, before, after, outcome, gained, lost }) => [
      filedAt.slice(0, 10),
      trackingNumber,
      claimId,
      formatMoney(amount, 'en'),
      `${before.level} (${before.weight})`,
      `${after.level} (${after.weight})`,
      outcome,
      [...gained.map((rule) => `+${rule}`), ...lost.map((rule) => `-${rule}`)].join(' ') || 'weights',
    ]),
  );
}

function totalLines({
  claims,
  changes,
  levels,
  current,
  rehearsed,
  from: since,
  to: until,
}: Rehearsal): string[] {
  const changed = changes.reduce((sum, each) => sum + each.claims, 0);
  const line = (name: string, { none, flag, hold }: Record<SignalLevel, number>) =>
    `  ${name}: ${none} let through, ${flag} flagged, ${hold} held`;
  return [
    '',
    `${claims} claims of ${since} to ${until}; ${changed} would be advised on differently${changed > shown.length ? ` (the first ${shown.length} are shown)` : ''}.`,
    line(`by the rules in use (${current})`, levels.before),
    line(`by the rules rehearsed (${rehearsed})`, levels.after),
    '',
    ...table(
      ['change', 'claims', 'at stake', 'confirmed', 'refused', 'otherwise', 'open'],
      changes.map(({ from: was, to: is, claims: count, amount, outcomes }) => [
        `${told[was]} -> ${told[is]}`,
        String(count),
        formatMoney(amount, 'en'),
        String(outcomes.confirmed),
        String(outcomes.refused),
        String(outcomes.otherwise),
        String(outcomes.open),
      ]),
    ),
  ];
}

function table(head: string[], body: string[][]): string[] {
  return body.length === 0 ? [] : alignColumns([head, ...body]);
}
