import type { CaseFile } from '../contracts/case.ts';
import type { AccessReason } from '../contracts/console.ts';
import type { Actor } from '../contracts/primitives.ts';
import { type Refusal, refuse } from '../contracts/refusal.ts';
import { isFinal } from './claim-lifecycle.ts';

/**
 * Why somebody may not see what is private of this policy, or undefined when they may: a supervisor, and whoever has
 * one of its open claims. Where nothing was claimed yet nobody has anything, and a caller needs somebody to talk to.
 * Another policy of the same parcel number is another customer's.
 */
export function judgeAccess(
  file: Pick<CaseFile, 'claims'>,
  policyId: string,
  { actor, reason }: { actor: Actor; reason: AccessReason },
): Refusal | undefined {
  if (actor.role === 'supervisor') return undefined;
  const claims = file.claims.filter((claim) => claim.policyId === policyId);
  const mayTalk = claims.length === 0 && reason === 'call-with-customer';
  const hasOne = claims.some((claim) => !isFinal(claim.status) && claim.assignee?.id === actor.id);
  return actor.role === 'specialist' && actor.id !== undefined && (mayTalk || hasOne)
    ? undefined
    : refuse('not-assigned');
}
