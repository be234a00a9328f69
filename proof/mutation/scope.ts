import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

/** The rules and use cases: what Stryker mutates in the long form. */
export const CAPABILITIES = [
  'claims',
  'desk',
  'evidence',
  'lake',
  'letters',
  'messages',
  'payouts',
  'policies',
  'reports',
  'sellers',
  'signals',
] as const;

/** Where money, deadlines and who may do what are decided: no survivor without a row in docs/mutation-survivors.md. */
const STRICT = [
  ...['claims', 'desk', 'evidence', 'payouts', 'policies'].map((folder) => `functions/${folder}/**/*.ts`),
  'functions/messages/mask.ts',
];

/** Files of these folders that are not strict, each with what it does instead. */
const DECIDES_NOTHING: readonly (readonly [file: string, reason: string])[] = [
  [
    'functions/claims/search-terms.ts',
    'Guesses what somebody may have typed; what is found is the same for all.',
  ],
  ['functions/evidence/bounded-reader.ts', 'Fetches bytes of a film in blocks.'],
  [
    'functions/evidence/document-findings.ts',
    'Says what a document’s bytes are; no finding refuses anything.',
  ],
  ['functions/evidence/read-ends.ts', 'Says what a file’s bytes are; no finding refuses anything.'],
  ['functions/evidence/read-film.ts', 'Says what a film’s bytes are; no finding refuses anything.'],
  [
    'functions/evidence/read-media.ts',
    'Asks a library what a film says of itself; no finding refuses anything.',
  ],
  ['functions/evidence/sniff.ts', 'Says what a file’s bytes are; no finding refuses anything.'],
];

/** What CI has the time for: a file each of money, deadlines and authorization. */
export const BRIEF = [
  'functions/claims/access-rules.ts',
  'functions/claims/approval-binding.ts',
  'functions/claims/money-rules.ts',
  'functions/payouts/payout-rules.ts',
  'functions/policies/deadline.ts',
];

/** No code that could be wrong in a way that a test of behaviour finds. */
const LEFT_OUT: readonly (readonly [pattern: string, reason: string])[] = [
  [
    'functions/messages/catalogue/**',
    'People’s texts: what of them can be checked are their tests’ own rules.',
  ],
  ['functions/*/ports.ts', 'Types.'],
];

/** Tests that start engines or programs of others: seconds each, and nothing that a rule or a use case needs. */
const SLOW_TESTS = [
  'test/lake/lake-questions.test.ts',
  'test/reports/counters.property.test.ts',
  'test/reports/rebuild-counters.test.ts',
];

/** Tests that read the code as a text, which mutants stand in while Stryker works. */
const READ_THE_CODE = ['test/messages/customer-steps.test.ts'];

export const patternsOfAll = (): string[] => [
  ...CAPABILITIES.map((capability) => `functions/${capability}/**/*.ts`),
  ...LEFT_OUT.map(([pattern]) => `!${pattern}`),
];

const NOT_STRICT = DECIDES_NOTHING.map(([file]) => file);

export const isStrict = (file: string): boolean =>
  STRICT.some((pattern) => path.matchesGlob(file, pattern)) && !NOT_STRICT.includes(file);

/** What is left out by name and is no longer there: whatever took its place would be strict without anybody’s knowing. */
export const leftOutInVain = (): string[] => NOT_STRICT.filter((file) => !existsSync(file));

/** Those that come by money, deadlines and authorization. A crash at every call takes longer than CI has for it. */
const QUICK = ['claims', 'desk', 'payouts', 'policies'];

export function testFiles(long: boolean): string[] {
  const capabilities = CAPABILITIES.filter((capability) => long || QUICK.includes(capability));
  return globSync(capabilities.map((capability) => `test/${capability}/**/*.test.ts`))
    .filter(
      (file) => ![...SLOW_TESTS, ...READ_THE_CODE].includes(file) && (long || !file.includes('-crashes')),
    )
    .sort();
}
