import type { CaseFile, Claim } from '../contracts/case.ts';
import type { Policy } from '../contracts/policy.ts';
import type { TraceKind } from '../contracts/signals.ts';
import { isFilm } from '../evidence/purpose.ts';
import type { Trace, TraceHasher } from './ports.ts';

/**
 * What a claim leaves behind, by which another case can be found: keyed hashes of files that were checked, of the
 * account, the phone and the browser. The same claim always leaves them under the same instant, so writing them again
 * changes nothing.
 */
export function tracesOf(
  { file, claim, policy }: { file: CaseFile; claim: Claim; policy: Policy },
  hasher: TraceHasher,
): Trace[] {
  const { trackingNumber, claimId, policyId, filedAt } = claim;
  const { payee, device } = claim.personal;
  const left: [TraceKind, string][] = [
    ...file.uploads
      .filter((upload) => upload.policyId === policyId)
      .flatMap((upload): [TraceKind, string][] =>
        upload.check ? [[isFilm(upload) ? 'film' : 'document', upload.check.sha256]] : [],
      ),
    ...(payee ? [['payee', `${payee.bankIdentificationCode}:${payee.account}`] as [TraceKind, string]] : []),
    ['phone', policy.personal.customer.phone],
    ...(device === undefined ? [] : [['device', device] as [TraceKind, string]]),
  ];
  const byKey = new Map(
    left.map(([kind, text]) => {
      const hash = hasher.hashOf(kind, text);
      return [`${kind}#${hash}`, { kind, hash, trackingNumber, claimId, policyId, at: filedAt }];
    }),
  );
  return [...byKey.values()];
}
