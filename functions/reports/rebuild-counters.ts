import type { PolicyStore } from '../policies/ports.ts';
import { sellerIdsOf } from '../sellers/seller-identity.ts';
import type { TraceHasher } from '../signals/ports.ts';
import { caseFactsOf } from './count-changes.ts';
import { changesOf } from './counting.ts';
import { policyFactsOf } from './facts-of.ts';
import type { Counters, Fact, ReportTables, Scope, Sums } from './ports.ts';

/** A counter that is not what a recount says. */
export interface Difference {
  row: string;
  measure: string;
  stored: number;
  recounted: number;
}

export interface Rebuilt {
  policies: number;
  claims: number;
  letters: number;
  rows: number;
  differences: Difference[];
}

interface RebuildPorts {
  tables: ReportTables;
  counters: Pick<Counters, 'count'>;
  policies: Pick<PolicyStore, 'findAll'>;
  hasher: TraceHasher;
}

/** What is counted at once; what it takes are transactions of a hundred. */
const BATCH = 200;

/**
 * Counts everything anew from the tables and compares. What it keeps in memory is the counters, not what they count.
 * With `write`, all counters are first made anew: nothing else may count meanwhile.
 */
export async function rebuildCounters({ write }: { write: boolean }, ports: RebuildPorts): Promise<Rebuilt> {
  if (write) await ports.tables.clear();
  const recount = new Map<string, Sums>();
  const seen = { policy: 0, claim: 0, letter: 0 };
  for await (const facts of batchesOfFacts(ports)) {
    for (const { of } of facts) seen[of] += 1;
    for (const { scope, period, id, add } of changesOf(facts.map((after) => ({ after })))) {
      const key = rowName(scope, period, id);
      const sums = recount.get(key) ?? {};
      recount.set(key, sums);
      for (const [name, value] of Object.entries(add)) sums[name] = (sums[name] ?? 0) + value;
    }
    if (write) await ports.counters.count(facts);
  }
  const rows = recount.size;
  const differences: Difference[] = [];
  for await (const { scope, period, id, sums } of ports.tables.rows()) {
    const row = rowName(scope, period, id);
    differences.push(...differencesOf(row, sums, recount.get(row) ?? {}));
    recount.delete(row);
  }
  for (const [row, sums] of recount) differences.push(...differencesOf(row, {}, sums));
  return { policies: seen.policy, claims: seen.claim, letters: seen.letter, rows, differences };
}

async function* batchesOfFacts({ tables, policies, hasher }: RebuildPorts): AsyncGenerator<Fact[]> {
  for await (const batch of inBatches(tables.policies())) {
    yield batch.map((policy): Fact => {
      const sellerIds = sellerIdsOf(policy.personal.seller, hasher);
      return { of: 'policy', facts: policyFactsOf(policy, sellerIds) };
    });
  }
  for await (const batch of inBatches(tables.cases())) {
    const claims = batch.flatMap((each) => ('claim' in each ? [each.claim] : []));
    const letters = batch.flatMap((each) => ('letter' in each ? [each.letter] : []));
    yield await caseFactsOf({ claims, letters }, { policies, hasher });
  }
}

async function* inBatches<Each>(all: AsyncIterable<Each>): AsyncGenerator<Each[]> {
  let batch: Each[] = [];
  for await (const each of all) {
    batch.push(each);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function rowName(scope: Scope, period: string, id: string): string {
  return `${scope} ${period} ${id}`;
}

function differencesOf(row: string, stored: Sums, recounted: Sums): Difference[] {
  const measures = new Set([...Object.keys(stored), ...Object.keys(recounted)]);
  return [...measures].flatMap((measure) => {
    const [is, should] = [stored[measure] ?? 0, recounted[measure] ?? 0];
    return is === should ? [] : [{ row, measure, stored: is, recounted: should }];
  });
}
