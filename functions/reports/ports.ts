import type { ClaimFacts, Day, LetterFacts, PolicyFacts, RegionCode } from '../contracts/facts.ts';
import type { ClaimMeasure } from '../contracts/reports.ts';

/** Whose counters: of all regions by region, of a region's offices, of an office's clerks, of one seller (id `-`). */
export type Scope = 'regions' | `offices#${string}` | `clerks#${string}` | `seller#${string}`;

/** Counters of a day (`2026-11-22`) or month (`2026-11`): measure to sum, as it is stored. */
export interface CounterRow {
  period: string;
  id: string;
  sums: Record<string, number>;
}

/** One thing that is counted. */
export type Fact =
  | { of: 'policy'; facts: PolicyFacts }
  | { of: 'claim'; facts: ClaimFacts }
  | { of: 'letter'; facts: LetterFacts };

/** The tables' figures. */
export interface Counters {
  /**
   * Counts each fact once, whatever comes again, late or in another order: what a newer version of the same thing
   * was counted as stays, an older one is taken back and the newer put in its place, in one transaction.
   */
  count(facts: readonly Fact[]): Promise<void>;
  /** Both days included; whole months come as months. Bounded by the period and the ids, not by what was counted. */
  read(scope: Scope, from: Day, to: Day): Promise<CounterRow[]>;
  findClaim(claimId: string): Promise<{ claim: ClaimFacts; letters: LetterFacts[] } | undefined>;
  /** Claims of a region that count in this measure, newest first. */
  listClaims(query: {
    region: RegionCode;
    measure: ClaimMeasure;
    from: Day;
    to: Day;
    limit: number;
    after?: { at: string; claimId: string } | undefined;
  }): Promise<{ claims: ClaimFacts[]; next: { at: string; claimId: string } | undefined }>;
}
