import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { newTrackingNumber } from '../../local/tracking-number.ts';
import { someSale } from '../policies/sale-fixture.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** Sells what it is given, one after the other, and tells after each whether the plain schemas are there by then. */
const SELL = `
const loaded = () => Object.keys(process.getBuiltinModule('node:module')._cache).some((file) => file.includes('plain-schemas'));
const { handler } = await import(process.argv[1]);
const outcomes = [];
for (const body of JSON.parse(process.argv[2])) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'key-' + outcomes.length };
  const { statusCode, body: answer } = await handler({ headers, body, requestContext: { requestId: 'r' } }, {});
  outcomes.push({ statusCode, answer: JSON.parse(answer), zod: loaded() });
}
console.log('\\n' + JSON.stringify(outcomes));`;

interface Outcome {
  statusCode: number;
  answer: { code?: string; errors?: object[] };
  zod: boolean;
}

describe('the bundle of a sale', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lazy-zod-'));
  let server: Server;

  beforeAll(async () => {
    const entryPoints = { sale: path.join(ROOT, 'functions/handlers/sell-protection.ts') };
    const build = [
      path.join(ROOT, 'lib/build-functions.ts'),
      JSON.stringify({ entryPoints, outdir: folder }),
    ];
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...build]);
    const secret = { masterKey: 'a master key of the tests only, long enough', providerApiKey: 'key' };
    server = createServer((request, response) => {
      const isSecret = String(request.headers['x-amz-target']).endsWith('GetSecretValue');
      const answer = isSecret ? { SecretString: JSON.stringify(secret) } : {};
      request.resume().on('end', () => response.end(JSON.stringify(answer)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }, 60_000);

  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function sell(...bodies: string[]): Promise<Outcome[]> {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const bundle = path.join(folder, 'sale', 'index.mjs');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', SELL, bundle, JSON.stringify(bodies)],
      {
        env: {
          ...{ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'a' },
          ...{ AWS_ENDPOINT_URL_DYNAMODB: url, AWS_ENDPOINT_URL_SECRETS_MANAGER: url },
          ...{ POLICIES_TABLE: 'policies', REPORTS_TABLE: 'reports', KEYS_SECRET_ARN: 'arn:keys' },
          PUBLIC_HOST: 'https://shop.example',
        },
      },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  }

  const saleNow = () => {
    const now = new Date().toISOString();
    const consent = { termsVersion: '2026-01', acceptedAt: now, personalData: true };
    return someSale({ trackingNumber: newTrackingNumber(), soldAt: now, consent });
  };

  it('sells without zod, and loads it for the first body that is refused', async () => {
    const unknown = { ...saleNow(), clerkId: '\u202Ehidden', surprise: 1 };
    const outcomes = await sell(
      JSON.stringify(saleNow()),
      JSON.stringify(saleNow()),
      JSON.stringify(unknown),
      JSON.stringify(saleNow()),
    );
    expect(outcomes.map(({ statusCode, zod }) => [statusCode, zod])).toEqual([
      [201, false],
      [201, false],
      [400, true],
      [201, true],
    ]);
    expect(outcomes[2]?.answer).toMatchObject({
      code: 'invalid-request',
      errors: [
        { pointer: '/clerkId', rule: 'invalid-format' },
        { pointer: '/surprise', rule: 'unknown-field' },
      ],
    });
  }, 30_000);
});
