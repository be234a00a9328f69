import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'esbuild';

const standIns = path.join(import.meta.dirname, 'in-bundles');

/** Parts of the SDK that look for what no function has, and what stands in for each (docs/decisions/31). */
const STAND_INS: readonly (readonly [asked: RegExp, standIn: string])[] = [
  [/^@aws-sdk\/credential-provider-node$/, 'environment-credentials.ts'],
  [/\/node-config-provider\/configLoader$/, 'environment-configuration.ts'],
  [/^@smithy\/core\/event-streams$/, 'no-event-streams.ts'],
];

/** Packages that do nothing when they are only imported, but do not say so to the bundler. */
const WITHOUT_SIDE_EFFECTS = /^@datadog\/sketches-js$/;

/** The SDK's descriptions of what goes to and from a service, one `export var` each. */
const DESCRIPTIONS = /\/@aws-sdk\/client-[a-z0-9-]+\/dist-es\/schemas\/schemas_0\.js$/;
const DESCRIPTION = /^(export var \w+\$ = )(\[[\s\S]*?\]);$/gm;

/** Keeps out of a bundle what its function never runs. */
export function leanBundles(): Plugin {
  return {
    name: 'lean-bundles',
    setup({ onResolve, onLoad, resolve }) {
      for (const [filter, standIn] of STAND_INS)
        onResolve({ filter }, () => ({ path: path.join(standIns, standIn), sideEffects: false }));
      onResolve({ filter: WITHOUT_SIDE_EFFECTS }, async ({ path, pluginData, ...asked }) => {
        if (pluginData === 'resolved') return undefined;
        const resolved = await resolve(path, { ...asked, pluginData: 'resolved' });
        return { ...resolved, sideEffects: false };
      });
      // The keys that they compute look like effects to the bundler, which keeps them all for the few that are used.
      onLoad({ filter: DESCRIPTIONS }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(DESCRIPTION, '$1/* @__PURE__ */ (() => $2)();'),
      }));
    },
  };
}

/**
 * Takes Node's own modules by `process.getBuiltinModule`: importing one as an ES module reads all that it exports, and
 * `node:http` then loads all of undici for a `WebSocket` that nobody uses, which is a third of a start.
 */
export function nodeModulesUnread(): Plugin {
  const names = builtinModules.filter((name) => /^[a-z_/]+\d?$/.test(name));
  const filter = new RegExp(`^(?:node:)?(?:${names.join('|')})$`);
  return {
    name: 'node-modules-unread',
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({
        path: path.replace(/^node:/, ''),
        namespace: 'node',
        sideEffects: false,
      }));
      onLoad({ filter: /./, namespace: 'node' }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule('node:${path}');`,
      }));
    },
  };
}
