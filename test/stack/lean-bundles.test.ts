import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildFunctions } from '../../lib/build-functions.ts';

const root = path.join(import.meta.dirname, '..', '..');
const cache = path.join(root, '.cache');

/** One for each service that functions call, and one that reports durations. */
const HANDLERS = ['sell-protection', 'complete-upload', 'await-claim-change', 'read-region-report'] as const;

describe('the bundles', () => {
  const parts = new Map<string, string[]>();
  beforeAll(async () => {
    mkdirSync(cache, { recursive: true });
    const directory = mkdtempSync(path.join(cache, 'lean-bundles-'));
    const files = HANDLERS.map((name) => [name, path.join(root, 'functions', 'handlers', `${name}.ts`)]);
    const { outputs } = await buildFunctions(Object.fromEntries(files), directory);
    rmSync(directory, { recursive: true });
    for (const { inputs, entryPoint = '' } of Object.values(outputs)) {
      const used = Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [file] : [],
      );
      parts.set(path.basename(entryPoint, '.ts'), used);
    }
  }, 60_000);

  it.each(HANDLERS)('%s looks for credentials and settings nowhere but in the environment', (name) => {
    const elsewhere =
      /@aws-sdk\/(?:nested-clients|credential-provider|token-providers)|\/loadSharedConfigFiles/;
    expect(parts.get(name)).toEqual(
      expect.arrayContaining([expect.stringContaining('environment-credentials')]),
    );
    expect(parts.get(name)?.filter((part) => elsewhere.test(part))).toEqual([]);
  });

  it.each(HANDLERS)('%s has no event streams', (name) => {
    expect(parts.get(name)?.filter((part) => /\/event-streams\//.test(part))).toEqual([]);
  });

  it('hold the sketch of durations only where durations are told', () => {
    const sketch = expect.arrayContaining([expect.stringContaining('@datadog/sketches-js')]);
    expect(parts.get('sell-protection')).not.toEqual(sketch);
    expect(parts.get('read-region-report')).toEqual(sketch);
  });

  it('hold no operation of another file than their own', () => {
    const operations = parts.get('sell-protection')?.filter((part) => /contracts\/operations/.test(part));
    expect(operations?.filter((part) => !/\/(?:sales|common)\.ts$/.test(part))).toEqual([]);
  });
});
