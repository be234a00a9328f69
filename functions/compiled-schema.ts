import type * as z from 'zod';

/** What a compiled parser answers for whatever the schema may refuse; the schema itself then says so, and why. */
export const INVALID: unique symbol = Symbol('invalid');

type Parser = (value: unknown) => unknown;

/**
 * Stands in a bundle for a schema (lib/compiled-schemas.ts): parses by code made of it beforehand, and loads the
 * schema, and zod with it, only for what that code does not take or when something else of the schema is asked for.
 */
export function compiled(load: () => z.ZodType, prepare: () => Parser = () => () => INVALID): z.ZodType {
  let prepared: Parser | undefined;
  const parse: Parser = (value) => {
    prepared ??= prepare();
    return prepared(value);
  };
  const others = new Proxy(
    {},
    {
      get(_, key) {
        const schema = load();
        const member: unknown = Reflect.get(schema, key);
        return typeof member === 'function' ? member.bind(schema) : member;
      },
      has: (_, key) => Reflect.has(load(), key),
    },
  );
  const own: Pick<z.ZodType, 'parse' | 'safeParse'> = {
    parse(value, context) {
      const parsed = parse(value);
      return parsed === INVALID ? load().parse(value, context) : parsed;
    },
    safeParse(value, context) {
      const parsed = parse(value);
      return parsed === INVALID ? load().safeParse(value, context) : { success: true, data: parsed };
    },
  };
  return Object.setPrototypeOf(own, others);
}

/** A parser from a check that answers `true` or `INVALID`. */
export function returning(check: Parser): Parser {
  return (value) => (check(value) === INVALID ? INVALID : value);
}

const regExps = new Map<string, RegExp>();

/**
 * Made on first use, and once for all schemas of a bundle. As literals they would cost the start most of all: V8 reads
 * each of them together with the file, and those of Unicode properties take a millisecond.
 */
export function regExp(source: string, flags: string): RegExp {
  const key = `${flags}/${source}`;
  const known = regExps.get(key) ?? new RegExp(source, flags);
  regExps.set(key, known);
  return known;
}
