import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A module that was imported with such a mark is loaded anew, and so is everything of ours that it imports. */
const MARK = /\?generation=\d+$/;

let generations = 0;

/** The module of that file, with all of ours below it in a state of its own, beside whatever is loaded already. */
export const asNewGeneration = (): string => `?generation=${++generations}`;

/**
 * Modules stay as they are once they are loaded, and a mutant that works while a module is loaded would need a process
 * of its own. A mark at the address makes them other modules; what comes from packages is shared. Types are stripped
 * once for all generations.
 */
export function provideFreshModules(): void {
  const own = `${pathToFileURL(process.cwd()).href}/`;
  const isOwn = (url: string) => url.startsWith(own) && !url.includes('/node_modules/');
  const sources = new Map<string, string>();
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const [mark] = MARK.exec(context.parentURL ?? '') ?? [];
      return mark && isOwn(resolved.url) ? { ...resolved, url: `${resolved.url}${mark}` } : resolved;
    },
    load(url, context, next) {
      const file = url.replace(MARK, '');
      if (!isOwn(url) || !file.endsWith('.ts')) return next(url, context);
      const source = sources.get(file) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(file), 'utf8'));
      sources.set(file, source);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}
