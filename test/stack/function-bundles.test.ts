import { existsSync } from 'node:fs';
import path from 'node:path';
import { bundleOf, handlerNames } from '../../lib/function-bundles.ts';

it('typefaces, with their licence, lie beside the functions that render letters, and beside no other', () => {
  const fontsOf = (handler: string) => path.join(bundleOf(handler), 'fonts');
  expect(handlerNames.filter((handler) => existsSync(fontsOf(handler)))).toEqual([
    'dispatch-letter',
    'read-letter-pdf',
  ]);
  for (const file of ['pt-serif-regular.ttf', 'pt-serif-bold.ttf', 'OFL.txt'])
    expect(existsSync(path.join(fontsOf('dispatch-letter'), file))).toBe(true);
}, 60_000);
