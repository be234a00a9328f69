import fc from 'fast-check';
import { lastDigits, maskAccount, maskEmail, maskName, maskPhone } from '../../functions/messages/mask.ts';

it.each([
  ['+79161234567', '+7 ••• •••-45-67'],
  ['+375291234567', '••• •••-45-67'],
  ['+7916123', '••• •••-61-23'],
  ['+791612345678', '••• •••-56-78'],
  ['00+79161234567', '••• •••-45-67'],
])('of the phone %s remains %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});

it('of a name remain the first letters, of an address its first letter and where it is', () => {
  expect(maskName('Иванова  Анна Петровна')).toBe('И••• А••• П•••');
  expect(maskName('😀 Анна')).toBe('😀••• А•••');
  expect(maskName('')).toBe('•••');
  expect(maskEmail('anna@example.org')).toBe('a•••@example.org');
  expect(maskEmail('"a@b"@example.org')).toBe('"•••@example.org');
});

it('of an account remain the last four digits', () => {
  expect(maskAccount('40817810438000001234')).toBe('•••• 1234');
  expect(lastDigits('40817810438000001234')).toBe('1234');
});

it('hides all but the last four digits and a Russian country code, whatever the phone', () => {
  const phones = fc.stringMatching(/^\+[1-9][0-9]{6,14}$/);
  fc.assert(
    fc.property(phones, (phone) => {
      const digits = maskPhone(phone).replace(/\D/g, '');
      expect([phone.slice(-4), `7${phone.slice(-4)}`]).toContain(digits);
    }),
  );
});
