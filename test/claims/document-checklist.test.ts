import fc from 'fast-check';
import { actOnClaim } from '../../functions/claims/act-on-claim.ts';
import { checklistOf, missingDocuments } from '../../functions/claims/document-checklist.ts';
import type { Claim, Upload } from '../../functions/contracts/case.ts';
import { claimKind, documentKind } from '../../functions/contracts/primitives.ts';
import { publishedTerms } from '../../functions/policies/terms.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { ANNA, done, NOW, openCaseOf, PARCEL, refused } from './claims-fixture.ts';

const paper = (kind: Upload['documentKind'], overrides: Partial<Upload> = {}) =>
  someUpload({
    uploadId: `of-${kind}`,
    purpose: 'document',
    status: 'received',
    receivedAt: NOW,
    documentKind: kind,
    ...overrides,
  });
const withheld = someClaim({ kind: 'refund-withheld' });
const overcharged = someClaim({ kind: 'overcharged' });

describe('a checklist', () => {
  it.each(publishedTerms)(
    'of $version has every kind of claim, and asks for nothing twice',
    ({ checklists }) => {
      expect(Object.keys(checklists).sort()).toEqual([...claimKind.options].sort());
      for (const lines of Object.values(checklists))
        for (const { anyOf } of lines) {
          expect(anyOf.length).toBeGreaterThan(0);
          expect(new Set(anyOf).size).toBe(anyOf.length);
        }
    },
  );

  it('is met line by line, by whichever of its documents replaces the other', () => {
    expect(missingDocuments({ uploads: [] }, overcharged, [])).toEqual([['receipt', 'bank-statement']]);
    for (const kind of ['receipt', 'bank-statement'] as const) {
      const file = { uploads: [paper(kind)] };
      expect(checklistOf(file, overcharged)[0]).toMatchObject({ mandatory: true, metBy: [`of-${kind}`] });
      expect(missingDocuments(file, overcharged, [])).toEqual([]);
      // The decision goes without the line, whichever of its documents it names.
      expect(missingDocuments({ uploads: [] }, overcharged, [kind])).toEqual([]);
    }
    expect(missingDocuments({ uploads: [] }, overcharged, ['item-photo'])).toHaveLength(1);
  });

  it.each([
    ['that has not arrived', { status: 'open' }],
    ['that was removed', { removedAt: NOW }],
    ['of another policy', { policyId: 'policy-2' }],
    ['that is a film', { purpose: 'film' }],
    ['of which nobody said what it shows', { documentKind: undefined }],
    ['that shows something else', { documentKind: 'item-photo' }],
  ] as const)('is not met by a document %s', (_name, overrides) => {
    const { documentKind: _kind, ...unnamed } = paper('return-receipt');
    const upload =
      'documentKind' in overrides && !overrides.documentKind
        ? unnamed
        : paper('return-receipt', overrides as Partial<Upload>);
    expect(missingDocuments({ uploads: [upload] }, withheld, [])).toEqual([['return-receipt']]);
  });

  it('asks for no more, the more has come: a document never opens a line', () => {
    const papers = fc.uniqueArray(fc.constantFrom(...documentKind.options), { selector: (kind) => kind });
    fc.assert(
      fc.property(fc.constantFrom(...claimKind.options), papers, papers, (kind, some, more) => {
        const claim = someClaim({ kind });
        const missing = (kinds: typeof some) =>
          missingDocuments({ uploads: kinds.map((each) => paper(each)) }, claim, []).length;
        expect(missing([...some, ...more])).toBeLessThanOrEqual(missing(some));
        expect(missing([...documentKind.options])).toBe(0);
        // To go without all of them on purpose is to miss none.
        expect(missingDocuments({ uploads: [] }, claim, documentKind.options)).toEqual([]);
      }),
    );
  });
});

describe('a decision to pay', () => {
  const decide = async (action: 'approve' | 'propose', details: object, uploads: Upload[] = []) => {
    const claim: Partial<Claim> = { kind: 'refund-withheld', amount: 100_000, purchaseAmount: 450_000 };
    const opened = await openCaseOf(claim, uploads.length > 0 ? { uploads } : {});
    const reference = { trackingNumber: PARCEL, claimId: 'claim-1', actor: ANNA, now: NOW };
    return actOnClaim(
      { ...reference, action, details: { evidence: ['Слова покупателя'], ...details } },
      opened.ports,
    );
  };
  const without = {
    withoutDocuments: { documents: ['return-receipt'], reason: 'Почта подтвердила возврат.' },
  };

  it.each(['approve', 'propose'] as const)(
    '(%s) is not made while a mandatory document is missing',
    async (action) => {
      expect(refused(await decide(action, {}))).toEqual({
        refused: 'documents-missing',
        facts: { missing: [['return-receipt']] },
      });
      done(await decide(action, {}, [paper('return-receipt')]));
    },
  );

  it.each(['approve', 'propose'] as const)(
    '(%s) goes without it for a reason, which stays with it',
    async (action) => {
      const { claim } = done(await decide(action, without));
      expect(action === 'approve' ? claim.decision : claim.proposal).toMatchObject(without);
    },
  );

  it('does not go without another document than the one that is missing', async () => {
    const other = { withoutDocuments: { documents: ['receipt'], reason: 'Потерян.' } };
    expect(refused(await decide('approve', other)).refused).toBe('documents-missing');
  });
});
