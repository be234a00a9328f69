import type { Instant } from '../clock.ts';
import type { SellerId } from '../contracts/facts.ts';
import type { CaseReference, ClaimJudgement, SignalLevel, TraceKind } from '../contracts/signals.ts';
import type { Container } from '../evidence/film-findings.ts';

/** Keyed hashes of what two cases can have in common: a stolen table cannot be searched by trying all phones. */
export interface TraceHasher {
  /** Base64url of 128 bits; the same for the same text of the same kind, always. */
  hashOf(kind: TraceKind | 'seller' | 'clerk', text: string): string;
}

/** A trace of a claim: `hash` of what it left. */
export interface Trace extends CaseReference {
  kind: TraceKind;
  hash: string;
  policyId: string;
  at: Instant;
}

/** What cases left behind, found by what they have in common. */
export interface TraceIndex {
  /** Writing it again changes nothing. */
  remember(trace: Trace): Promise<void>;
  /** Newest first, at most `limit`. */
  seen(kind: TraceKind, hash: string, limit: number): Promise<Trace[]>;
}

/** Films by what they show (signals/film-frames.ts). */
export interface FilmFrames {
  /** Hashes of sampled frames, 16 hexadecimal digits each; writing them again changes nothing. */
  remember(film: {
    uploadId: string;
    trackingNumber: string;
    policyId: string;
    at: Instant;
    frames: string[];
  }): Promise<void>;
  find(uploadId: string): Promise<string[] | undefined>;
  /** Films of other policies that share at least `atLeast` frames that look alike, the most alike first, at most 20. */
  alike(
    film: { policyId: string; frames: string[] },
    atLeast: number,
  ): Promise<{ uploadId: string; trackingNumber: string; policyId: string; frames: number }[]>;
}

/** What a seller's past says; fed by the streams (sellers/). */
export interface SellerHistory {
  /** Parcels with protection since `since`, and claims that ended in the buyer's favour, newest first, at most 50. */
  historyOf(
    sellerIds: readonly SellerId[],
    since: Instant,
  ): Promise<{ parcels: number; confirmed: (CaseReference & { at: Instant })[] }>;
}

/** A place in a month's list. */
export interface JudgedPlace {
  weight: number;
  claimId: string;
}

/** Judgements stand beside the case, not in it: they change no version and stop nobody who decides. */
export interface JudgementStore {
  find(trackingNumber: string, claimId: string): Promise<ClaimJudgement | undefined>;
  /**
   * By claim, of those that were judged; a claim is given once. What the table does not answer for in time is left
   * out, because a list of work is of use without it. May be a moment old.
   */
  levelsOf(claims: readonly CaseReference[]): Promise<Map<string, SignalLevel>>;
  /** Unless a newer judgement stands there. */
  save(judgement: ClaimJudgement, filedAt: Instant): Promise<void>;
  /** Of a month of filing (`2026-11`), heaviest first; a page with a `next` is full. */
  list(query: {
    month: string;
    /** Left out: all. */
    levels?: readonly SignalLevel[] | undefined;
    limit: number;
    after?: JudgedPlace | undefined;
  }): Promise<{ judgements: ClaimJudgement[]; next: JudgedPlace | undefined }>;
}

/** Claims that have to be judged, at least once each; ids only. */
export interface SignalQueue {
  enqueue(claims: CaseReference[]): Promise<void>;
}

/** Films that have to be looked at, at least once each; ids only. */
export interface LookQueue {
  enqueue(films: { trackingNumber: string; uploadId: string }[]): Promise<void>;
}

/** Who looks at a film: by a decoder that is trusted with nothing. */
export interface FilmLooker {
  /**
   * Small grey pictures (signals/film-frames.ts) of moments spread over the film, at most 60, in order; none of a film
   * that cannot be read. A fault of the storage is thrown: it is not the film's.
   */
  picturesOf(film: LookedAtFilm): Promise<Uint8Array[]>;
}

export interface LookedAtFilm {
  container: Container;
  size: number;
  durationSeconds?: number | undefined;
  /** Bytes `start` (inclusive) to `end` (exclusive). */
  readRange(start: number, end: number): Promise<Uint8Array>;
}
