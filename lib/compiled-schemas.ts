import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { parserSource } from './schema-parser.ts';

const root = path.join(import.meta.dirname, '..');

/** Modules of schemas; a function takes zod from nowhere else. */
const SCHEMA_MODULES = /\/functions\/(?:contracts\/[a-z-]+|.+-schemas?)\.ts$/;
const TAKES_ZOD = /^import \* as z from 'zod';$/m;

/** Lies beside each function: the schemas that it refers to, as they were written, and zod. */
const PLAIN_SCHEMAS = 'plain-schemas';

/** How a bundle names a schema that it may load; found again in the minified text. */
const REFERENCE = /"(functions\/[a-z/-]+\.ts#\w+)"/g;

/**
 * Puts code in place of the schemas: but for the few that call a function of ours, a function that is called with what
 * it expects never loads zod, which is a third of its start. The contracts stay as they are; this reads them at the time of the build.
 */
export function compiledSchemas(): Plugin {
  return {
    name: 'compiled-schemas',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^zod$/ }, ({ importer }) => ({
        errors: [{ text: `${importer} takes zod. Put its schemas into a module *-schemas.ts.` }],
      }));
      onResolve({ filter: /^\.\/plain-schemas\.cjs$/ }, (args) => ({ path: args.path, external: true }));
      onLoad({ filter: SCHEMA_MODULES }, async ({ path: file }) => {
        if (!TAKES_ZOD.test(readFileSync(file, 'utf8'))) return undefined;
        return { contents: await compiledModule(file), resolveDir: root };
      });
    },
  };
}

/** The module with a parser for each schema, and for each function one that calls it where the schemas are. */
export async function compiledModule(file: string): Promise<string> {
  const name = path.relative(root, file);
  const members: object = await import(pathToFileURL(file).href);
  const lines = Object.entries(members).flatMap(([member, value]: [string, unknown]) => {
    const plain = `plain()["${name}#${member}"]`;
    if (typeof value === 'function') return `export const ${member} = (...given) => ${plain}(...given);`;
    if (value instanceof RegExp) return `export const ${member} = ${value};`;
    if (!isSchema(value))
      throw new Error(`${name}: ${member} is no schema. Put it into a module of its own.`);
    const parser = parserSource(value);
    return `export const ${member} = /* @__PURE__ */ compiled(() => ${plain}${parser ? `, () => ${parser}` : ''});`;
  });
  return [
    `import { compiled, INVALID, regExp, returning } from ${JSON.stringify(path.join(root, 'functions/compiled-schema.ts'))};`,
    `import { codePointLength, isPlainObject } from ${JSON.stringify(path.join(root, 'node_modules/zod/v4/core/util.js'))};`,
    `const plain = () => require("./${PLAIN_SCHEMAS}.cjs");`,
    ...lines,
  ].join('\n');
}

function isSchema(value: unknown): value is Parameters<typeof parserSource>[0] {
  return typeof value === 'object' && value !== null && '_zod' in value;
}

/** Writes into the folder of each function the schemas that the text of its bundle refers to. */
export async function layPlainSchemas(
  outdir: string,
  names: readonly string[],
  options: BuildOptions,
): Promise<void> {
  const sources = new Map<string, string>();
  for (const name of names) {
    const text = readFileSync(path.join(outdir, name, 'index.mjs'), 'utf8');
    const references = new Set([...text.matchAll(REFERENCE)].map(([, reference = '']) => reference));
    if (references.size > 0) sources.set(name, [...references].sort().map(exportOf).join('\n'));
  }
  const given: Plugin = {
    name: 'plain-schemas',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ kind, path }) =>
        kind === 'entry-point' ? { path, namespace: 'plain-schemas' } : undefined,
      );
      onLoad({ filter: /./, namespace: 'plain-schemas' }, ({ path }) => ({
        contents: sources.get(path) ?? '',
        resolveDir: root,
      }));
    },
  };
  await build({
    ...options,
    entryPoints: [...sources.keys()].map((name) => ({ in: name, out: `${name}/${PLAIN_SCHEMAS}` })),
    outdir,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    plugins: [given],
  });
}

function exportOf(reference: string): string {
  const [module = '', member] = reference.split('#');
  return `export { ${member} as "${reference}" } from ${JSON.stringify(path.join(root, module))};`;
}
