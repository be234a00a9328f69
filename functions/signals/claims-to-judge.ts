import { isFinal } from '../claims/claim-lifecycle.ts';
import type { CaseFile, Claim, Upload } from '../contracts/case.ts';
import type { CaseReference } from '../contracts/signals.ts';

/** The claim where it is new, or something changed that rules look at: the account, where the money is, its end. */
export function claimsToJudge(before: Claim | undefined, after: Claim): CaseReference[] {
  const { trackingNumber, claimId } = after;
  const payee = (claim: Claim) =>
    `${claim.personal.payee?.bankIdentificationCode}:${claim.personal.payee?.account}`;
  const isAsked =
    !before ||
    payee(before) !== payee(after) ||
    before.moneyInPost?.acceptedAt !== after.moneyInPost?.acceptedAt ||
    (isFinal(after.status) && before.status !== after.status);
  return isAsked ? [{ trackingNumber, claimId }] : [];
}

/** Whether it is known only now what this file is: the claims of its policy are judged with it. */
export function isNewlyChecked(before: Upload | undefined, after: Upload): boolean {
  return after.check !== undefined && before?.check === undefined;
}

/** The claims that a file stands behind. */
export function claimsOfUpload({ claims }: CaseFile, { policyId }: Upload): CaseReference[] {
  return claims
    .filter((claim) => claim.policyId === policyId)
    .map(({ trackingNumber, claimId }) => ({ trackingNumber, claimId }));
}
