import type { CaseStore } from '../claims/ports.ts';
import type { Instant } from '../clock.ts';
import type { Upload } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import { isRefusal } from '../contracts/refusal.ts';
import type { PolicyStore } from '../policies/ports.ts';
import { composeParts } from './compose-parts.ts';
import { standingOf } from './film-limits.ts';
import type { BackOff, CheckQueue, EvidenceStorage } from './ports.ts';
import { isUnfinishedRecording } from './purpose.ts';
import { recordReceived } from './record-received.ts';

interface FinishPorts {
  policies: Pick<PolicyStore, 'findAll'>;
  cases: CaseStore;
  storage: Pick<EvidenceStorage, 'listParts' | 'complete' | 'find'>;
  checks: CheckQueue;
  backOff: BackOff;
}

/**
 * Composes the recordings of a policy whose time to be finished has passed, of what had arrived: a phone that died
 * while it filmed has sent evidence, and nobody is left to say that it was all. Called while a claim of the policy is
 * open, before the storage discards the parts; again it does nothing more.
 */
export async function finishRecordings(
  input: { trackingNumber: string; policyId: string; now: Instant },
  ports: FinishPorts,
): Promise<{ finished: number }> {
  const file = await ports.cases.read(input.trackingNumber);
  const begun = file.uploads.filter((upload) => isUnfinishedRecording(upload, input.policyId));
  if (begun.length === 0) return { finished: 0 };
  const policies = await ports.policies.findAll(input.trackingNumber);
  const policy = policies.find(({ policyId }) => policyId === input.policyId);
  if (!policy) return { finished: 0 };
  let finished = 0;
  for (const upload of begun) if (await finishRecording(upload, policy, input.now, ports)) finished += 1;
  return { finished };
}

async function finishRecording(
  upload: Upload,
  policy: Policy,
  now: Instant,
  ports: FinishPorts,
): Promise<boolean> {
  if (standingOf(upload, policy, now) !== 'expired') return false;
  const object = await composeParts(upload, { isExpired: false }, ports);
  // Nothing had come, or the storage has discarded it: there is nothing to keep.
  if (isRefusal(object)) return passedOver(object.refused);
  const by = { actor: { role: 'clock' } as const, now, size: object.size };
  const received = await recordReceived(upload, by, ports);
  if (isRefusal(received)) return passedOver(received.refused);
  await ports.checks.enqueue([{ trackingNumber: upload.trackingNumber, uploadId: upload.uploadId }]);
  return true;
}

/** @throws Error when others kept changing the case: whoever called tries again. */
function passedOver(refused: string): false {
  if (refused === 'try-again')
    throw new Error('A recording could not be finished: the case changes too often.');
  return false;
}
