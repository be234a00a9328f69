import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { type Behaviour, BehaviourSwitch, behaviour } from './behaviour.ts';

const LONGEST_BODY = 65_536;

export interface ServiceRequest {
  method: string;
  /** Segments of the path, decoded. */
  path: string[];
  /** Parsed JSON, undefined when there was none. */
  body: unknown;
}

export interface ServiceReply {
  status: number;
  body: unknown;
}

export interface ServiceDefinition {
  /** File of the state; it survives `kill -9`. */
  file: string;
  apiKey: string;
  /** What a provider does; `behaviour` is what it was told for this request. Undefined: no such call. */
  serve(request: ServiceRequest, behaviour: Behaviour, database: DatabaseSync): ServiceReply | undefined;
  /** Calls of the simulator's owner under `/_…`, beside `/_behaviour` and `/_ledger`; they need no key. */
  control?(request: ServiceRequest, database: DatabaseSync): ServiceReply | undefined;
  /** What it really did. */
  ledger(database: DatabaseSync): unknown;
  onBehaviour?(told: Behaviour, database: DatabaseSync): void;
  schema: string;
  /** Bytes of a request that it takes; a provider of letters takes more than one of orders. */
  longestBody?: number;
}

export interface RunningService {
  url: string;
  database: DatabaseSync;
  close(): Promise<void>;
}

/** Starts a simulated provider: an HTTP service of its own on 127.0.0.1 that can be told to fail, hang and lie. */
export async function startService(definition: ServiceDefinition): Promise<RunningService> {
  const database = new DatabaseSync(definition.file);
  // WAL: a commit is in the file system when the statement returns, so a killed process loses nothing.
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;`);
  database.exec(definition.schema);
  const told = new BehaviourSwitch(database);
  const server = createServer((request, response) => {
    answer(request, response, definition, database, told).catch((error: unknown) => {
      if (!response.headersSent) send(response, { status: 500, body: { error: String(error) } });
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    database,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      database.close();
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  definition: ServiceDefinition,
  database: DatabaseSync,
  told: BehaviourSwitch,
): Promise<void> {
  const body = await readJson(incoming, definition.longestBody ?? LONGEST_BODY);
  const { pathname } = new URL(incoming.url ?? '/', 'http://localhost');
  const path = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const request = { method: incoming.method ?? 'GET', path, body };
  if (body === UNREADABLE) {
    send(response, { status: 400, body: { error: 'unreadable body' } });
  } else if (path[0]?.startsWith('_')) {
    send(response, control(request, definition, database, told));
  } else if (incoming.headers['x-api-key'] !== definition.apiKey) {
    send(response, { status: 401, body: { error: 'wrong key' } });
  } else {
    const behaves = told.take(request.method === 'GET' ? 'find' : 'submit');
    const idle = IDLE_REPLIES[behaves.mode];
    if (idle) send(response, idle);
    else if (behaves.mode !== 'hang') spoil(response, definition.serve(request, behaves, database), behaves);
  }
}

/** What a provider answers that does nothing at all. */
const IDLE_REPLIES: Partial<Record<Behaviour['mode'], ServiceReply>> = {
  'fail-5xx': { status: 503, body: { error: 'unavailable' } },
  refuse: { status: 422, body: { error: 'refused' } },
};

/** The work is done; now the answer goes out, or what becomes of it. */
function spoil(response: ServerResponse, served: ServiceReply | undefined, { mode }: Behaviour): void {
  const reply = served ?? { status: 404, body: { error: 'no such call' } };
  if (mode === 'accept-and-drop') response.socket?.destroy();
  else if (mode === 'accept-and-fail') send(response, { status: 500, body: { error: 'internal' } });
  else if (mode === 'answer-twice') sendTwice(response, reply);
  else if (mode === 'oversized') {
    send(response, { ...reply, body: { ...Object(reply.body), filler: 'x'.repeat(1_000_000) } });
  } else if (mode === 'garbage') {
    response.writeHead(reply.status, { 'content-type': 'text/html' }).end('<html>Maintenance</html>');
  } else if (mode !== 'accept-and-hang') send(response, reply);
}

function control(
  request: ServiceRequest,
  definition: ServiceDefinition,
  database: DatabaseSync,
  told: BehaviourSwitch,
): ServiceReply {
  const call = `${request.method} ${request.path[0]}`;
  if (call === 'GET _ledger') return { status: 200, body: definition.ledger(database) };
  if (call === 'GET _behaviour') return { status: 200, body: told.current };
  if (call === 'PUT _behaviour') {
    const parsed = behaviour.safeParse(request.body);
    if (!parsed.success) return { status: 400, body: { error: parsed.error.issues } };
    told.current = parsed.data;
    definition.onBehaviour?.(parsed.data, database);
    return { status: 200, body: parsed.data };
  }
  return definition.control?.(request, database) ?? { status: 404, body: { error: 'no such call' } };
}

function send(response: ServerResponse, { status, body }: ServiceReply): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** The same reply once more on the same connection, as a proxy that repeats itself would. */
function sendTwice(response: ServerResponse, reply: ServiceReply): void {
  const { socket } = response;
  const text = JSON.stringify(reply.body);
  const raw = `HTTP/1.1 ${reply.status} Again\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  socket?.write(raw + raw, () => socket.destroySoon());
}

const UNREADABLE = Symbol('unreadable');

async function readJson(incoming: IncomingMessage, longest: number): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of incoming) {
    size += (piece as Buffer).length;
    if (size > longest) return UNREADABLE;
    pieces.push(piece as Buffer);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return UNREADABLE;
  }
}
