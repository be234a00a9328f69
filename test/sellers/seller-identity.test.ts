import fc from 'fast-check';
import { createHmacTraceHasher } from '../../functions/adapters/hmac-trace-hasher.ts';
import { sellerId } from '../../functions/contracts/facts.ts';
import { NOBODY, sellerIdsOf } from '../../functions/sellers/seller-identity.ts';
import { isCompanyName, normalizedSellerName } from '../../functions/sellers/seller-name.ts';

const hasher = createHmacTraceHasher('one master key');

describe('the name of a seller', () => {
  it.each([
    ['ООО «Ромашка»'],
    ['ооо "РОМАШКА"'],
    ['OOO Ромашка'],
    ['Ромашка, ООО'],
    ['Общество с ограниченной ответственностью «Ромашка»'],
    ['ООО  ООО Ромашка'],
    ['  Ромашка.  '],
    ['Рoмaшкa'],
    ['Ро\u00ADмаш\u200Bка'],
    ['Рома́шка'],
    ['ООО «Ромашка», магазин «Гаджеты»'],
    ['Ромашка, интернет-магазин Gadgets'],
    ['Ромашка («Гаджеты»)'],
    ['ООО Ромашка, Гаджеты'],
    ['РОМАШКА LLC'],
    ['Р0машка'],
  ])('%s is Ромашка', (name) => {
    expect(normalizedSellerName(name)).toBe('ромашка');
  });

  it.each([
    ['ИП Королёв П. С.', 'Королев П.С.'],
    ['COTA', 'СОТА'],
    ['Shop-Service', 'SHOP SERVICE'],
    ['Ромашка+', 'Ромашка плюс'],
    ['Мир & Труд', 'Мир и труд'],
  ])('%s and %s are the same', (one, other) => {
    expect(normalizedSellerName(one)).toBe(normalizedSellerName(other));
  });

  it.each([
    ['Ромашка', 'Ромашка плюс'],
    ['Иванов, Иван', 'Иванов, Пётр'],
    ['Край', 'Краи'],
    ['ИП Иванов И. И.', 'ИП Иванов И. П.'],
    ['Аорта', 'Рта'],
  ])('%s and %s are two', (one, other) => {
    expect(normalizedSellerName(one)).not.toBe(normalizedSellerName(other));
  });

  it('keeps what is nothing but a legal form', () => {
    expect(normalizedSellerName('ООО')).toBe('ооо');
    expect(normalizedSellerName('ИП, ООО')).not.toBe('');
  });

  it('is its own normal form, and empty only for a name without letters and digits', () => {
    const word = fc.constantFrom(
      'ООО',
      'ИП',
      'OOO',
      'Ромашка',
      '«',
      '»',
      ',',
      '(',
      'магазин',
      '0',
      'ё',
      'И.',
      '+',
    );
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(name, (given) => {
        const normalized = normalizedSellerName(given);
        expect(normalizedSellerName(normalized)).toBe(normalized);
        if (/[а-яa-z1-9]/i.test(given)) expect(normalized).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a company’s name', () => {
  it.each(['ООО «Ромашка»', 'Ромашка ООО', 'АО Техника', 'Shop Service LLC'])('is %s', (name) => {
    expect(isCompanyName(name)).toBe(true);
  });

  it.each([
    ...['ИП Иванов', 'Иванов И. И.', 'Петрова Анна Сергеевна', 'Иванова Мария', 'Мамедов Али оглы'],
    ...['Самозанятый Иванов', 'Гаджеты и техника', 'ООО', '«-»', 'Нет'],
  ])('is not %s', (name) => {
    expect(isCompanyName(name)).toBe(false);
  });
});

describe('a name that names nobody', () => {
  it.each(['-', '—', '!!!', '"', '🎁', 'нет', 'Не указан', 'ПРОДАВЕЦ', 'физ. лицо'.replace('. ', '')])(
    'is %s, and joins no two sellers',
    (name) => {
      expect(sellerIdsOf({ name }, hasher)).toEqual([NOBODY]);
      expect(sellerIdsOf({ name, taxNumber: '7701234567' }, hasher).at(-1)).toBe(NOBODY);
    },
  );
});

describe('the ids of a seller', () => {
  it('are hashes of tax number, account, phone and name, in that order', () => {
    const whole = sellerIdsOf(
      {
        name: 'ООО «Ромашка»',
        taxNumber: '7701234567',
        account: '40702810900000000001',
        phone: '+79991234567',
      },
      hasher,
    );
    expect(whole).toHaveLength(4);
    expect(whole.every((id) => sellerId.safeParse(id).success)).toBe(true);
    expect(sellerIdsOf({ name: 'ромашка', phone: '+79991234567' }, hasher)).toEqual(whole.slice(2));
    expect(sellerIdsOf({ name: 'РОМАШКА' }, hasher)).toEqual(whole.slice(3));
  });

  it('are others for another tax number, account, phone or name', () => {
    const of = (digit: string) =>
      sellerIdsOf(
        {
          ...{ name: `Ромашка ${digit}`, taxNumber: `770123456${digit}`, phone: `+7999123456${digit}` },
          account: `4070281090000000000${digit}`,
        },
        hasher,
      );
    expect(new Set([...of('1'), ...of('2')]).size).toBe(8);
  });

  it('never are the same for a number that is a phone, a tax number or a name', () => {
    const [tax] = sellerIdsOf({ name: 'a', taxNumber: '7701234567' }, hasher);
    const [phone] = sellerIdsOf({ name: 'a', phone: '7701234567' }, hasher);
    const [name] = sellerIdsOf({ name: '7701234567' }, hasher);
    expect(new Set([tax, phone, name]).size).toBe(3);
  });
});
