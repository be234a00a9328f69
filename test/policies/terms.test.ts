import { createHash } from 'node:crypto';
import { canonicalJson } from '../../functions/contracts/canonical-json.ts';
import { refusalReasonCode } from '../../functions/contracts/case.ts';
import { claimKind } from '../../functions/contracts/primitives.ts';
import { isVideoRequired } from '../../functions/policies/policy.ts';
import { findTerms, publishedTerms, TERMS_ON_SALE, termsOf } from '../../functions/policies/terms.ts';

describe('the terms on sale', () => {
  it('are 99 RUB for 30 days, version 2026-01', () => {
    expect(TERMS_ON_SALE).toMatchObject({ version: '2026-01', price: 9_900, duration: { days: 30 } });
  });

  it.each([
    [299_999, false],
    [300_000, false],
    [300_001, true],
  ])('ask of a purchase of %i kopecks for a film: %s', (amount, isRequired) => {
    expect(isVideoRequired(TERMS_ON_SALE, amount)).toBe(isRequired);
  });

  it('cover every kind of deceit that a claim can name, each once', () => {
    expect([...TERMS_ON_SALE.coveredKinds].sort()).toEqual([...claimKind.options].sort());
  });

  it('rest every refusal on a clause of its own', () => {
    const clauses = refusalReasonCode.options.map((code) => TERMS_ON_SALE.refusalReasons[code].clause);
    expect(clauses.every((clause) => /^\d+\.\d+$/.test(clause))).toBe(true);
    expect(new Set(clauses).size).toBe(clauses.length);
  });

  it('are in whole kopecks', () => {
    const { price, videoThreshold, purchaseAmount } = TERMS_ON_SALE;
    for (const sum of [price, videoThreshold, purchaseAmount.minimum, purchaseAmount.maximum])
      expect(Number.isSafeInteger(sum)).toBe(true);
  });

  it('are found again by their version for every policy that was sold under them', () => {
    expect(findTerms(TERMS_ON_SALE.version)).toBe(TERMS_ON_SALE);
    expect(termsOf({ termsVersion: '2026-01' })).toBe(TERMS_ON_SALE);
  });

  it.each(['', '2025-12', '__proto__', 'constructor', '2026-01 '])('have no version %j', (version) => {
    expect(findTerms(version)).toBeUndefined();
    expect(() => termsOf({ termsVersion: version })).toThrow('never published');
  });

  it('keep to themselves what stood in the place of a version: an error comes into a log', () => {
    const stored = '+7 916 123-45-67';
    expect(() => termsOf({ termsVersion: stored })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(stored) }),
    );
  });
});

it('no version that was published is ever edited: policies are judged by it as it was sold', () => {
  const digestOf = (terms: unknown) => createHash('sha256').update(canonicalJson(terms)).digest('hex');
  // A new version gets a row of its own; a row that is here stays as it is.
  expect(publishedTerms.map((terms) => [terms.version, digestOf(terms)])).toEqual([
    ['2026-01', 'dcccc9b0d780fd89e04089de751c35518d3ee88030e79200862960bfc0097d5b'],
  ]);
});
