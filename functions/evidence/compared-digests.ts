import type { Upload } from '../contracts/case.ts';

type Check = NonNullable<Upload['check']>;

/**
 * The check with the finding that sender and storage name different bytes. Each says so in its own time, and either
 * may be first: the storage's event does not wait for the sender's call.
 */
export function withDigestsCompared(check: Check, claimedSha256: string | undefined): Check {
  if (claimedSha256 === undefined || claimedSha256 === check.sha256) return check;
  return { ...check, findings: [...check.findings, 'sha256-differs'] };
}
