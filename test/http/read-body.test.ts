import fc from 'fast-check';
import type { Operation } from '../../functions/contracts/operations/operation.ts';
import { operations } from '../../functions/contracts/operations.ts';
import type { Refusal } from '../../functions/contracts/refusal.ts';
import { depthOf, isDeeperThan, readBody } from '../../functions/http/read-body.ts';
import { someSale } from '../policies/sale-fixture.ts';

const MAXIMUM = 64 * 1024;
const sale: Operation = operations['sell-protection'];
const voiding: Operation = operations['void-sale'];

const read = (
  text: string | undefined,
  { contentType = 'application/json' as string | undefined, isBase64 = false, operation = sale } = {},
) => readBody({ text, isBase64, contentType }, operation);
const readSale = (body: unknown) => read(JSON.stringify(body));
const invalid = (...errors: object[]) => ({ refused: 'invalid-request', facts: { errors } });

describe('a body', () => {
  it('that keeps the contract is taken', () => {
    expect(readSale(someSale())).toEqual({ body: someSale() });
  });

  it('in base64 is taken as well', () => {
    const text = Buffer.from(JSON.stringify(someSale())).toString('base64');
    expect(read(text, { isBase64: true })).toEqual({ body: someSale() });
  });

  it('of an operation that takes none is not looked at', () => {
    expect(read('{"a":', { operation: operations['read-sale'], contentType: undefined })).toEqual({
      body: undefined,
    });
  });

  it.each([undefined, '', '  \n'])('that is missing (%j) is refused, or left out where it may be', (text) => {
    expect(read(text)).toEqual(invalid({ pointer: '', rule: 'body-missing' }));
    expect(read(text, { operation: voiding, contentType: undefined })).toEqual({ body: {} });
  });

  it.each(['{', '{"a":1,}', "{'a':1}", 'NaN', '[1', '{}{}', '\u0000'])(
    'that is no JSON (%j) is refused',
    (text) => {
      expect(read(text)).toEqual(invalid({ pointer: '', rule: 'not-json' }));
    },
  );

  it.each(['null', '[]', '1', '"text"', 'true'])('that is no object (%s) is refused', (text) => {
    expect(read(text)).toMatchObject({ refused: 'invalid-request' });
  });
});

describe('the type of a body', () => {
  it.each([
    'application/json',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/merge-patch+json',
  ])('may be %s', (contentType) => {
    expect(read(JSON.stringify(someSale()), { contentType })).toHaveProperty('body');
  });

  it.each([
    undefined,
    '',
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/jsonp',
    'text/plain; application/json',
  ])('may not be %s', (contentType) => {
    const raw = { text: JSON.stringify(someSale()), isBase64: false, contentType };
    expect(readBody(raw, sale)).toEqual({ refused: 'unsupported-media-type', facts: {} });
  });
});

describe('the size of a body', () => {
  const padded = (bytes: number) => {
    const text = JSON.stringify(someSale());
    return text + ' '.repeat(bytes - Buffer.byteLength(text));
  };

  it('may be 64 KiB and not a byte more', () => {
    expect(read(padded(MAXIMUM))).toHaveProperty('body');
    expect(read(padded(MAXIMUM + 1))).toEqual({ refused: 'body-too-large', facts: { maximum: MAXIMUM } });
  });

  it('is counted in bytes, and after base64', () => {
    const cyrillic = `"${'я'.repeat(MAXIMUM / 2)}"`;
    expect(read(cyrillic)).toMatchObject({ refused: 'body-too-large' });
    const base64 = Buffer.from(padded(MAXIMUM)).toString('base64');
    expect(base64.length).toBeGreaterThan(MAXIMUM);
    expect(read(base64, { isBase64: true })).toHaveProperty('body');
  });

  it('is judged before the text is parsed', () => {
    expect(read('{'.repeat(MAXIMUM + 1))).toMatchObject({ refused: 'body-too-large' });
  });
});

