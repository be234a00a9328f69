import { caseClaimOf, etagOf } from '../claims/case-view.ts';
import { fileClaim } from '../claims/file-claim.ts';
import { toInstant, toMillis } from '../clock.ts';
import * as operations from '../contracts/operations/cases.ts';
import { isRefusal, refuse } from '../contracts/refusal.ts';
import { caseStore, policyStore } from '../deps.ts';
import { apiHandler } from '../http/api-handler.ts';
import { withParcel } from '../http/with-parcel.ts';

export const handler = apiHandler(
  operations.filePhoneClaim,
  withParcel(async ({ body, principal: { actor }, now }, trackingNumber) => {
    const ports = { policies: policyStore(), cases: caseStore() };
    const policy = await ports.policies.find(trackingNumber);
    if (!policy) return refuse('not-found');
    const callStartedAt = body.callStartedAt && toInstant(toMillis(body.callStartedAt));
    const { policyId } = policy;
    const filing = {
      ...body,
      trackingNumber,
      policyId,
      channel: 'phone',
      actor,
      callStartedAt,
      now,
    } as const;
    const outcome = await fileClaim(filing, ports);
    if (isRefusal(outcome)) return outcome;
    const { created, file, claim } = outcome;
    const headers = { etag: etagOf(file.head.version) };
    return { status: created ? 201 : 200, headers, body: caseClaimOf(file, claim, actor, now) };
  }),
);
