import path from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { compiledSchemas, layPlainSchemas } from './compiled-schemas.ts';
import { leanBundles, nodeModulesUnread } from './lean-bundles.ts';

const root = path.join(import.meta.dirname, '..');

const options = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  // The sketch of durations asks for it only to write itself as Protocol Buffers, which nothing does.
  external: ['protobufjs/minimal'],
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  absWorkingDir: root,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles functions, each into `index.mjs` in a folder of its name. The AWS SDK is bundled in, module-first and
 * minified: the same bytes run on the laptop and on AWS, and start faster than with the runtime's own copy.
 */
export async function buildFunctions(
  entryPoints: Readonly<Record<string, string>>,
  outdir: string,
  { plugins = [] }: Pick<BuildOptions, 'plugins'> = {},
): Promise<Metafile> {
  const { metafile } = await build({
    ...options,
    entryPoints: Object.fromEntries(
      Object.entries(entryPoints).map(([name, file]) => [`${name}/index`, file]),
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    // Some dependencies call `require` for Node's own modules, and a function for its schemas when it refuses.
    banner: {
      js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);",
    },
    plugins: [...plugins, compiledSchemas(), leanBundles(), nodeModulesUnread()],
    metafile: true,
  });
  await layPlainSchemas(outdir, Object.keys(entryPoints), options);
  return metafile;
}

// Run by lib/function-bundles.ts, which has to have the bundles before it goes on.
if (import.meta.main) {
  const { entryPoints, outdir } = JSON.parse(process.argv[2] ?? '{}');
  console.log(JSON.stringify(await buildFunctions(entryPoints, outdir)));
}
