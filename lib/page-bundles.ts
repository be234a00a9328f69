import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

/**
 * The pages: a folder of `web/` each, and where its `index.html` lies on the host. A folder holds
 *
 * - `index.html`, which names `main.tsx` and `page.css`; in their place come the built files,
 * - `first-question.ts`, if it is there: a part of `main.tsx` that runs as soon as it has come, before the rest; the HTML
 *   names it too,
 * - `*.worker.ts`, at any depth: modules for `new Worker(WORKER_URLS.partDigest, { type: 'module' })`, see web/bundled.d.ts,
 * - `static/`, copied as it is beside the page, for what has to keep its name; anything else is imported by the code.
 */
const PAGES = [
  { name: 'customer', place: '' },
  { name: 'console', place: 'console' },
];

export interface PageBundle {
  name: string;
  /** The files below are paths from the folder that holds `root` and `assets`. */
  html: string;
  /** What the page loads before it shows anything: its entry, then the chunks that this imports statically. */
  scripts: string[];
  styles: string[];
  /** What it loads when it is needed: chunks behind `import()`, with all that only they import, and workers. */
  lazy: { name: string; file: string }[];
}

export interface PageBundles {
  directory: string;
  /** Named after their content, so that they may be kept for ever. */
  assets: string;
  /** Under names that stay; their content changes. */
  root: string;
  pages: PageBundle[];
}

const EARLY = 'first-question.ts';

const root = path.join(import.meta.dirname, '..');
const web = path.join(root, 'web');

let bundles: PageBundles | undefined;

/** Builds every page that there is, once in a process. @throws when a page does not build or its HTML lacks a place. */
export function pageBundles(): PageBundles {
  bundles ??= buildPages(process.env.PAGE_BUNDLES_DIR ?? path.join(root, '.cache', 'pages'));
  return bundles;
}

/** Builds into a folder, which is emptied first: a file of an older build would be deployed with the new ones. */
export function buildPages(directory: string, sources = web): PageBundles {
  rmSync(directory, { recursive: true, force: true });
  for (const folder of ['assets', 'root']) mkdirSync(path.join(directory, folder), { recursive: true });
  return {
    directory,
    assets: path.join(directory, 'assets'),
    root: path.join(directory, 'root'),
    pages: PAGES.filter(({ name }) => existsSync(path.join(sources, name, 'index.html'))).map((page) =>
      buildPage(page, path.join(sources, page.name), directory),
    ),
  };
}

function buildPage(page: (typeof PAGES)[number], source: string, directory: string): PageBundle {
  // First, because the page is built with their addresses.
  const workers = buildWorkers(source, directory);
  const early = existsSync(path.join(source, EARLY)) ? [EARLY] : [];
  const entries = ['main.tsx', 'page.css', ...early].map((file) => path.join(source, file));
  const { outputs } = build(directory, entries, {
    splitting: true,
    // Each by itself: as one object they would be a module that all parts of the page share.
    define: Object.fromEntries(
      workers.map(({ name, file }) => [`WORKER_URLS.${name}`, JSON.stringify(`/${file}`)]),
    ),
  });
  const fileOf = (entry: string) => outputOf(outputs, path.relative(root, path.join(source, entry)));
  const first = early.map(fileOf);
  const scripts = [...new Set([...staticClosure(outputs, fileOf('main.tsx')), ...first])];
  const styles = [fileOf('page.css')];
  const html = path.join('root', page.place, 'index.html');
  if (existsSync(path.join(source, 'static')))
    cpSync(path.join(source, 'static'), path.join(directory, 'root', page.place), { recursive: true });
  mkdirSync(path.dirname(path.join(directory, html)), { recursive: true });
  writeFileSync(
    path.join(directory, html),
    fillHtml(readFileSync(path.join(source, 'index.html'), 'utf8'), page.name, { scripts, styles, first }),
  );
  const lazy = Object.keys(outputs)
    .filter((file) => file.endsWith('.js') && !scripts.includes(file))
    .map((file) => ({
      name:
        outputs[file]?.entryPoint ?? `shared (${Object.keys(outputs[file]?.inputs ?? {}).length} modules)`,
      file,
    }));
  return { name: page.name, html, scripts, styles, lazy: [...lazy, ...workers] };
}

function buildWorkers(source: string, directory: string): { name: string; file: string }[] {
  const entries = globSync('**/*.worker.ts', { cwd: source })
    .sort()
    .map((file) => path.join(source, file));
  if (entries.length === 0) return [];
  const names = entries.map((file) => camelCase(path.basename(file, '.worker.ts')));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`Two workers of ${source} are called ${twice}: their name is their address.`);
  const { outputs } = build(directory, entries, {});
  return entries.map((file, index) => ({
    name: names[index] ?? '',
    file: outputOf(outputs, path.relative(root, file)),
  }));
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function build(directory: string, entryPoints: string[], more: BuildOptions): Metafile {
  const { metafile } = buildSync({
    entryPoints,
    outdir: directory,
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    publicPath: '/',
    bundle: true,
    format: 'esm',
    platform: 'browser',
    // What a phone of 2021 reads; esbuild writes everything newer in its terms.
    target: ['es2022', 'safari15'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'file', '.webp': 'file', '.woff2': 'file' },
    minify: true,
    // Russian letters take two bytes as they are, and six as an escape.
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    absWorkingDir: root,
    logLevel: 'warning',
    ...more,
  });
  if (!metafile) throw new Error('esbuild told nothing of what it built.');
  // Its paths are from the root of the project; those of a bundle are from its own folder, whichever that is.
  const own = (file: string) => path.relative(directory, path.join(root, file));
  return {
    ...metafile,
    outputs: Object.fromEntries(
      Object.entries(metafile.outputs).map(([file, output]) => [
        own(file),
        { ...output, imports: output.imports.map((each) => ({ ...each, path: own(each.path) })) },
      ]),
    ),
  };
}

function outputOf(outputs: Metafile['outputs'], entry: string): string {
  const [file] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry) ?? [];
  if (!file) throw new Error(`esbuild made nothing of ${entry}.`);
  return file;
}

/** The file and all that it imports before it runs, each once. */
function staticClosure(outputs: Metafile['outputs'], entry: string): string[] {
  const closure = new Set([entry]);
  for (const file of closure)
    for (const { path: to, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement') closure.add(to);
  return [...closure];
}

/** Chunks are announced with the page: otherwise the browser learns of them only when it has read the entry. */
function fillHtml(
  html: string,
  page: string,
  files: { scripts: string[]; styles: string[]; first: string[] },
): string {
  const [entry = '', ...others] = files.scripts;
  const chunks = others.filter((file) => !files.first.includes(file));

  const put = (text: string, place: string, value: string) => {
    if (text.split(place).length !== 2) throw new Error(`web/${page}/index.html must hold ${place} once.`);
    return text.replace(place, () => value);
  };
  const preloads = chunks.map((chunk) => `<link rel="modulepreload" href="/${chunk}">`).join('');
  return [
    ...files.first.map((file) => [`src="${EARLY}"`, `src="/${file}"`]),
    ['href="page.css"', `href="/${files.styles[0]}"`],
    ['src="main.tsx"', `src="/${entry}"`],
    ['</head>', `${preloads}</head>`],
  ].reduce((text, [place = '', value = '']) => put(text, place, value), html);
}
