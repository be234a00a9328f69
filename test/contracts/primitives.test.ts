import { email, line, text } from '../../functions/contracts/primitives.ts';

const isTaken = (schema: { safeParse(value: unknown): { success: boolean } }, value: string) =>
  schema.safeParse(value).success;

describe('what people write', () => {
  it.each(['ООО «Ромашка»', 'Anna', '№ 5', '🎬', 'e\u0301'])('takes %s', (value) => {
    expect(isTaken(line(40), value)).toBe(true);
    expect(isTaken(text(40), value)).toBe(true);
  });

  it.each([
    ['half a character, which no store takes', 'a\ud800'],
    ['a control character', 'a\u0000b'],
    ['an override of the writing direction', 'a\u202Eb'],
    ['nothing that can be seen', '\u200B \u200D'],
    ['only spaces', '   '],
  ])('does not take %s', (_, value) => {
    expect(isTaken(line(40), value)).toBe(false);
    expect(isTaken(text(40), value)).toBe(false);
  });

  it('is one line where one line is asked for', () => {
    for (const separator of ['\n', '\u2028', '\u2029'])
      expect(isTaken(line(40), `a${separator}b`)).toBe(false);
    expect(isTaken(text(40), 'a\nb')).toBe(true);
  });

  it('is an address of e-mail only when it can be written to one', () => {
    expect(isTaken(email, 'anna@example.org')).toBe(true);
    for (const value of ['anna@example', 'an\ud800na@example.org', 'a b@example.org', '<a@example.org>'])
      expect(isTaken(email, value)).toBe(false);
  });
});
