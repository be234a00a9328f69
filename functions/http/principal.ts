import type { Actor } from '../contracts/primitives.ts';

export interface ConsolePrincipal {
  actor: Actor & { role: 'specialist' | 'supervisor'; id: string };
}

type Claims = Record<string, unknown>;

/**
 * Whoever handles cases: a specialist or a supervisor, as the token's groups say. Analysts see figures, not cases.
 *
 * The gateway hands an array claim over as text in brackets («[specialist analyst]»), so both forms are read.
 */
export function caseWorkerOf(claims: Claims): ConsolePrincipal | undefined {
  const groups = groupsOf(claims['cognito:groups']);
  const role = groups.includes('supervisor')
    ? 'supervisor'
    : groups.includes('specialist')
      ? 'specialist'
      : undefined;
  const id = typeof claims.username === 'string' ? claims.username : claims.sub;
  return role && typeof id === 'string' && id !== '' ? { actor: { role, id: id.slice(0, 128) } } : undefined;
}

function groupsOf(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== 'string') return [];
  return claim
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .map((group) => group.replaceAll('"', ''))
    .filter((group) => group !== '');
}
