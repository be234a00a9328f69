import { type Refusal, refuse } from '../contracts/refusal.ts';
import type { ReportClaimSheet } from '../contracts/reports.ts';
import type { JudgementStore } from '../signals/ports.ts';
import { shownJudgementOf } from '../signals/show-judgement.ts';
import type { Counters } from './ports.ts';

/** What an analyst may see of a case: what was counted of it, and what stands out. */
export async function readClaimSheet(
  { claimId }: { claimId: string },
  ports: { counters: Pick<Counters, 'findClaim'>; judgements: Pick<JudgementStore, 'find'> },
): Promise<ReportClaimSheet | Refusal> {
  const found = await ports.counters.findClaim(claimId);
  if (!found) return refuse('not-found');
  const judgement = await ports.judgements.find(found.claim.trackingNumber, claimId);
  if (!judgement) return found;
  const { ruleSet, judgedAt, weight, level, signals } = shownJudgementOf(judgement);
  return { ...found, judgement: { ruleSet, judgedAt, weight, level, signals } };
}
