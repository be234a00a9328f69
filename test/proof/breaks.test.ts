import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breaks } from '../../proof/breaks/breaks.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('a break', () => {
  it.each(Object.entries(breaks))('%s finds its line in the product', (_name, { file, from, to }) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    expect(text.split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
  });
});
