/**
 * Every environment variable of the functions. The stack sets each together with the permission that it goes
 * with (lib/), and shares nothing else with the functions.
 */
export const environmentNames = [
  'POLICIES_TABLE',
  'CASES_TABLE',
  'DESK_TABLE',
  'REPORTS_TABLE',
  'EVIDENCE_BUCKET',
  'EVIDENCE_HOST',
  'NOTICES_QUEUE_URL',
  'CHECKS_QUEUE_URL',
  'SIGNALS_QUEUE_URL',
  'LOOKS_QUEUE_URL',
  'LAKE_BUCKET',
  'CLAIM_WORKFLOW_ARN',
  'KEYS_SECRET_ARN',
  'PUBLIC_HOST',
  'MESSAGES_PROVIDER_URL',
  'PAYOUT_PROVIDER_URL',
  'CARRIER_URL',
  'SIGN_IN_ISSUER',
  'SIGN_IN_HOST',
  'CONSOLE_CLIENT_ID',
] as const;

export type EnvironmentName = (typeof environmentNames)[number];

/** @throws Error naming the variable: a function without it was deployed wrongly and must not start. */
export function fromEnvironment(name: EnvironmentName): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
