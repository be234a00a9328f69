import fc from 'fast-check';
import { isInvalid, parseTrackingNumber } from '../../functions/policies/tracking-number.ts';

const NBSP = '\u00A0';
const DOMESTIC = [
  '39000024000019',
  '10100012123456',
  '63000045987655',
  '69000010000420',
  '80080205123175',
  '14102192069353',
];
const INTERNATIONAL = ['EA123456785RU', 'RA644001235RU', 'RA000010060RU', 'CP000000014RU', 'RR473124829CN'];
const LOOK_ALIKES: Record<string, string> = {
  A: 'А',
  B: 'В',
  E: 'Е',
  K: 'К',
  M: 'М',
  H: 'Н',
  O: 'О',
  P: 'Р',
  C: 'С',
  T: 'Т',
  Y: 'У',
  X: 'Х',
};

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
const letters = fc.stringMatching(/^[A-Z]{2}$/);
const isRight = (number: string) => !isInvalid(parseTrackingNumber(number));
const rightOnesOfTen = (numberWith: (check: number) => string) =>
  Array.from({ length: 10 }, (_, check) => numberWith(check)).filter(isRight);

/** The right number for a body: counted over, not computed, so that it is no copy of the rule. */
const complete = (numberWith: (check: number) => string) => rightOnesOfTen(numberWith)[0] as string;
const domestic = digits(13).map((body) => complete((check) => `${body}${check}`));
const international = fc
  .tuple(letters, digits(8), letters)
  .map(([service, body, country]) => complete((check) => `${service}${body}${check}${country}`));

