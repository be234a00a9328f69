import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTemplate, synthesize } from '../local/synthesis.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The same stack, in which nothing follows the tables' streams: what a sale itself takes can be seen by itself. */
export async function stackWithoutStreams(): Promise<{ directory: string; remove(): void }> {
  const whole = await synthesize(ROOT, () => {});
  const template = readTemplate(whole) as { Resources: Record<string, { Type: string; Properties: object }> };
  const isStream = ({ Type, Properties }: { Type: string; Properties: object }) =>
    Type === 'AWS::Lambda::EventSourceMapping' && JSON.stringify(Properties).includes('StreamArn');
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).filter(([, resource]) => !isStream(resource)),
  );
  const directory = mkdtempSync(join(tmpdir(), 'stack-'));
  for (const name of readdirSync(whole).filter((each) => each.startsWith('asset.')))
    symlinkSync(join(whole, name), join(directory, name));
  writeFileSync(
    join(directory, 'ProtectedPurchase.template.json'),
    JSON.stringify({ ...template, Resources }),
  );
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
