import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefinitionRefused, parseDefinition } from '../../../local/workflow/asl-definition.ts';
import { verdictsIn } from '../../../local/workflow/verdicts.ts';

const machine = (next: string, comment: string) =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    Comment: comment,
    StartAt: 'Begin',
    States: { Begin: { Type: 'Pass', Next: next }, End: { Type: 'Succeed' } },
  });

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'verdicts-')), 'found-out');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

it('remembers a definition that was found good, and no other one', () => {
  const verdicts = verdictsIn(directory);
  parseDefinition('good', machine('End', directory), verdicts);
  expect(readdirSync(directory)).toHaveLength(1);
  parseDefinition('good', machine('End', `${directory} changed`), verdicts);
  expect(readdirSync(directory)).toHaveLength(2);
});

it('refuses a broken definition every time', () => {
  const verdicts = verdictsIn(directory);
  for (let start = 0; start < 2; start += 1)
    expect(() => parseDefinition('broken', machine('Nowhere', directory), verdicts)).toThrow(
      DefinitionRefused,
    );
  expect(verdictsIn(directory).has('anything')).toBe(false);
});
