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
    ['0ОО «Ромашка»'],
    ['00О «Ромашка»'],
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

  it.each([
    ...['Публичное акционерное общество', 'Непубличное акционерное общество', 'Акционерное общество'],
    ...['Закрытое акционерное общество', 'Открытое акционерное общество', 'Индивидуальный предприниматель'],
    ...['Крестьянское фермерское хозяйство', 'Частный предприниматель', 'Самозанятая', 'Самозанятый'],
    ...['ООО', 'ПАО', 'НАО', 'ЗАО', 'ОАО', 'АО', 'ИП', 'ЧП', 'КФХ', 'ТОО', 'LLC', 'LTD', 'JSC'],
  ])('leaves %s out, at either end', (form) => {
    expect(normalizedSellerName(`${form} «Ромашка»`)).toBe('ромашка');
    expect(normalizedSellerName(`Ромашка, ${form.toLowerCase()}`)).toBe('ромашка');
    expect(sellerIdsOf({ name: form }, hasher)).toEqual([NOBODY]);
  });

  it('is the same on a Latin and on a Russian keyboard, in every letter that looks the same', () => {
    expect(normalizedSellerName('A B C E H K M O P T X Y')).toBe('а в с е н к м о р т х у');
    expect(normalizedSellerName('Ёжик')).toBe('ежик');
  });

  it.each([
    ...['интернет-магазин Луч', 'интернет - магазин Луч', 'интернетмагазин Луч'],
    'магазин Луч',
    'маркет Луч',
    'торговая марка Луч',
    'бренд Луч',
    'shop Luch',
    'store Luch',
    'online Luch',
  ])('is the owner’s, without what follows: %s', (shop) => {
    expect(normalizedSellerName(`Иванов, ${shop}`)).toBe('иванов');
    expect(normalizedSellerName(`Иванов (${shop})`)).toBe('иванов');
    expect(normalizedSellerName(`Иванов; ${shop}`)).toBe('иванов');
  });

  it('keeps what follows where that is no shop, and letters that were typed as figures', () => {
    expect(normalizedSellerName('Иванов, лучший магазин')).toBe('иванов лучший магазин');
    expect(normalizedSellerName('З000000м')).toBe('зоооооом');
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
  it.each([
    ...['Публичное акционерное общество', 'Закрытое акционерное общество', 'Открытое акционерное общество'],
    ...['Акционерное общество', 'Общество с ограниченной ответственностью', 'ООО', 'ПАО', 'НАО', 'ЗАО'],
    ...['ОАО', 'АО', 'ТОО', 'LLC', 'LTD', 'JSC'],
  ])('bears its form: %s', (form) => {
    expect([isCompanyName(`${form} Луч`), isCompanyName(`Луч ${form}`), isCompanyName(form)]).toEqual([
      ...[true, true, false],
    ]);
  });

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
  it.each([
    ...['-', '—', '!!!', '"', '🎁', 'ПРОДАВЕЦ', 'нет', 'Не указан', 'Не указано', 'неизвестно', 'неизвестен'],
    ...['нет данных', 'б/н', 'без имени', 'отправитель', 'магазин', 'интернет-магазин', 'физлицо'],
    ...['физическое лицо', 'частное лицо', 'seller', 'Sender', 'shop', 'unknown', 'none', 'N/A'],
  ])('is %s, and joins no two sellers', (name) => {
    expect(sellerIdsOf({ name }, hasher)).toEqual([NOBODY]);
    expect(sellerIdsOf({ name, taxNumber: '7701234567' }, hasher).at(-1)).toBe(NOBODY);
  });
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

  it('stand in the tables for ever, so what is hashed never changes', () => {
    const plain = { hashOf: (kind: string, text: string) => `${kind}/${text}` };
    const whole = { name: 'ООО «Ромашка»', taxNumber: '7701234567', account: '4070', phone: '+7999' };
    expect(sellerIdsOf(whole, plain)).toEqual([
      ...['seller/tax:7701234567', 'seller/account:4070', 'seller/phone:+7999', 'seller/name:ромашка'],
    ]);
    expect(sellerIdsOf({ name: '-' }, plain)).toEqual(['0000000000000000000000']);
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
