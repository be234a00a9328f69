import fc from 'fast-check';

type Header = readonly [name: string, value: string];

/** Which header is sent once more, with what, and which of the two comes first. */
export interface Twice {
  at: number;
  value: string;
  isFirst: boolean;
}

const SAME = '{{same}}';
/** Stands for the credential of somebody else who may call, too. */
const SOMEBODY_ELSES = '{{somebody else’s}}';

export const headerTwice: fc.Arbitrary<Twice> = fc.record({
  at: fc.nat(59),
  value: fc.oneof(
    { weight: 4, arbitrary: fc.constant(SAME) },
    { weight: 2, arbitrary: fc.constant(SOMEBODY_ELSES) },
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        ...['', '*', 'x', 'en', '"1"', 'W/"2-abc"', 'key-2', '~'.repeat(64), 'a,b', '"a", "b"'],
        ...['Bearer x.y.z', 'Basic eDp5', 'application/json', 'text/plain', 'gzip', 'x'.repeat(1_500)],
      ),
    },
  ),
  isFirst: fc.boolean(),
});

/** Sent with every request that has none of its own to repeat. */
const LANGUAGE: Header = ['Accept-Language', 'ru'];

/**
 * Any header that is sent, once more. Who is let in by two credentials is nobody's promise: where one of them is
 * forged, the other headers are repeated alone.
 */
export function withOneTwice(
  headers: readonly Header[],
  { at, value, isFirst }: Twice,
  { isForged, somebodyElses }: { isForged: boolean; somebodyElses: string },
): Header[] {
  const all = [...headers, LANGUAGE];
  const repeatable = all.filter(([name]) => !(isForged && name === 'Authorization'));
  const [name, once] = repeatable[at % repeatable.length] ?? LANGUAGE;
  const again: Header = [name, value === SAME ? once : value === SOMEBODY_ELSES ? somebodyElses : value];
  return isFirst ? [again, ...all] : [...all, again];
}
