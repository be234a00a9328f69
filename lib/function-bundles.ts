import { copyFileSync, cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const root = path.join(import.meta.dirname, '..');
const handlers = path.join(root, 'functions', 'handlers');

/** Names of all handlers: one file is one Lambda. */
export const handlerNames = readdirSync(handlers)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

/** The module that reads the typefaces of letters: a bundle with it gets them beside it, no other one does. */
const FONTS_READER = 'functions/letters/fonts.ts';

/** Who runs ffmpeg gets the program (x86-64, 65 MB) beside it, nobody else does. */
const FILM_LOOKER = 'functions/handlers/look-at-film.ts';

let directory: string | undefined;

/**
 * Bundles all handlers in one run of esbuild (a NodejsFunction each would start esbuild thirty times) and answers
 * the folder of this one. The AWS SDK is bundled in, module-first and minified: the same bytes run on the laptop
 * and on AWS, and start faster than with the runtime's own copy.
 */
export function bundleOf(handler: string): string {
  directory ??= bundleAll();
  return path.join(directory, handler);
}

function bundleAll(): string {
  const outdir = process.env.FUNCTION_BUNDLES_DIR ?? path.join(root, '.cache', 'functions');
  const { metafile } = buildSync({
    entryPoints: Object.fromEntries(
      handlerNames.map((name) => [`${name}/index`, path.join(handlers, `${name}.ts`)]),
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    // The sketch of durations asks for it only to write itself as Protocol Buffers, which nothing does.
    external: ['protobufjs/minimal'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    // Some dependencies still call `require` for Node's own modules.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    absWorkingDir: root,
    logLevel: 'warning',
    metafile: true,
  });
  for (const [bundle, { inputs, entryPoint }] of Object.entries(metafile.outputs)) {
    const folder = path.join(root, path.dirname(bundle));
    if (FONTS_READER in inputs) {
      const fonts = path.join(root, path.dirname(FONTS_READER), 'fonts');
      cpSync(fonts, path.join(folder, 'fonts'), { recursive: true });
    }
    if (entryPoint === FILM_LOOKER) layFfmpeg(path.join(folder, 'ffmpeg'));
  }
  return outdir;
}

/**
 * Copied once: every synth and every test would copy it otherwise. npm installs it on Linux x64 alone; a laptop of
 * another kind runs everything but the look at films.
 */
function layFfmpeg(target: string): void {
  const program = path.join(root, 'node_modules', '@ffmpeg-installer', 'linux-x64', 'ffmpeg');
  if (!existsSync(program)) {
    console.warn('look-at-film is bundled without ffmpeg and cannot look at films. Deploy from Linux x64.');
    return;
  }
  if (existsSync(target) && statSync(target).size === statSync(program).size) return;
  copyFileSync(program, target);
}
