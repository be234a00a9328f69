import { parseArgs } from 'node:util';

/**
 * What nobody can read from the stack or count on a laptop. Each is an option of `npm run cost`; the defaults are
 * what was published (docs: 1,000,000 policies, claims of 2.6 %), what the service's own parts say, or a guess that is
 * named as one.
 */
export const assumptions = {
  policies: { value: 1_000_000, least: 1, most: 1e12, says: 'policies sold in a year' },
  claims: { value: 0.026, least: 0, most: 1, says: 'claims for one policy' },
  above: { value: 0.43, least: 0, most: 1, says: 'share of purchases above 3,000 RUB (the seeded year)' },
  filmed: { value: 1, least: 0, most: 10, says: 'films for one claim of such a purchase' },
  'unclaimed-films': {
    value: 0,
    least: 0,
    most: 10,
    says: 'films for one such purchase that nobody claims on',
  },
  'film-mb': { value: 60, least: 0, most: 5_120, says: 'megabytes of a film (3.2 minutes at 2.5 Mbit/s)' },
  'film-months': { value: 36, least: 0, most: 600, says: 'months that the terms keep a film of a claim' },
  views: { value: 1, least: 0, most: 100, says: 'times that a film is watched over the internet' },
  'late-views': { value: 0.1, least: 0, most: 100, says: 'of them after it has moved to the cheap class' },
  'record-months': {
    value: 36,
    least: 0,
    most: 600,
    says: 'months that records are counted for where none end',
  },
  'policy-kb': { value: 1, least: 0, most: 400, says: 'KB of a policy, its place in the index included' },
  'beside-kb': {
    value: 2,
    least: 0,
    most: 400,
    says: 'KB beside it: phone, messages, marker of the reports',
  },
  'claim-kb': { value: 25, least: 0, most: 4_000, says: 'KB of a case: claim, timeline, letters, traces' },
  quotes: { value: 1, least: 0, most: 100, says: 'quotes for one sale' },
  visits: { value: 0.5, least: 0, most: 100, says: 'times that the customer opens the page, for one policy' },
  'page-kb': { value: 60, least: 0, most: 10_000, says: 'KB of the page' },
  'page-files': { value: 6, least: 1, most: 100, says: 'files of the page' },
  'messages-per-policy': { value: 3, least: 0, most: 100, says: 'notices: sold, ending, ended' },
  'own-ms': { value: 5, least: 0, most: 60_000, says: 'milliseconds of a function beside its requests' },
  'store-ms': { value: 5, least: 0, most: 60_000, says: 'milliseconds of one request to a store' },
  'look-seconds': { value: 10, least: 0, most: 900, says: 'seconds that looking at a film takes' },
  'check-mb-s': { value: 80, least: 1, most: 10_000, says: 'megabytes a second that a film is checked at' },
  'cold-share': { value: 0.05, least: 0, most: 1, says: 'share of invocations that start a process' },
  'cold-ms': { value: 400, least: 0, most: 60_000, says: 'milliseconds of such a start' },
  'log-bytes': { value: 700, least: 0, most: 1e6, says: 'bytes in the log for one invocation' },
  staff: { value: 20, least: 0, most: 1e6, says: 'people who sign in to the console' },
  'token-holders': {
    value: 1,
    least: 0,
    most: 1e6,
    says: 'systems of the tills that ask for a token each hour',
  },
  'idle-polls': {
    value: 15,
    least: 0,
    most: 1_000,
    says: 'requests a minute of the poller of an empty queue',
  },
} as const;

export type AssumptionName = keyof typeof assumptions;
export type Assumptions = Record<AssumptionName, number>;

export const defaultAssumptions = Object.fromEntries(
  Object.entries(assumptions).map(([name, { value }]) => [name, value]),
) as Assumptions;

/** No hexadecimal, no blank. */
const PLAIN_NUMBER = /^\d[\d_]*(?:\.\d+)?(?:e\d+)?$/;

/** @throws Error whose message is one line for whoever typed it. */
export function parseAssumptions(args: readonly string[]): {
  given: Assumptions;
  json: boolean;
  help: boolean;
} {
  const names = Object.keys(assumptions) as AssumptionName[];
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const typed = values as Partial<Record<AssumptionName, string>>;
  const given = { ...defaultAssumptions };
  for (const name of names) {
    const text = typed[name];
    if (text === undefined) continue;
    const { least, most } = assumptions[name];
    const value = Number(text.replaceAll('_', ''));
    if (!PLAIN_NUMBER.test(text) || !(value >= least && value <= most))
      throw new Error(`--${name} is a number from ${least} to ${most}, not "${text}".`);
    given[name] = value;
  }
  return { given, json: values.json === true, help: values.help === true };
}

export function usage(): string {
  return [
    'npm run cost -- [--json] [--NAME VALUE …]',
    '',
    ...Object.entries(assumptions).map(
      ([name, { value, says }]) => `  --${name.padEnd(20)} ${String(value).padStart(9)}  ${says}`,
    ),
  ].join('\n');
}
