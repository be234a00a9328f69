import type { Instant } from '../clock.ts';
import type { CaseFile } from '../contracts/case.ts';
import type { CustomerPolicy } from '../contracts/customer.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Locale } from '../contracts/primitives.ts';
import { effectiveStatus, isVideoRequired } from '../policies/policy.ts';
import { termsOf } from '../policies/terms.ts';
import { customerClaimOf } from './customer-view.ts';
import type { CaseStore } from './ports.ts';

/** Everything that the customer's page shows of a policy: only this policy's claims and films, not its number's. */
export async function readMyPolicy(
  input: { policy: Policy; locale: Locale; now: Instant },
  ports: { cases: CaseStore },
): Promise<CustomerPolicy> {
  const { policy, now } = input;
  const file = await ports.cases.read(policy.trackingNumber);
  const terms = termsOf(policy);
  const { maximumBytes, filesPerPolicy, acceptedTypes, minimumSeconds } = terms.film;
  return {
    policyId: policy.policyId,
    trackingNumber: policy.trackingNumber,
    status: effectiveStatus(policy, now),
    amount: policy.amount,
    price: policy.price,
    termsVersion: policy.termsVersion,
    startsAt: policy.startsAt,
    endsAt: policy.endsAt,
    claimableUntil: policy.claimableUntil,
    timeZone: policy.office.timeZone,
    videoRequired: isVideoRequired(terms, policy.amount),
    coveredKinds: [...terms.coveredKinds],
    film: { maximumBytes, filesPerPolicy, acceptedTypes: [...acceptedTypes], minimumSeconds },
    claims: file.claims
      .filter((claim) => claim.policyId === policy.policyId)
      .map((claim) => customerClaimOf(file, claim, input.locale, now)),
    uploads: uploadsOf(file, policy),
    serverTime: now,
  };
}

function uploadsOf(file: CaseFile, policy: Policy): CustomerPolicy['uploads'] {
  return file.uploads
    .filter((upload) => upload.policyId === policy.policyId && !upload.removedAt)
    .map(({ uploadId, fileName, size, status, startedAt, check }) => ({
      uploadId,
      fileName,
      size,
      status,
      startedAt,
      ...(check && { findings: check.findings }),
    }));
}
