import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

export interface Bundle {
  file: string;
  bytes: number;
}

/**
 * What ours are compared with. The stock sale is bundled as `NodejsFunction` does by default (no more than bundled), but
 * with the SDK inside, as ours is; and a second time minified. The floor is as small as it gets.
 */
export function buildStockBundles(): { stock: Bundle; stockMinified: Bundle; floor: Bundle } {
  const directory = mkdtempSync(path.join(tmpdir(), 'cold-start-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const bundled = (name: string, entry: string, options: BuildOptions): Bundle => {
    const outfile = path.join(directory, name);
    buildSync({
      ...{ entryPoints: [path.join(import.meta.dirname, entry)], outfile, bundle: true, logLevel: 'error' },
      ...{ platform: 'node', target: 'node24', ...options },
    });
    return { file: outfile, bytes: statSync(outfile).size };
  };
  return {
    stock: bundled('stock.js', 'stock-sale.ts', {}),
    stockMinified: bundled('stock-minified.js', 'stock-sale.ts', { minify: true }),
    floor: bundled('raw-put.mjs', 'raw-put.ts', { minify: true, format: 'esm' }),
  };
}
