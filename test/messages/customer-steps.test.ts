import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { claimActions } from '../../functions/claims/claim-lifecycle.ts';
import { payoutStatus } from '../../functions/contracts/case.ts';
import { customerSteps, notTold } from '../../functions/messages/catalogue/customer-steps.ts';
import { placeholdersOf } from '../../functions/messages/fill-text.ts';

/** Every name that the code writes into a timeline: beside `action`, or handed to the payout's note. */
function writtenNames(): string[] {
  const files = readdirSync('functions', { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join('functions', file), 'utf8');
      const places = text.match(/\baction:[^,;}\n]*(?:\n\s*[?:][^,;}\n]*)*|\bnoteOf\([^;]*\);/g) ?? [];
      return places.flatMap((place) => [...place.matchAll(/['`]([a-z][a-z-]+(?:\$\{[^}]*\})?)['`]/g)]);
    })
    .map(([, name]) => name ?? '');
  const outcomes = [...payoutStatus.options.filter((status) => status !== 'intended'), 'differs'];
  return names.flatMap((name) =>
    name.includes('${') ? outcomes.map((outcome) => name.replace(/\$\{.*\}/, outcome)) : [name],
  );
}

const told = Object.keys(customerSteps.ru);
/** Steps of the state table that other parts bring along, and the sale, which stands in no timeline. */
const OF_OTHERS = ['sale', 'appeal', 'payee-changed'];

describe('what a timeline may hold', () => {
  const written = [...new Set([...claimActions, ...writtenNames()])].sort();

  it('is found in the code', () => {
    for (const name of ['file', 'upload-received', 'film-removed', 'upload-discarded', 'intend-payout'])
      expect(written).toContain(name);
    expect(written).toContain('payout-rejected');
  });

  it('is either told to the customer or said to be internal, each', () => {
    expect(written.filter((name) => told.includes(name) === notTold.includes(name))).toEqual([]);
  });

  it('is written by somebody, each that has a text or is left out', () => {
    const known = [...written, ...OF_OTHERS];
    expect([...told, ...notTold].filter((name) => !known.includes(name))).toEqual([]);
  });
});

it('both languages tell the same steps, in whole sentences', () => {
  expect(Object.keys(customerSteps.en)).toEqual(told);
  for (const name of told) {
    const [ru, en] = [customerSteps.ru[name], customerSteps.en[name]];
    expect(placeholdersOf(ru?.with ?? '')).toEqual(placeholdersOf(en?.with ?? ''));
    expect(ru?.ofDocument === undefined).toBe(en?.ofDocument === undefined);
    expect(ru?.ofLetter === undefined).toBe(en?.ofLetter === undefined);
    for (const step of [ru, en]) {
      for (const text of [
        step?.text,
        step?.ofDocument ?? '.',
        step?.with ?? '.',
        ...Object.values(step?.ofLetter ?? {}),
      ])
        expect(text).toMatch(/\.$/);
      expect(placeholdersOf(`${step?.text} ${step?.ofDocument}`)).toEqual([]);
    }
  }
});
