import { nameIn } from '../laptop-addresses.ts';
import { createTables, tableDefinitionsOf } from '../tables/table-definitions.ts';
import { preferredTableEngine, startTables } from '../tables/table-engine.ts';
import type { SeedTarget } from './seed-target.ts';

/** A table engine of its own in memory, with the stack's tables: to see how fast a year is, and what is in it. */
export async function startMemoryTarget(template: unknown): Promise<SeedTarget> {
  const engine = await startTables({ engine: preferredTableEngine() });
  const definitions = tableDefinitionsOf(template);
  await createTables(engine.url, definitions);
  const names = Object.fromEntries(definitions.map(({ logicalId, name }) => [logicalId, name]));
  return {
    tablesUrl: engine.url,
    policiesTable: nameIn(names, 'TablesPolicies'),
    casesTable: nameIn(names, 'TablesCases'),
    close: () => engine.close(),
  };
}
