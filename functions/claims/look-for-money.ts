import type { Instant } from '../clock.ts';
import type { Claim } from '../contracts/case.ts';
import { isRefusal } from '../contracts/refusal.ts';
import type { CasePorts, ClaimReference } from './act-on-claim.ts';
import { claimWithMoney, mayStillMove } from './money-in-post.ts';
import type { CarrierTracking, MoneyOrder } from './ports.ts';
import { takeTurns } from './take-turns.ts';
import { appendToTimeline, type NewEntry } from './timeline.ts';

/**
 * Asks the carrier where the cash for the claim's parcel is and keeps what it tells; told the same again, nothing
 * is written, so that nobody who decides meanwhile finds the case changed.
 * @throws CarrierUnavailable
 */
export async function lookForMoney(
  input: ClaimReference & { now: Instant },
  ports: Pick<CasePorts, 'cases'> & { carrier: CarrierTracking },
): Promise<'found' | 'nothing-new'> {
  const { trackingNumber, claimId, now } = input;
  const { claims } = await ports.cases.read(trackingNumber);
  const asked = claims.find((each) => each.claimId === claimId);
  if (!asked || !mayStillMove(asked)) return 'nothing-new';
  const order = await ports.carrier.moneyOrder(trackingNumber, asked.filedAt);

  const changed = await takeTurns<Claim | undefined>(ports.cases, trackingNumber, async (file) => {
    const claim = file.claims.find((each) => each.claimId === claimId);
    const after = claim && claimWithMoney(file, claim, order, now);
    if (!after) return { outcome: undefined };
    const { head } = file;
    const timeline = appendToTimeline(head, [entryOf(after, order, now)]);
    return {
      outcome: after,
      change: { trackingNumber, expectedVersion: head.version, claims: [after], timeline },
    };
  });
  if (changed && isRefusal(changed)) throw new Error('The case changes too often.');
  return changed ? 'found' : 'nothing-new';
}

function entryOf({ claimId, urgentUntil }: Claim, order: MoneyOrder, now: Instant): NewEntry {
  const { state, amount, payeeOffice } = order;
  return {
    at: now,
    actor: { role: 'system' },
    action: 'money-looked-for',
    claimId,
    facts: {
      state,
      ...(amount !== undefined && { amount }),
      ...(payeeOffice !== undefined && { payeeOffice }),
      ...(urgentUntil !== undefined && { urgentUntil }),
    },
  };
}
