import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noUsage, type Usage } from './counts.ts';
import { createTableMeter } from './table-meter.ts';

export type Service = 'DYNAMODB' | 'S3' | 'SQS' | 'SFN' | 'SECRETS_MANAGER';
export type Endpoints = Record<Service, string>;

export interface Meter {
  /** Stands in the place of all of the engines; which one is meant shows in the request. */
  url: string;
  /** Where engines really are. */
  leadTo(engines: Partial<Endpoints>): void;
  /** Counts an invocation that begins; to be told when it is over by calling what it returns. */
  invoked(functionName: string): () => void;
  /** Per function (`-` for whoever is none) since the last call. */
  take(): Map<string, Usage>;
  /** Milliseconds since anything happened; 0 while a request or an invocation is under way. */
  idleMillis(): number;
  close(): Promise<void>;
}

const TARGETS: Record<string, Service> = {
  DynamoDB_20120810: 'DYNAMODB',
  AmazonSQS: 'SQS',
  AWSStepFunctions: 'SFN',
  secretsmanager: 'SECRETS_MANAGER',
};

/**
 * Own meter: stands between whoever asks and the engines, and counts what goes over the wire, retries included. So it
 * serves the SDK in this process, bundled functions and browsers alike, and nothing of the service knows of it.
 * Engines do tell what they consumed, but not one of them by all of AWS's rules.
 */
export async function startMeter(): Promise<Meter> {
  let engines: Partial<Endpoints> = {};
  let usage = new Map<string, Usage>();
  let underWay = 0;
  let lastAt = performance.now();
  const tables = createTableMeter(() => engines.DYNAMODB ?? '');
  const usageOf = (name: string): Usage => {
    const known = usage.get(name) ?? noUsage();
    usage.set(name, known);
    return known;
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await bodyOf(incoming);
    const [prefix = '', operation = ''] = String(incoming.headers['x-amz-target'] ?? '').split('.');
    const service = TARGETS[prefix] ?? 'S3';
    const counted = usageOf(askerOf(incoming));
    const engine = engines[service];
    if (!engine) throw new Error(`The meter knows no engine for ${service}.`);
    const pass = () => forward(engine, incoming, body);
    let result: Passed;
    if (service === 'DYNAMODB') {
      add(counted.storeRequests, operation);
      const { units, passed } = await tables.measure(operation, JSON.parse(body.toString()), pass);
      counted.writeUnits += units.write;
      counted.readUnits += units.read;
      result = passed;
    } else {
      result = await pass();
      if (service === 'S3') add(counted.objectRequests, objectOperation(incoming));
      if (service === 'SFN') add(counted.workflowRequests, operation);
      if (service === 'SQS' && operation.startsWith('SendMessage')) {
        counted.queueRequests += 1;
        counted.messages += (JSON.parse(body.toString()) as { Entries?: unknown[] }).Entries?.length ?? 1;
      }
    }
    outgoing.writeHead(result.status, result.headers).end(result.body);
  };

  const begin = () => {
    underWay += 1;
    return () => {
      underWay -= 1;
      lastAt = performance.now();
    };
  };

  const server = createServer((incoming, outgoing) => {
    // Those who wait for messages ask all the time.
    const isWaiting = String(incoming.headers['x-amz-target']).endsWith('.ReceiveMessage');
    const over = isWaiting ? () => {} : begin();
    answer(incoming, outgoing)
      .catch((error: unknown) => {
        outgoing.writeHead(500).end(String(error));
      })
      .finally(over);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(given) {
      engines = { ...engines, ...given };
    },
    invoked(functionName) {
      add(usageOf(functionName).invocations, functionName);
      return begin();
    },
    take() {
      const taken = usage;
      usage = new Map();
      return taken;
    },
    idleMillis: () => (underWay > 0 ? 0 : performance.now() - lastAt),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Passed {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

function forward(engine: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Passed> {
  return new Promise((resolve, reject) => {
    // The host that was signed for stays in the headers.
    const outgoing = requestOf(new URL(url ?? '/', engine), { method, headers }, (incoming) => {
      bodyOf(incoming).then(
        (answered) =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: answered }),
        reject,
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** The SDK says in each request which application it is of (AWS_SDK_UA_APP_ID); Powertools adds itself behind a dash. */
function askerOf({ headers }: IncomingMessage): string {
  return /\bapp\/([^\s-]+)/.exec(headers['user-agent'] ?? '')?.[1] ?? '-';
}

/** By the names of the price list's operations. */
function objectOperation({ method, url = '' }: IncomingMessage): string {
  const { pathname, searchParams } = new URL(url, 'http://storage');
  const isObject = pathname.split('/').filter(Boolean).length > 1;
  const has = (name: string) => searchParams.has(name);
  if (method === 'PUT' && has('partNumber')) return 'UploadPart';
  if (method === 'POST' && has('uploads')) return 'CreateMultipartUpload';
  if (method === 'POST' && has('uploadId')) return 'CompleteMultipartUpload';
  if (method === 'GET' && has('uploadId')) return 'ListParts';
  if (method === 'GET' && has('uploads')) return 'ListMultipartUploads';
  if (method === 'PUT' && has('retention')) return 'PutObjectRetention';
  if (method === 'PUT' && has('tagging')) return 'PutObjectTagging';
  if (method === 'GET' && !isObject) return 'ListObjects';
  const verb = { GET: 'Get', HEAD: 'Head', PUT: 'Put', DELETE: 'Delete', POST: 'Post' }[method ?? ''];
  return `${verb ?? method}Object`;
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
