import { type $ZodTypes, compileFn, type SomeType, util } from 'zod/v4/core';

interface Generated {
  names: string[];
  values: unknown[];
  /** `return (input) => …` */
  body: string;
}

/** Functions of zod that generated code calls; a bundle takes just these from it. */
const KNOWN: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [util.codePointLength, 'codePointLength'],
  [util.isPlainObject, 'isPlainObject'],
  [Object.prototype.propertyIsEnumerable, 'Object.prototype.propertyIsEnumerable'],
]);

/**
 * The source of the parser that zod makes of a schema, or undefined where it calls something that has no source,
 * such as a refinement: then the schema itself parses.
 *
 * zod hands out what it generates only as a function that is made already, its constants without their values. So
 * this takes the place of the constructor that it makes the function by.
 */
export function parserSource(schema: SomeType): string | undefined {
  const generated = new Map<unknown, Generated>();
  const original = globalThis.Function;
  globalThis.Function = function capture(...parts: string[]) {
    return (...values: unknown[]) => {
      const stub = () => {};
      generated.set(stub, { names: parts.slice(0, -1), values, body: parts.at(-1) ?? '' });
      return stub;
    };
  } as unknown as FunctionConstructor;
  try {
    if (!isKept(schema)) return sourceOf(compileFn(schema), generated);
    const check = sourceOf(compileFn(schema, { assertOnly: true }), generated);
    return check && `returning(${check})`;
  } finally {
    globalThis.Function = original;
  }
}

/**
 * Whether a value that passes is answered just as it is, no key dropped, nothing filled in: then it is enough to
 * look at it. Only what is never shared may be parsed so: a body, an item, an answer, all of them just made.
 */
function isKept(schema: SomeType): boolean {
  const { def } = (schema as $ZodTypes)._zod;
  if (def.checks?.some((check) => check._zod.def.check === 'overwrite')) return false;
  switch (def.type) {
    case 'string':
      return !['url', 'httpurl'].includes(String('format' in def ? def.format : ''));
    case 'number':
    case 'boolean':
      return !def.coerce;
    case 'enum':
    case 'literal':
      return true;
    case 'object':
      return def.catchall?._zod.def.type === 'never' && Object.values(def.shape).every(isKept);
    case 'array':
      return isKept(def.element);
    case 'optional':
    case 'nonoptional':
    case 'nullable':
      return isKept(def.innerType);
    case 'union':
      return def.options.every(isKept);
    default:
      return false;
  }
}

function sourceOf(parser: unknown, generated: ReadonlyMap<unknown, Generated>): string | undefined {
  const { names, values, body } = generated.get(parser) ?? {};
  if (!names || !values) return undefined;
  const constants: string[] = [];
  for (const [index, value] of values.entries()) {
    if (names[index] === 'INVALID') continue;
    const source = literal(value) ?? KNOWN.get(value) ?? sourceOf(value, generated);
    if (source === undefined) return undefined;
    constants.push(`const ${names[index]} = ${source};`);
  }
  return `(() => { ${constants.join(' ')} ${body} })()`;
}

function literal(value: unknown): string | undefined {
  if (value instanceof RegExp)
    return `regExp(${JSON.stringify(value.source)}, ${JSON.stringify(value.flags)})`;
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return JSON.stringify(value);
  if (value instanceof Set) {
    const members = [...value].map(literal);
    return members.includes(undefined) ? undefined : `new Set([${members.join(', ')}])`;
  }
  return undefined;
}
