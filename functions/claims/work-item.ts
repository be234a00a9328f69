import type { Claim } from '../contracts/case.ts';
import { placeInQueue } from './claim-lifecycle.ts';
import type { WorkItem } from './ports.ts';

/** An open claim as lists show it; undefined once it is closed. */
export function workItemOf(claim: Claim): WorkItem | undefined {
  const place = placeInQueue(claim);
  if (!place) return undefined;
  const { trackingNumber, claimId, status, kind, amount, filedAt, statusSince, timeZone } = claim;
  const { assignee, unassignedSince, appeal, urgentUntil } = claim;
  return {
    ...place,
    ...{ trackingNumber, claimId, status, kind, amount, filedAt, statusSince, timeZone },
    locale: claim.locale ?? 'ru',
    ...(assignee && { assignee: assignee.id }),
    ...(!assignee && unassignedSince !== undefined && { unassignedSince }),
    flags: [
      ...(appeal ? ['appealed' as const] : []),
      ...(urgentUntil !== undefined ? ['money-in-post' as const] : []),
    ],
  };
}
