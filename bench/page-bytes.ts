import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { buildPages, type PageBundle } from '../lib/page-bundles.ts';

export interface Bytes {
  brotli: number;
  gzip: number;
}

export interface BuiltPages {
  pages: PageBundle[];
  /** Over the wire: each file is sent by itself. */
  bytesOf(files: readonly string[]): Bytes;
  remove(): void;
}

/** The pages as they are deployed, in a folder of their own. */
export function buildPagesToWeigh(): BuiltPages {
  const directory = mkdtempSync(join(tmpdir(), 'page-sizes-'));
  const { pages } = buildPages(directory);
  return {
    pages,
    bytesOf(files) {
      const contents = files.map((file) => readFileSync(join(directory, file)));
      const sum = (size: (content: Buffer) => number) =>
        contents.reduce((total, content) => total + size(content), 0);
      return {
        brotli: sum((content) => brotliCompressSync(content).length),
        gzip: sum((content) => gzipSync(content, { level: 9 }).length),
      };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** What a page loads of JavaScript before it shows anything. */
export function firstLoadOf(name: string): Bytes & { files: number } {
  const { pages, bytesOf, remove } = buildPagesToWeigh();
  try {
    const scripts = pages.find((page) => page.name === name)?.scripts;
    if (!scripts) throw new Error(`There is no page ${name}.`);
    return { ...bytesOf(scripts), files: scripts.length };
  } finally {
    remove();
  }
}
