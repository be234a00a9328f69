import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { buildFunctions } from '../lib/build-functions.ts';

/** The folder of modules that are bundled as the functions are; it lasts as long as this process. */
export async function bundled(entryPoints: Record<string, string>, plugins: Plugin[] = []): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-bundles-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await buildFunctions(entryPoints, folder, { plugins });
  return folder;
}
