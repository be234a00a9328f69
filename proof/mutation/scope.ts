import { globSync } from 'node:fs';

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

/**
 * Where money, deadlines and who may do what are decided: no survivor without an explanation in
 * docs/mutation-survivors.md. A file comes here when its survivors were read.
 */
export const STRICT = [
  'functions/claims/access-rules.ts',
  'functions/claims/act-on-claim.ts',
  'functions/claims/approval-binding.ts',
  'functions/claims/assign-claim.ts',
  'functions/claims/assignment-rules.ts',
  'functions/claims/awaited-replies.ts',
  'functions/claims/change-case.ts',
  'functions/claims/claim-lifecycle.ts',
  'functions/claims/claim-rules.ts',
  'functions/claims/claims-of-event.ts',
  'functions/claims/decision-rules.ts',
  'functions/claims/file-claim.ts',
  'functions/claims/follow-claim.ts',
  'functions/claims/money-in-post.ts',
  'functions/claims/money-rules.ts',
  'functions/claims/service-levels.ts',
  'functions/desk/staff-rules.ts',
  'functions/payouts/change-payee.ts',
  'functions/payouts/one-time-code.ts',
  'functions/payouts/pay-claim.ts',
  'functions/payouts/payee.ts',
  'functions/payouts/payout-rules.ts',
  'functions/payouts/request-payee-code.ts',
  'functions/payouts/revoked-rejection.ts',
  'functions/policies/deadline.ts',
  'functions/policies/find-policy-by-link.ts',
  'functions/policies/holding-open.ts',
  'functions/policies/policy.ts',
  'functions/policies/sale-rules.ts',
  'functions/policies/terms.ts',
  'functions/policies/void-sale.ts',
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

export const isStrict = (file: string): boolean => globSync(STRICT).includes(file);

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
