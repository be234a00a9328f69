import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type OperationName, operations } from '../../functions/contracts/operations.ts';
import { importsOf, withoutComments } from '../structure/import-rules.ts';

const LONGEST = 25;
const FOLDER = path.join(import.meta.dirname, '..', '..', 'functions', 'handlers');

/** What a handler may do, in one word; a new one is a new word here. */
const VERBS = [
  'abort',
  'act-on',
  'apply',
  'assign',
  'await',
  'bookmark',
  'change',
  'check',
  'complete',
  'discard',
  'dispatch',
  'count',
  'download',
  'end',
  'file',
  'flag',
  'follow',
  'judge',
  'list',
  'look-at',
  'look-for',
  'name',
  'open',
  'pay',
  'quote',
  'read',
  'reconcile',
  'request',
  'restart',
  'search',
  'sell',
  'send',
  'sign',
  'start',
  'take',
  'void',
  'write',
  'watch',
];

const names = readdirSync(FOLDER).map((file) => path.basename(file, '.ts'));
const textOf = (name: string) => readFileSync(path.join(FOLDER, `${name}.ts`), 'utf8');

const camelCase = (name: string) => name.replace(/-./g, (dash) => dash.slice(1).toUpperCase());

/** Lines that do something: neither blank nor part of an import. */
function linesOf(text: string): number {
  const body = text.replace(/^import\s[\s\S]*?from '[^']+';$/gm, '');
  return body.split('\n').filter((line) => line.trim() !== '').length;
}

describe('the handlers', () => {
  it('are the list of what the system can do: a folder of files and nothing else', () => {
    expect(names.length).toBeGreaterThan(Object.keys(operations).length);
    expect(readdirSync(FOLDER).every((file) => /^[a-z][a-z0-9-]*\.ts$/.test(file))).toBe(true);
  });

  it.each(names)('%s is wiring: at most 25 lines and one export', (name) => {
    const text = textOf(name);
    expect(linesOf(text)).toBeLessThanOrEqual(LONGEST);
    expect([...withoutComments(text).matchAll(/^export .*$/gm)].map(([line]) => line)).toEqual([
      expect.stringMatching(/^export const handler\b/),
    ]);
  });

  it.each(names)('%s says what it does to what', (name) => {
    expect(VERBS.some((verb) => name.startsWith(`${verb}-`) && name.length > verb.length + 1)).toBe(true);
  });

  it.each(names)('%s takes its adapters from deps.ts, and reads items at most', (name) => {
    const adapters = importsOf(`functions/handlers/${name}.ts`, textOf(name))
      .map(({ to }) => to)
      .filter((to) => to.startsWith('functions/adapters/') || to.startsWith('@aws-sdk/'));
    const items = ['functions/adapters/policy-item.ts', 'functions/adapters/case-items.ts'];
    expect(adapters.filter((to) => !items.includes(to))).toEqual([]);
  });

  it.each(Object.keys(operations) as OperationName[])('have one of its name for the operation %s', (name) => {
    expect(names).toContain(name);
    expect(textOf(name)).toMatch(new RegExp(`apiHandler\\(\\s*operations\\.${camelCase(name)},`));
  });

  it('answer the API only under the name of an operation', () => {
    const answering = names.filter((name) => textOf(name).includes('apiHandler('));
    expect(answering.sort()).toEqual(Object.keys(operations).sort());
  });
});

describe('the count of lines', () => {
  it('leaves out imports and blank lines alone', () => {
    expect(linesOf("import a from 'a';\nimport {\n  b,\n} from 'b';\n\nconst x = 1;\n// why\n")).toBe(2);
  });
});