describe('the depth of a body', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  it('may be 16 and not more', () => {
    expect(read(nested(16))).toMatchObject({ refused: 'invalid-request' });
    expect(read(nested(17))).toEqual({ refused: 'body-too-deep', facts: { maximum: 16 } });
    expect(read('{"a":'.repeat(17))).toMatchObject({ refused: 'body-too-deep' });
  });

  it('exhausts no stack, however deep', () => {
    expect(read('['.repeat(60_000))).toMatchObject({ refused: 'body-too-deep' });
  });

  it('of any JSON is that of its arrays and objects, whatever brackets its texts hold', () => {
    const trueDepth = (value: unknown): number =>
      value !== null && typeof value === 'object'
        ? 1 + Math.max(0, ...Object.values(value).map(trueDepth))
        : 0;
    const bracketed = fc.jsonValue({ stringUnit: fc.constantFrom('{', '[', '"', '\\', '}', ']', 'a') });
    fc.assert(
      fc.property(bracketed, (value) => {
        const text = JSON.stringify(value);
        expect(depthOf(text)).toBe(trueDepth(value));
        for (const most of [0, 1, 2, 16]) expect(isDeeperThan(most, text)).toBe(trueDepth(value) > most);
      }),
    );
  });
});

describe('a body that breaks the contract', () => {
  it('is refused with place and rule of each error', () => {
    const { amount: _amount, ...rest } = someSale();
    expect(readSale({ ...rest, clerkId: '' })).toEqual(
      invalid(
        { pointer: '/amount', rule: 'missing' },
        expect.objectContaining({ pointer: '/clerkId', rule: 'too-small' }),
        expect.anything(),
        expect.anything(),
      ),
    );
  });

  it('with a field of another type is told so, not that it is missing', () => {
    expect(readSale({ ...someSale(), amount: '450000' })).toEqual(
      invalid({ pointer: '/amount', rule: 'invalid-type' }),
    );
    expect(readSale({ ...someSale(), amount: null })).toEqual(
      invalid({ pointer: '/amount', rule: 'invalid-type' }),
    );
    expect(readSale({ ...someSale(), amount: 1.5 })).toEqual(
      invalid({ pointer: '/amount', rule: 'invalid-type' }),
    );
  });

  it('with unknown fields is told which, at the top and below', () => {
    expect(readSale({ ...someSale(), isAdmin: true, office: { ...someSale().office, discount: 1 } })).toEqual(
      invalid(
        { pointer: '/office/discount', rule: 'unknown-field' },
        { pointer: '/isAdmin', rule: 'unknown-field' },
      ),
    );
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString'])('with the key %s is refused', (key) => {
    const text = JSON.stringify(someSale()).replace('{', `{"${key}":{"polluted":true},`);
    expect(read(text)).toEqual(invalid({ pointer: `/${key}`, rule: 'unknown-field' }));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('never gets its values back, which may be personal', () => {
    const secrets = ['+7999secret', 'secret@', 'СЕКРЕТ\u202E'];
    const [phone, email, name] = secrets;
    const refusal = readSale({
      ...someSale(),
      customer: { phone, email },
      seller: { name },
      soldAt: 'secret-time',
    });
    expect(refusal).toMatchObject({ refused: 'invalid-request' });
    for (const secret of [...secrets, 'secret'])
      expect(JSON.stringify(refusal).toLowerCase()).not.toContain(secret.toLowerCase());
  });

  it('gets at most twenty errors, and long names cut', () => {
    const unknown = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`${n}${'x'.repeat(500)}`, n]));
    const { facts } = readSale({ ...unknown, office: {}, customer: {}, seller: {}, consent: {} }) as Refusal;
    const errors = facts.errors as { pointer: string }[];
    expect(errors.length).toBeLessThanOrEqual(20);
    for (const { pointer } of errors) expect(pointer.length).toBeLessThanOrEqual(100);
  });

  it('is judged without an error, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 10 }), (text) => {
        expect(read(text)).toHaveProperty('refused');
      }),
    );
  });
});

describe('a sale without consent', () => {
  const { consent, ...rest } = someSale();
  const { personalData: _personalData, ...partial } = consent;

  it.each([
    ['no consent at all', rest, '/consent'],
    ['no consent to personal data', { ...rest, consent: partial }, '/consent/personalData'],
  ])('(%s) is refused for that, so that the clerk asks the buyer', (_, body, pointer) => {
    expect(readSale(body)).toEqual({
      refused: 'consent-missing',
      facts: { errors: [{ pointer, rule: 'missing' }] },
    });
  });

  it.each([
    ['of another type', { ...rest, consent: 'yes' }],
    ['with a text for an answer', { ...rest, consent: { ...consent, personalData: 'yes' } }],
  ])('is not the same as a consent %s, which is an invalid request', (_, body) => {
    expect(readSale(body)).toMatchObject({ refused: 'invalid-request' });
  });
});
