import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaptopClock } from '../../local/clock.ts';
import { readBody } from '../../local/http/http-event.ts';
import { startObjectStorage } from '../../local/storage/object-storage.ts';
import { preferredTableEngine, startTables } from '../../local/tables/table-engine.ts';
import { createTableStores } from '../contract/stores.ts';

export const MASTER_KEY = 'a master key of the tests only, long enough';
const ACCESS = { accessKeyId: 'laptop', secretAccessKey: 'laptop-secret' };
const REGION = 'eu-central-1';

/**
 * The engines that handlers reach by their environment, so that a test can call them as they are deployed: tables,
 * objects, and one that answers for the secret and takes whatever is queued.
 */
export async function startEngines() {
  const directory = mkdtempSync(join(tmpdir(), 'handlers-'));
  const clock = new LaptopClock();
  const tables = await startTables({ engine: preferredTableEngine() });
  const stores = await createTableStores(tables.url);
  const buckets = [{ name: 'evidence', corsRules: [], objectLock: true, notifiesEvents: false }];
  const credentials = ACCESS;
  const storage = await startObjectStorage({
    port: 0,
    directory,
    clock,
    credentials,
    region: REGION,
    buckets,
  });
  const others = await startOthers();
  Object.assign(process.env, {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCESS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ACCESS.secretAccessKey,
    AWS_ENDPOINT_URL: others.url,
    AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    AWS_ENDPOINT_URL_S3: storage.url,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POLICIES_TABLE: stores.tables.policies,
    CASES_TABLE: stores.tables.cases,
    DESK_TABLE: stores.tables.desk,
    REPORTS_TABLE: stores.tables.reports,
    EVIDENCE_BUCKET: 'evidence',
    KEYS_SECRET_ARN: 'keys',
    NOTICES_QUEUE_URL: `${others.url}/queue/notices`,
    CHECKS_QUEUE_URL: `${others.url}/queue/checks`,
    SIGNALS_QUEUE_URL: `${others.url}/queue/signals`,
    LOOKS_QUEUE_URL: `${others.url}/queue/looks`,
    PUBLIC_HOST: 'https://shop.example',
    MESSAGES_PROVIDER_URL: others.url,
    PAYOUT_PROVIDER_URL: others.url,
    CARRIER_URL: others.url,
    SIGN_IN_ISSUER: 'https://sign-in.example',
    SIGN_IN_HOST: 'https://sign-in.example',
    CONSOLE_CLIENT_ID: 'console',
  });
  return {
    stores,
    async close() {
      stores.close();
      await Promise.all([tables.close(), storage.close(), others.close()]);
      clock.close();
      rmSync(directory, { recursive: true });
    },
  };
}

interface QueueEntry {
  Id: string;
  MessageBody: string;
}

function taken({ Id, MessageBody }: QueueEntry) {
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  return { Id, MessageId: Id, MD5OfMessageBody };
}

async function startOthers() {
  const server = createServer(async (request, response) => {
    const body = String(await readBody(request));
    const isSecret = String(request.headers['x-amz-target']).includes('GetSecretValue');
    const { Entries = [] } = body.startsWith('{') ? (JSON.parse(body) as { Entries?: QueueEntry[] }) : {};
    const keys = { masterKey: MASTER_KEY, providerApiKey: 'key' };
    const answer = isSecret ? { SecretString: JSON.stringify(keys) } : { Successful: Entries.map(taken) };
    response.setHeader('content-type', 'application/x-amz-json-1.0').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
