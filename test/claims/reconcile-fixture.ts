import { type ClaimStanding, type ClaimWorkflow, executionName } from '../../functions/claims/ports.ts';
import { reconcileClaims } from '../../functions/claims/reconcile-claims.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import { openCaseOf, PARCEL } from './claims-fixture.ts';

export const LATER = '2026-03-05T13:00:00.000Z';
export const reference = { trackingNumber: PARCEL, claimId: 'claim-1' };

/** Step Functions as far as its client sees it: names are used once, tokens wake once. */
export function memoryWorkflow() {
  const running = new Set<string>();
  const closed = new Set<string>();
  const woken: [string, ClaimStanding][] = [];
  const gone = new Set<string>();
  const workflow: ClaimWorkflow = {
    async start(run) {
      const name = executionName(run);
      if (closed.has(name)) return 'closed';
      running.add(name);
      return 'running';
    },
    async wake(token, standing) {
      if (gone.has(token)) return 'gone';
      gone.add(token);
      woken.push([token, standing]);
      return 'woken';
    },
    async *running() {
      yield* [...running];
    },
  };
  const stop = (name: string) => {
    running.delete(name);
    closed.add(name);
  };
  return { ...workflow, names: () => [...running].sort(), stop, woken };
}

/** A case of one claim, and everything that the reconciler asks. */
export async function open(claim: Partial<Claim> = {}) {
  const opened = await openCaseOf(claim);
  const workflow = memoryWorkflow();
  const looked: string[] = [];
  const askedFor: string[] = [];
  const carrier: { answers: 'found' | 'nothing-new' | 'not' } = { answers: 'nothing-new' };
  const ports = {
    ...opened.ports,
    workflow,
    lookAgainAtPayout: async ({ claimId }: { claimId: string }) => {
      looked.push(claimId);
    },
    lookForMoney: async ({ claimId }: { claimId: string }) => {
      askedFor.push(claimId);
      if (carrier.answers === 'not') throw new Error('The carrier is down.');
      return carrier.answers;
    },
  };
  const reconcile = (now = LATER) => reconcileClaims({ now }, ports);
  return { ...opened, ports, workflow, looked, askedFor, carrier, reconcile };
}
