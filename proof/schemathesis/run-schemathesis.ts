import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KnownParcel, Pool } from '../fuzz/pool.ts';
import type { SeededLaptop } from '../fuzz/seeded-laptop.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CONFIGURATION = join(HERE, 'schemathesis.toml');
const HOOKS = join(HERE, 'hooks.py');

/** Of its own: it waits for answers most of the time. */
const WORKERS = 4;

export interface Outcome {
  code: number | null;
  /** All that it printed. */
  output: string;
}

/** Runs it against a seeded laptop and resolves with what it found, whatever that is. */
export async function runSchemathesis(
  command: string,
  seeded: SeededLaptop,
  given: { seed: number; maxExamples: number; phases: readonly string[]; progress(text: string): void },
): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'schemathesis-'));
  try {
    const { configuration, environment } = await writeConfiguration(seeded, directory);
    const settings = [
      ...['--config-file', configuration, 'run', `${seeded.laptop.origin}/v1/openapi.json`],
      ...['--seed', String(given.seed), '--max-examples', String(given.maxExamples)],
      ...['--phases', given.phases.join(','), '--workers', String(WORKERS)],
      // They judge how quickly something is drawn, which a busy machine decides.
      ...['--suppress-health-check', 'all'],
    ];
    return await new Promise<Outcome>((resolve, reject) => {
      const child = spawn(command, settings, {
        cwd: directory,
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      const read = (piece: Buffer) => {
        output += piece.toString();
        given.progress(output.trim().split('\n').at(-1)?.slice(0, 150) ?? '');
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, output }));
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What it is told of this laptop: ids that are there, and credentials. */
export async function writeConfiguration(
  { target }: SeededLaptop,
  directory: string,
): Promise<{ configuration: string; environment: Record<string, string> }> {
  const { pool, right } = await target();
  const parcel = richest(pool.parcels);
  const configuration = join(directory, 'schemathesis.toml');
  writeFileSync(configuration, `${readFileSync(CONFIGURATION, 'utf8')}\n${dictionaries(pool, parcel)}`);
  const { pos, specialist, supervisor, analyst } = right;
  const tokens = { pos, specialist, supervisor, analyst, link: parcel.link };
  return {
    configuration,
    environment: {
      SCHEMATHESIS_HOOKS: HOOKS,
      SERVICE_TOKENS: JSON.stringify(tokens),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  };
}

/** A link opens one parcel only, so the ids go with the one that has most. */
function richest(parcels: readonly KnownParcel[]): KnownParcel {
  const size = ({ claims, uploads, letters }: KnownParcel) => claims.length + uploads.length + letters.length;
  const [first] = [...parcels].sort((one, other) => size(other) - size(one));
  if (!first) throw new Error('No parcel is known.');
  return first;
}

/** Most requests name what is there; the others are drawn as schemathesis draws them. */
function dictionaries(
  { people, sellers, cursors, freeNumbers }: Pool,
  { trackingNumber, claims, uploads, letters }: KnownParcel,
): string {
  const known: Record<string, readonly string[]> = {
    'path.trackingNumber': [trackingNumber],
    'path.claimId': claims,
    'path.uploadId': uploads,
    'path.evidenceId': uploads,
    'path.letterId': letters,
    'path.personId': people,
    'path.sellerId': sellers,
    'path.action': ['ask-for-more', 'answer', 'withdraw', 'approve', 'refuse', 'appeal', 'reopen', 'propose'],
    'query.cursor': cursors.map(({ cursor }) => cursor),
    'body.trackingNumber': freeNumbers,
    'body.consent.termsVersion': ['2026-01'],
    'body.office.timeZone': ['Europe/Moscow', 'Asia/Omsk'],
  };
  const filled = Object.entries(known).filter(([, values]) => values.length > 0);
  const named = filled.map(
    ([, values], index) => `[dictionaries.known${index}]\nvalues = ${JSON.stringify(values)}`,
  );
  const bound = filled.map(
    ([place], index) => `"${place}" = { dictionary = "known${index}", probability = 0.7 }`,
  );
  return [...named, '[parameters]', ...bound].join('\n');
}
