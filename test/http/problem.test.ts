import { operations } from '../../functions/contracts/operations.ts';
import { problem } from '../../functions/contracts/problem.ts';
import { refusalCodes } from '../../functions/contracts/refusal.ts';
import { problemOfFault, problemOfRefusal, statusOfRefusal } from '../../functions/http/problem.ts';

const context = { locale: 'ru', correlationId: 'request-1' } as const;

describe('the table of refusals', () => {
  it('has a status for every code and no other', () => {
    expect(Object.keys(statusOfRefusal).sort()).toEqual([...refusalCodes].sort());
    for (const status of Object.values(statusOfRefusal))
      expect([400, 403, 404, 409, 413, 415, 422, 428, 429, 503]).toContain(status);
  });

  it.each([
    ['idempotency-key-missing', 400],
    ['idempotency-key-reused', 422],
    ['already-protected', 409],
    ['not-found', 404],
    ['case-changed', 409],
    ['action-not-allowed', 409],
    ['precondition-missing', 428],
    ['body-too-large', 413],
  ] as const)('answers %s with %i', (code, status) => {
    expect(statusOfRefusal[code]).toBe(status);
  });

  it.each(refusalCodes)('says %s in both languages, each in its own', (code) => {
    const [russian, english] = (['ru', 'en'] as const).map((locale) =>
      problemOfRefusal(code, {}, { ...context, locale }),
    );
    for (const each of [russian, english]) {
      expect(problem.parse(each)).toEqual(each);
      expect(each).toMatchObject({
        type: `urn:protected-purchase:problem:${code}`,
        code,
        status: statusOfRefusal[code],
        correlationId: 'request-1',
      });
    }
    expect(`${russian?.title}${russian?.detail}`).toMatch(/\p{Script=Cyrillic}/u);
    expect(`${english?.title}${english?.detail}`).not.toMatch(/\p{Script=Cyrillic}/u);
    expect(english?.title).not.toBe('');
  });

  it('is used up by the operations: no code is declared nowhere', () => {
    const declared = new Set<string>(Object.values(operations).flatMap(({ refusals }) => [...refusals()]));
    expect(refusalCodes.filter((code) => !declared.has(code))).toEqual([]);
  });
});

describe('a problem', () => {
  it('carries the facts of the refusal', () => {
    const facts = { serverTime: '2026-03-01T09:30:00.000Z', oldestHours: 72 };
    expect(problemOfRefusal('sold-at-too-old', facts, context)).toMatchObject(facts);
  });

  it('tells the present state beside the status of HTTP', () => {
    const facts = { status: 'paying', action: 'approve', allowedActions: [] };
    expect(problemOfRefusal('action-not-allowed', facts, context)).toMatchObject({
      status: 409,
      state: 'paying',
      action: 'approve',
    });
  });

  it('cannot be disguised by its facts', () => {
    const facts = { type: 'x', title: 'x', detail: 'x', code: 'x', correlationId: 'x', status: 200 };
    expect(problemOfRefusal('not-found', facts, context)).toEqual(problemOfRefusal('not-found', {}, context));
  });
});

describe('a fault', () => {
  it('is 500 in both languages, with the correlation id and nothing else', () => {
    const russian = problemOfFault(context);
    const english = problemOfFault({ ...context, locale: 'en' });
    for (const each of [russian, english]) {
      expect(problem.parse(each)).toEqual(each);
      expect(each).toMatchObject({ status: 500, code: 'internal-error', correlationId: 'request-1' });
    }
    expect(russian.detail).toMatch(/\p{Script=Cyrillic}/u);
    expect(english.detail).not.toMatch(/\p{Script=Cyrillic}/u);
  });
});
