import { createHash } from 'node:crypto';
import { createHmacLinkSigner } from '../../functions/adapters/hmac-link-signer.ts';
import type { Instant } from '../../functions/clock.ts';
import { effectiveStatus } from '../../functions/policies/policy.ts';
import { sellProtection } from '../../functions/policies/sell-protection.ts';
import { voidSale } from '../../functions/policies/void-sale.ts';
import { liveClaim } from './live-claim.ts';
import { inOneWrite } from './one-write-case.ts';
import type { PlannedParcel } from './plan-year.ts';
import { done, laterOf, type SeedPorts } from './seed-ports.ts';

/** The running service may look after a case that is still open, never for long. */
const ATTEMPTS = 5;

/** The links of a seeded parcel are the service's own, made from what is stored: nobody reads the ones made here. */
const unreadLinks = createHmacLinkSigner('nobody reads these links');

/**
 * Lives one parcel through the service's own use cases, as far as it has come by `until`. What was lived before
 * (the program was stopped half-way) is found done and gone on from.
 */
export async function liveParcel(
  parcel: PlannedParcel,
  ports: SeedPorts,
  until: Instant,
): Promise<'lived' | 'not-yet'> {
  const { sale, idempotencyKey, receivedAt, voidedAt } = parcel;
  if (receivedAt > until) return 'not-yet';
  const { policyId, trackingNumber, endsAt } = done(
    await sellProtection(
      { request: sale, idempotencyKey, now: receivedAt },
      {
        policies: ports.policies,
        ids: { policyId: () => idOf(idempotencyKey), uploadId: unused, recordingCode: unused },
        links: async () => unreadLinks,
        // No clerk hears of it any more.
        watch: { find: async () => undefined },
        publicHost: '',
      },
    ),
  );
  if (voidedAt && voidedAt <= until)
    done(await voidSale({ trackingNumber, request: { clerkId: sale.clerkId }, now: voidedAt }, ports));
  if (parcel.claims.length > 0) await liveCase(parcel, { trackingNumber, policyId }, ports, until);
  if (!voidedAt && endsAt <= until) await end(parcel, endsAt, until, ports);
  return 'lived';
}

/** All claims of the parcel, seen by others only as they stand in the end. */
async function liveCase(
  { claims }: PlannedParcel,
  of: { trackingNumber: string; policyId: string },
  ports: SeedPorts,
  until: Instant,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const lived = inOneWrite(of.trackingNumber, ports);
    for (const claim of claims) await liveClaim({ claim, ...of }, lived.ports, until);
    if ((await lived.write()) === 'written') return;
  }
  throw new Error(`The case of ${of.trackingNumber} changes too often.`);
}

/** What the expiry job would have done on its day. Nearly all policies end when they were sold to. */
async function end(
  { sale: { trackingNumber }, claims }: PlannedParcel,
  endsAt: Instant,
  until: Instant,
  { policies }: SeedPorts,
): Promise<void> {
  if (claims.length === 0) {
    await policies.endIfDue({ trackingNumber, dueAt: endsAt }, endsAt);
    return;
  }
  const policy = await policies.find(trackingNumber);
  if (!policy?.dueAt || policy.status !== 'active' || effectiveStatus(policy, until) !== 'ended') return;
  const { dueAt, claimableUntil } = policy;
  await policies.endIfDue({ trackingNumber, dueAt }, laterOf(dueAt, claimableUntil));
}

/** The same at every start, so that a year that was lived twice is the same year. */
function idOf(idempotencyKey: string): string {
  const hex = createHash('sha256').update(idempotencyKey).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function unused(): never {
  throw new Error('A sale makes no such id.');
}
