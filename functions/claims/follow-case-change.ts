import type { Instant } from '../clock.ts';
import type { CaseFile, Claim, Upload } from '../contracts/case.ts';
import type { CasePorts } from './act-on-claim.ts';
import { receiveFilm, wakeWorkflow } from './follow-claim.ts';
import type { ClaimWorkflow } from './ports.ts';

type FollowPorts = CasePorts & { workflow: ClaimWorkflow };

/** A claim was written: its execution is started or woken. Again and again has the same effect as once. */
export async function followClaimChange(
  change: { before: Claim | undefined; after: Claim; now: Instant },
  ports: FollowPorts,
): Promise<void> {
  const { before, after, now } = change;
  if (before?.workflowRun !== after.workflowRun) await ports.workflow.start(after);
  if (!before || before.version === after.version) return;
  // A letter that has to be answered sooner moves the deadline of a state that stays.
  const isMoved = before.status === after.status && before.deadline !== after.deadline;
  await wakeWorkflow({ ...after, now, isMoved }, ports);
}

/** A film has arrived: the claims that waited for it go on. */
export async function followUploadChange(
  change: { before: Upload | undefined; after: Upload; now: Instant },
  ports: CasePorts,
): Promise<void> {
  const { before, after, now } = change;
  if (after.status !== 'received' || before?.status === 'received') return;
  await receiveFilm({ trackingNumber: after.trackingNumber, policyId: after.policyId, now }, ports);
}

/** The films that become evidence when a claim is filed. */
export function filmsOfClaim(file: CaseFile, claim: Claim): { trackingNumber: string; uploadId: string }[] {
  return file.uploads
    .filter((upload) => upload.policyId === claim.policyId && upload.status === 'received')
    .map(({ trackingNumber, uploadId }) => ({ trackingNumber, uploadId }));
}
