import type { Trace, TraceIndex } from '../../functions/signals/ports.ts';
import { compareText } from './compare-text.ts';

/** Traces in memory; none is ever removed, as a table that is late would not. */
export function createMemoryTraceIndex(): TraceIndex {
  const traces = new Map<string, Trace>();
  const orderOf = ({ at, claimId }: Trace) => `${at}#${claimId}`;

  return {
    async remember({ kind, hash, trackingNumber, claimId, policyId, at }) {
      const trace = { kind, hash, trackingNumber, claimId, policyId, at };
      await Promise.resolve();
      traces.set(`${kind}#${hash}/${orderOf(trace)}`, trace);
    },

    async seen(kind, hash, limit) {
      await Promise.resolve();
      const same = [...traces.values()].filter((trace) => trace.kind === kind && trace.hash === hash);
      same.sort((a, b) => compareText(orderOf(b), orderOf(a)));
      return structuredClone(same.slice(0, limit));
    },
  };
}
