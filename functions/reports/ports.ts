import type { Claim, Letter } from '../contracts/case.ts';
import type { ClaimFacts, Day, LetterFacts, PolicyFacts, RegionCode } from '../contracts/facts.ts';
import type { Policy } from '../contracts/policy.ts';
import type { ClaimMeasure } from '../contracts/reports.ts';

/** Whose counters: of all regions by region, of a region's offices, of an office's clerks, of one seller (id `-`). */
export type Scope = 'regions' | `offices#${string}` | `clerks#${string}` | `seller#${string}`;

/** Measure to sum, as it is stored; what was never counted is not there. */
export type Sums = Record<string, number>;

/** Counters of a day (`2026-11-22`) or month (`2026-11`). */
export interface CounterRow {
  period: string;
  id: string;
  sums: Sums;
}

/** One thing that is counted. */
export type Fact =
  | { of: 'policy'; facts: PolicyFacts }
  | { of: 'claim'; facts: ClaimFacts }
  | { of: 'letter'; facts: LetterFacts };

/** What a thing is counted as now, and what it was counted as before that. */
export interface CountedFact {
  before?: Fact;
  after: Fact;
}

/** The tables' figures. */
export interface Counters {
  /**
   * Counts each fact once, whatever comes again, late or in another order: what a newer version of the same thing
   * was counted as stays, an older one is taken back and the newer put in its place, in one transaction.
   *
   * Answers with the things whose newest version is among the given, at least once each: also those that had been
   * counted when the same facts come again, with the same `before`, because whoever acts on the answer may have been
   * killed after the counting.
   */
  count(facts: readonly Fact[]): Promise<CountedFact[]>;
  /**
   * Both days included; whole months come as months. Bounded by the period and the ids, not by what was counted; where
   * ids are given, only their rows are read.
   */
  read(scope: Scope, from: Day, to: Day, ids?: readonly string[]): Promise<CounterRow[]>;
  /**
   * The same of the ids after `after` in their order: of at least `limit` of them, where there are so many. All rows of
   * the ids up to `last` are there; without it, of all that are left. Bounded by the period and the limit alone.
   */
  readIds(
    scope: Scope,
    period: { from: Day; to: Day },
    ids: { after: string | undefined; limit: number },
  ): Promise<{ rows: CounterRow[]; last: string | undefined }>;
  /** Day by day, also in whole months; both days included. */
  readDays(scope: Scope, from: Day, to: Day, ids?: readonly string[]): Promise<CounterRow[]>;
  findClaim(claimId: string): Promise<{ claim: ClaimFacts; letters: LetterFacts[] } | undefined>;
  /** Claims of a region that count in this measure, newest first; a page may be short though there is a next. */
  listClaims(query: ClaimListQuery): Promise<{ claims: ClaimFacts[]; next: ClaimPlace | undefined }>;
}

export interface ClaimListQuery {
  region: RegionCode;
  measure: ClaimMeasure;
  from: Day;
  to: Day;
  limit: number;
  /** Only these; absent: all of the region. */
  office?: string | undefined;
  kind?: ClaimFacts['kind'] | undefined;
  after?: ClaimPlace | undefined;
}

/** `at`: when it was filed or came to its end, by the measure. */
export interface ClaimPlace {
  at: string;
  claimId: string;
}

/** Everything that the counters are made of, and the counters themselves, whole. */
export interface ReportTables {
  policies(): AsyncIterable<Policy>;
  cases(): AsyncIterable<{ claim: Claim } | { letter: Letter }>;
  rows(): AsyncIterable<{ scope: Scope } & CounterRow>;
  /** Removes all counters and what says that something was counted. */
  clear(): Promise<void>;
}
