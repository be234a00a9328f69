import { describeCaseIndexes } from './case-index-contract.ts';
import { describeCaseStore } from './case-store-contract.ts';
import { describeCounters } from './counters-contract.ts';
import { describeDesk } from './desk-contract.ts';
import { describeDuePolicies } from './due-policies-contract.ts';
import { describeFilmFrames } from './film-frames-contract.ts';
import { describeJudgements } from './judgement-contract.ts';
import { describeLetters } from './letter-contract.ts';
import { describeOneTimeCodeStore } from './one-time-code-contract.ts';
import { describePolicyStore } from './policy-store-contract.ts';
import { describeSellers } from './seller-contract.ts';
import type { Stores } from './stores.ts';
import { describeTraceIndex } from './trace-index-contract.ts';

/** What every pair of stores has to do, be it in memory or on tables; each test gets empty ones. */
export function describeStores(name: string, createStores: () => Promise<Stores & { close?(): void }>): void {
  describe(name, () => {
    let stores: Stores & { close?(): void };
    beforeEach(async () => {
      stores = await createStores();
    });
    afterEach(() => stores.close?.());
    describe('policies', () => describePolicyStore(() => stores));
    describe('due policies', () => describeDuePolicies(() => stores));
    describe('sellers', () => describeSellers(() => stores));
    describe('cases', () => describeCaseStore(() => stores));
    describe('letters', () => describeLetters(() => stores));
    describe('one-time codes', () => describeOneTimeCodeStore(() => stores));
    describe('the counters', () => describeCounters(() => stores));
    describe('the desk', () => describeDesk(() => stores));
    describe('judgements', () => describeJudgements(() => stores));
    describe('traces', () => describeTraceIndex(() => stores));
    describe('films', () => describeFilmFrames(() => stores));
    describe('beside the case', () => describeCaseIndexes(() => stores));
  });
}
