import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameIn } from '../laptop-addresses.ts';
import { createTables, tableDefinitionsOf } from '../tables/table-definitions.ts';
import { preferredTableEngine, startTables } from '../tables/table-engine.ts';
import type { SeedTarget } from './seed-target.ts';

/**
 * A table engine of its own with the stack's tables, gone in the end: to see how fast a year is, and what is in it. In a
 * temporary directory and not in memory, where its streams cannot be made fast and a thousandth write takes ten times
 * as long as the first.
 */
export async function startScratchTarget(template: unknown): Promise<SeedTarget> {
  const directory = mkdtempSync(join(tmpdir(), 'seed-'));
  const engine = await startTables({ engine: preferredTableEngine(), directory });
  const definitions = tableDefinitionsOf(template);
  await createTables(engine.url, definitions);
  const names = Object.fromEntries(definitions.map(({ logicalId, name }) => [logicalId, name]));
  return {
    tablesUrl: engine.url,
    policiesTable: nameIn(names, 'TablesPolicies'),
    casesTable: nameIn(names, 'TablesCases'),
    async close() {
      await engine.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
