import type { Instant } from '../clock.ts';
import type { CaseFile } from '../contracts/case.ts';
import type { CustomerPolicy } from '../contracts/customer.ts';
import type { Policy } from '../contracts/policy.ts';
import type { Locale } from '../contracts/primitives.ts';
import { uploadDeadline } from '../evidence/film-limits.ts';
import { purposeOf } from '../evidence/purpose.ts';
import { effectiveStatus, isVideoRequired } from '../policies/policy.ts';
import { type ProductTerms, termsOf } from '../policies/terms.ts';
import { customerTimelineOf } from './customer-timeline.ts';
import { customerClaimOf } from './customer-view.ts';
import { leftToApprove } from './money-rules.ts';
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
    leftToClaim: leftToApprove(file, policy),
    videoRequired: isVideoRequired(terms, policy.amount),
    videoThreshold: terms.videoThreshold,
    coveredKinds: [...terms.coveredKinds],
    film: { maximumBytes, filesPerPolicy, acceptedTypes: [...acceptedTypes], minimumSeconds },
    documents: documentLimitsOf(terms),
    claims: file.claims
      .filter((claim) => claim.policyId === policy.policyId)
      .map((claim) => customerClaimOf(file, claim, input)),
    uploads: uploadsOf(file, policy),
    timeline: customerTimelineOf(file, policy, input.locale),
    serverTime: now,
  };
}

function documentLimitsOf({ documents }: ProductTerms): CustomerPolicy['documents'] {
  const { maximumBytes, filesPerPolicy, acceptedTypes } = documents;
  return { maximumBytes, filesPerPolicy, acceptedTypes: [...acceptedTypes] };
}

function uploadsOf(file: CaseFile, policy: Policy): CustomerPolicy['uploads'] {
  return file.uploads
    .filter((upload) => upload.policyId === policy.policyId && !upload.removedAt)
    .map((upload) => {
      const { uploadId, fileName, size, recordingCode, documentKind, status, startedAt, check } = upload;
      return {
        uploadId,
        purpose: purposeOf(upload),
        fileName,
        ...(size !== undefined && { size }),
        ...(recordingCode !== undefined && { recordingCode }),
        ...(documentKind !== undefined && { documentKind }),
        status,
        startedAt,
        finishUntil: uploadDeadline(startedAt, policy),
        ...(check && { findings: check.findings }),
      };
    });
}
