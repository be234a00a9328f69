import type * as z from 'zod';

/** What a compiled parser answers for whatever the schema may refuse; the schema itself then says so, and why. */
export const INVALID: unique symbol = Symbol('invalid');

/**
 * Stands in a bundle for a schema (lib/compiled-schemas.ts): parses by code made of it beforehand, and loads the
 * schema, and zod with it, only for what that code does not take or when something else of the schema is asked for.
 */
export function compiled(load: () => z.ZodType, parser?: (value: unknown) => unknown): z.ZodType {
  const parse = parser ?? (() => INVALID);
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
