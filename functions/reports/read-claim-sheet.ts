import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { ReportClaimSheet } from '../contracts/reports.ts';
import type { Counters } from './ports.ts';

/** What an analyst may see of a case: what was counted of it. */
export async function readClaimSheet(
  { claimId }: { claimId: string },
  { counters }: { counters: Pick<Counters, 'findClaim'> },
): Promise<ReportClaimSheet | Refusal> {
  return (await counters.findClaim(claimId)) ?? refuse('not-found');
}
