import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brokenBans, brokenRules, circleIn, importsOf, rules, type SourceFile } from './import-rules.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

const sourcesOf = (...folders: string[]): SourceFile[] =>
  globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx}`),
    { cwd: ROOT, exclude: (name) => name === 'node_modules' || name === 'dist' },
  )
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));

const deployed = sourcesOf('functions', 'lib', 'bin', 'web');
const all = [...deployed, ...sourcesOf('local', 'test', 'bench')];

describe('imports', () => {
  it('are found at all', () => {
    expect(deployed.length).toBeGreaterThan(100);
    expect(deployed.flatMap(({ file, text }) => importsOf(file, text)).length).toBeGreaterThan(500);
  });

  it('go one way', () => {
    expect(brokenRules(deployed)).toEqual([]);
  });

  it('have a rule for every place that there is', () => {
    const unused = rules.filter(
      ({ of }) => !deployed.some(({ file }) => of.test(file)) && !of.test('web/a.ts'),
    );
    expect(unused).toEqual([]);
  });

  it('make no circle', () => {
    expect(circleIn(all)).toBeUndefined();
  });

  it('of the laptop come from the laptop and its tests alone', () => {
    const guests = all
      .filter(({ file }) => !/^(?:local|test|bench)\//.test(file))
      .filter(({ file, text }) => importsOf(file, text).some(({ to }) => to.startsWith('local/')));
    expect(guests).toEqual([]);
  });
});

describe('the sources', () => {
  it('keep clock, chance, environment and world where they belong, and export by name', () => {
    expect(brokenBans(all)).toEqual([]);
  });
});

describe('the check itself', () => {
  const policy = { file: 'functions/policies/policy.ts', text: 'export function isOver() {}' };
  const useCase = { file: 'functions/policies/void-sale.ts', text: 'export async function voidSale() {}' };
  const turns = { file: 'functions/claims/take-turns.ts', text: 'export async function takeTurns() {}' };
  const checked = (file: string, text: string) => brokenRules([policy, useCase, turns, { file, text }]);

  it.each([
    ['functions/policies/x.ts', "import { GetCommand } from '@aws-sdk/lib-dynamodb';"],
    ['functions/policies/x.ts', "import type { S3Client } from '@aws-sdk/client-s3';"],
    ['functions/policies/x.ts', "import { policyStore } from '../deps.ts';"],
    ['functions/policies/x.ts', "import { policyItem } from '../adapters/policy-item.ts';"],
    ['functions/policies/x.ts', "import { logger } from '../observability.ts';"],
    ['functions/policies/x.ts', "import { readBody } from '../http/read-body.ts';"],
    ['functions/policies/x.ts', "import {\n  readBody,\n} from '../http/read-body.ts';"],
    ['functions/policies/x.ts', "export { readBody } from '../http/read-body.ts';"],
    ['functions/policies/x.ts', "const { readBody } = await import('../http/read-body.ts');"],
    ['functions/claims/x.ts', "import { voidSale } from '../policies/void-sale.ts';"],
    ['functions/letters/x.ts', "import type { Answer } from '../policies/void-sale.ts';"],
    ['functions/letters/x.ts', "import { handler } from '../handlers/void-sale.ts';"],
    ['functions/adapters/x.ts', "import { voidSale } from '../policies/void-sale.ts';"],
    ['functions/adapters/x.ts', "import { fromEnvironment } from '../env.ts';"],
    ['functions/handlers/x.ts', "import { createPolicyStore } from '../adapters/dynamodb-policy-store.ts';"],
    ['functions/handlers/x.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
    ['functions/contracts/x.ts', "import { isOver } from '../policies/policy.ts';"],
    ['functions/http/x.ts', "import { Stack } from '../../lib/stack.ts';"],
    ['functions/http/x.ts', "import { clock } from '../../local/clock.ts';"],
    ['lib/x.ts', "import { isOver } from '../functions/policies/policy.ts';"],
    ['lib/x.ts', "import { claimStatus } from '../functions/contracts/case.ts';"],
    ['lib/x.ts', "import { clock } from '../local/clock.ts';"],
    ['web/x.ts', "import { saleAnswer } from '../functions/contracts/sale.ts';"],
    ['web/x.ts', "import { isOver } from '../functions/policies/policy.ts';"],
    ['web/x.ts', "import { countersOf } from '../functions/reports/counters.ts';"],
    ['web/x.ts', "import { renderProblem } from '../functions/messages/render.ts';"],
    ['elsewhere/x.ts', "import { isOver } from '../functions/policies/policy.ts';"],
  ])('finds in %s: %s', (file, text) => {
    expect(checked(file, text)).toHaveLength(1);
  });

  it.each([
    ['functions/claims/x.ts', "import { isOver } from '../policies/policy.ts';"],
    ['functions/policies/x.ts', "import { voidSale } from './void-sale.ts';"],
    ['functions/evidence/x.ts', "import { takeTurns } from '../claims/take-turns.ts';"],
    ['functions/handlers/x.ts', "import { voidSale } from '../policies/void-sale.ts';"],
    ['functions/adapters/x.ts', "import { GetCommand } from '@aws-sdk/lib-dynamodb';"],
    ['functions/policies/x.ts', "// import { policyStore } from '../deps.ts';"],
    ['lib/x.ts', "import type { ClaimStatus } from '../functions/contracts/case.ts';"],
    ['web/x.ts', "import type { SaleAnswer } from '../functions/contracts/sale.ts';"],
    ['web/x.ts', "import { formatMoney } from '../functions/messages/format.ts';"],
    ['web/x.ts', "import { fillText } from '../functions/messages/fill-text.ts';"],
    ['web/x.ts', "import { labels } from '../functions/messages/catalogue/labels.ts';"],
    ['web/x.ts', "import { regions } from '../functions/reports/regions.ts';"],
  ])('allows in %s: %s', (file, text) => {
    expect(checked(file, text)).toEqual([]);
  });

  it('finds a circle, and none where types only refer to each other', () => {
    const circle = (first: string, second: string) =>
      circleIn([
        { file: 'functions/claims/a.ts', text: `${first} { b } from './b.ts';` },
        { file: 'functions/claims/b.ts', text: `${second} { a } from './a.ts';` },
      ]);
    expect(circle('import', 'import')).toEqual([
      'functions/claims/a.ts',
      'functions/claims/b.ts',
      'functions/claims/a.ts',
    ]);
    expect(circle('import', 'import type')).toBeUndefined();
  });

  it.each([
    ['functions/claims/x.ts', 'const now = Date.now();'],
    ['functions/claims/x.ts', 'const now = new Date();'],
    ['functions/claims/x.ts', 'const id = Math.random();'],
    ['functions/claims/x.ts', "import { randomUUID } from 'node:crypto';"],
    ['functions/claims/x.ts', 'setTimeout(work, 10);'],
    ['functions/handlers/x.ts', 'const table = process.env.TABLE;'],
    ['local/x.ts', 'export default 1;'],
  ])('bans in %s: %s', (file, text) => {
    expect(brokenBans([{ file, text }])).toHaveLength(1);
  });

  it.each([
    ['functions/claims/x.ts', 'const end = new Date(millis);'],
    ['functions/claims/x.ts', '/** No Date.now() here. */'],
    ['functions/env.ts', 'const value = process.env[name];'],
    ['lib/x.ts', 'const directory = process.env.OUT;'],
  ])('lets stand in %s: %s', (file, text) => {
    expect(brokenBans([{ file, text }])).toEqual([]);
  });
});
