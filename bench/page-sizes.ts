import type { PageBundle } from '../lib/page-bundles.ts';
import { buildPagesToWeigh } from './page-bytes.ts';

/** What a page may load of JavaScript before it shows anything, as gzip: the larger of the two ways to send it. */
const MOST_FIRST_SCRIPT_BYTES = 30 * 1024;

const { pages, bytesOf: sizesOf, remove } = buildPagesToWeigh();
process.on('exit', remove);

const line = (what: string, files: readonly string[]): string => {
  const { brotli, gzip } = sizesOf(files);
  return `  ${what.padEnd(52)} ${String(brotli).padStart(8)} ${String(gzip).padStart(8)}`;
};

const tell = (page: PageBundle): string[] => [
  `${page.name.padEnd(54)} ${'brotli'.padStart(8)} ${'gzip'.padStart(8)}`,
  line('HTML', [page.html]),
  line(`first load, JavaScript (${page.scripts.length} files)`, page.scripts),
  line('first load, CSS', page.styles),
  ...page.lazy.map(({ name, file }) => line(`when needed: ${name}`, [file])),
];

for (const page of pages) console.log(`${tell(page).join('\n')}\n`);

const tooLarge = pages.filter(({ scripts }) => sizesOf(scripts).gzip > MOST_FIRST_SCRIPT_BYTES);
for (const { name, scripts } of tooLarge) {
  console.error(
    `The first load of the page "${name}" has ${sizesOf(scripts).gzip} bytes of JavaScript over the wire; at most ${MOST_FIRST_SCRIPT_BYTES} are allowed. Load what is not needed at once with import().`,
  );
}
process.exitCode = tooLarge.length > 0 ? 1 : 0;
