import fc from 'fast-check';
import { canonicalJson } from '../../functions/contracts/canonical-json.ts';

/** The same, word by word. */
function spelledOut(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spelledOut).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${spelledOut(member)}`);
  return `{${members.join(',')}}`;
}

describe('canonical JSON', () => {
  it('has the keys of every object in order, those that are digits too', () => {
    expect(canonicalJson({ b: [{ z: 1, 10: 2, 9: 3 }], a: null })).toBe(
      '{"a":null,"b":[{"10":2,"9":3,"z":1}]}',
    );
  });

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it('is what one gets spelling out any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(value)).toBe(spelledOut(value));
      }),
    );
  });
});