describe('a tracking number', () => {
  it.each([...DOMESTIC, ...INTERNATIONAL])('%s is right and taken as it is', (number) => {
    expect(parseTrackingNumber(number)).toEqual({ trackingNumber: number, changes: [] });
  });

  it.each(['EA123456789RU', '60300095123456'])(
    '%s stands in public documentation and has a wrong check digit',
    (number) => {
      expect(parseTrackingNumber(number)).toEqual({ invalid: 'check-digit' });
    },
  );

  it.each([
    '',
    ' ',
    '1',
    '1010001212345',
    '101000121234566',
    'XEA123456785RU',
    'EA123456785RUX',
    'EA12345678RU',
    'EA1234567855RU',
    'E1123456785RU',
    'EA123456785R1',
    '１０１０００１２１２３４５６',
    '١٠١٠٠٠١٢١٢٣٤٥٦',
    '10100012-123456',
    'https://example.org/10100012123456',
    '\u202E10100012123456',
  ])('%j is none at all', (given) => {
    expect(parseTrackingNumber(given)).toEqual({ invalid: 'malformed' });
  });

  describe('as a person or a scanner gives it', () => {
    it.each([
      ['  101000 12 12345 6 ', '10100012123456'],
      [`101000${NBSP}12${NBSP}12345${NBSP}6`, '10100012123456'],
      ['101000\u202F12\u200712345\t6\n', '10100012123456'],
    ])('%j loses its spaces and says so', (given, trackingNumber) => {
      expect(parseTrackingNumber(given)).toEqual({ trackingNumber, changes: ['spaces-removed'] });
    });

    it('gets capital letters and says so', () => {
      expect(parseTrackingNumber('ra644001235ru')).toEqual({
        trackingNumber: 'RA644001235RU',
        changes: ['letters-capitalized'],
      });
    });

    it('may have been typed on a Russian keyboard, and says so', () => {
      expect(parseTrackingNumber('ЕА123456785RU')).toEqual({
        trackingNumber: 'EA123456785RU',
        changes: ['cyrillic-letters-replaced'],
      });
      expect(parseTrackingNumber(` са\u00A0123456785${NBSP}ru`)).toMatchObject({
        trackingNumber: 'CA123456785RU',
        changes: ['spaces-removed', 'letters-capitalized', 'cyrillic-letters-replaced'],
      });
    });

    it.each(Object.entries(LOOK_ALIKES))('means %s where %s was typed', (latin, cyrillic) => {
      const number = complete((check) => `${latin}${latin}12345678${check}RU`);
      expect(parseTrackingNumber(number.replaceAll(latin, cyrillic))).toEqual({
        trackingNumber: number,
        changes: ['cyrillic-letters-replaced'],
      });
    });

    it('keeps Cyrillic letters without a Latin twin, and so is none', () => {
      expect(parseTrackingNumber('ЖЯ123456785RU')).toEqual({ invalid: 'malformed' });
    });

    it('means the same number with any mixture of spaces, case and alphabets', () => {
      const disguise = fc.record({
        space: fc.constantFrom('', ' ', NBSP, '\u202F', '\u2007', '\t'),
        isSmall: fc.boolean(),
        isCyrillic: fc.boolean(),
      });
      fc.assert(
        fc.property(
          fc.oneof(domestic, international),
          fc.array(disguise, { minLength: 14, maxLength: 14 }),
          (number, disguises) => {
            const given = [...number]
              .map((character, index) => {
                const { space, isSmall, isCyrillic } = disguises[index] as (typeof disguises)[number];
                const letter = (isCyrillic && LOOK_ALIKES[character]) || character;
                return `${isSmall ? letter.toLowerCase() : letter}${space}`;
              })
              .join('');
            expect(parseTrackingNumber(given)).toEqual({
              trackingNumber: number,
              changes: [
                ...(/\s/u.test(given) ? ['spaces-removed'] : []),
                ...(/\p{Ll}/u.test(given) ? ['letters-capitalized'] : []),
                ...(/\p{Script=Cyrillic}/u.test(given) ? ['cyrillic-letters-replaced'] : []),
              ],
            });
          },
        ),
      );
    });
  });

  it('has exactly one right check digit of ten, domestic', () => {
    fc.assert(
      fc.property(digits(13), (body) => {
        expect(rightOnesOfTen((check) => `${body}${check}`)).toHaveLength(1);
      }),
    );
  });

  it('has exactly one right check digit of ten, international', () => {
    fc.assert(
      fc.property(letters, digits(8), letters, (service, body, country) => {
        expect(rightOnesOfTen((check) => `${service}${body}${check}${country}`)).toHaveLength(1);
      }),
    );
  });

  it('ends in every digit: none is forgotten, 0 least of all', () => {
    const lastDigits = (numbers: string[], place: number) => new Set(numbers.map((number) => number[place]));
    expect(lastDigits(fc.sample(domestic, { numRuns: 500, seed: 1 }), 13).size).toBe(10);
    expect(lastDigits(fc.sample(international, { numRuns: 500, seed: 1 }), 10).size).toBe(10);
  });

  it('shows every single wrong digit of a domestic number, at a place that counts once as at one that counts thrice', () => {
    const change = fc.record({ place: fc.nat(13), by: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(domestic, change, (number, { place, by }) => {
        const wrong = (Number(number[place]) + by) % 10;
        expect(parseTrackingNumber(number.slice(0, place) + wrong + number.slice(place + 1))).toEqual({
          invalid: 'check-digit',
        });
      }),
    );
  });

  it('shows two neighbours of an international number that changed places, unless the digits 0 and 5 hide it', () => {
    // 10 is written 0 and 11 is written 5, so two remainders share a digit: all others are told apart.
    fc.assert(
      fc.property(international, fc.integer({ min: 2, max: 8 }), (number, place) => {
        const [a, b] = [number[place] as string, number[place + 1] as string];
        fc.pre(a !== b && number[10] !== '5');
        const swapped = number.slice(0, place) + b + a + number.slice(place + 2);
        expect(isRight(swapped)).toBe(false);
      }),
    );
  });

  it('is judged without an error, whatever is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (given) => {
        const parsed = parseTrackingNumber(given);
        if (!isInvalid(parsed))
          expect(parsed.trackingNumber).toMatch(/^(?:[0-9]{14}|[A-Z]{2}[0-9]{9}[A-Z]{2})$/);
      }),
    );
  });
});
