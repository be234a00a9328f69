import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { LaptopClock } from '../clock.ts';
import type { Behaviour } from './behaviour.ts';
import { type RunningService, type ServiceReply, type ServiceRequest, startService } from './service.ts';

/** Letters with their enclosures, in Base64: 10 MiB and the letter itself. */
const LONGEST_BODY = 16 * 1024 ** 2;

const attachment = z.strictObject({
  fileName: z.string().min(1).max(255),
  contentType: z.string().min(1).max(127),
  content: z.base64(),
});

const outgoing = z.strictObject({
  id: z.string().min(1).max(100),
  channel: z.enum(['sms', 'email']),
  to: z.string().min(1).max(254),
  locale: z.enum(['ru', 'en']),
  subject: z.string().max(300).optional(),
  text: z.string().min(1).max(10_000),
  attachments: z.array(attachment).max(40).optional(),
});

/** A message as its receiver has it. */
export interface DeliveredMessage {
  id: string;
  to: string;
  channel: string;
  locale: string;
  subject?: string;
  text: string;
  /** Their bytes are at `url`, below the laptop's own address. */
  attachments?: { fileName: string; contentType: string; size: number; sha256: string; url: string }[];
  /** Laptop time. */
  at: string;
}

type Taken = z.infer<typeof outgoing>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS delivered (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, message TEXT NOT NULL, at INTEGER NOT NULL, forget_at INTEGER
  );
  CREATE INDEX IF NOT EXISTS delivered_id ON delivered (id);
`;

/**
 * The simulated SMS and e-mail provider: `POST /messages`, `GET /messages/{id}`. It delivers an id once as long
 * as it remembers it; what was delivered stands in the ledger, with everything a receiver would see.
 */
export function startMessageProvider(options: {
  file: string;
  clock: LaptopClock;
  apiKey: string;
}): Promise<RunningService> {
  const { file, clock, apiKey } = options;
  return startService({
    file,
    apiKey,
    schema: SCHEMA,
    longestBody: LONGEST_BODY,
    serve: (request, behaves, database) => serve(request, behaves, database, clock.now()),
    ledger: (database) => ({ messages: deliveredMessages(database) }),
    onBehaviour: (told, database) => {
      if (told.mode !== 'forget-after') return;
      database.prepare('UPDATE delivered SET forget_at = at + ?').run((told.seconds ?? 0) * 1000);
    },
  });
}

/** Everything delivered, oldest first; a message that was delivered twice stands here twice. */
export function deliveredMessages(database: DatabaseSync): DeliveredMessage[] {
  return database
    .prepare('SELECT message, at FROM delivered ORDER BY sequence')
    .all()
    .map((row) => {
      const { attachments, ...message } = JSON.parse(String(row.message)) as Taken;
      const listed = attachments?.map(({ fileName, contentType, content }, index) => {
        const bytes = Buffer.from(content, 'base64');
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const url = `/_local/messages/${encodeURIComponent(message.id)}/attachments/${index}`;
        return { fileName, contentType, size: bytes.length, sha256, url };
      });
      const at = new Date(Number(row.at)).toISOString();
      return { ...message, ...(listed && { attachments: listed }), at } as DeliveredMessage;
    });
}

/** What came along with a message, as its receiver would save it. */
export function deliveredAttachment(
  database: DatabaseSync,
  id: string,
  index: number,
): { contentType: string; bytes: Buffer } | undefined {
  const row = database.prepare('SELECT message FROM delivered WHERE id = ? ORDER BY sequence').get(id);
  const found = row && (JSON.parse(String(row.message)) as Taken).attachments?.[index];
  return found && { contentType: found.contentType, bytes: Buffer.from(found.content, 'base64') };
}

function serve(
  { method, path, body }: ServiceRequest,
  behaves: Behaviour,
  database: DatabaseSync,
  now: number,
): ServiceReply | undefined {
  if (path[0] !== 'messages') return undefined;
  const spokenOf = (id: string) => (behaves.mode === 'wrong-reference' ? `${id}-other` : id);
  const reply = (id: string, providerId: string, status: number): ServiceReply => ({
    status,
    body: { id: spokenOf(id), providerId },
  });
  if (method === 'GET' && path[1] !== undefined && path.length === 2) {
    const known = find(database, path[1], now);
    return known
      ? reply(path[1], known, 200)
      : { status: 404, body: { id: spokenOf(path[1]), status: 'unknown' } };
  }
  if (method !== 'POST' || path.length !== 1) return undefined;
  const message = outgoing.safeParse(body);
  if (!message.success) return { status: 400, body: { error: 'invalid message' } };
  const { id } = message.data;
  const known = find(database, id, now);
  if (known) return reply(id, known, 200);
  const forgetAt = behaves.mode === 'forget-after' ? now + (behaves.seconds ?? 0) * 1000 : null;
  const { lastInsertRowid } = database
    .prepare('INSERT INTO delivered (id, message, at, forget_at) VALUES (?, ?, ?, ?)')
    .run(id, JSON.stringify(message.data), now, forgetAt);
  return reply(id, `message-${lastInsertRowid}`, 201);
}

function find(database: DatabaseSync, id: string, now: number): string | undefined {
  const row = database
    .prepare(
      'SELECT sequence FROM delivered WHERE id = ? AND (forget_at IS NULL OR forget_at > ?) ORDER BY sequence DESC',
    )
    .get(id, now);
  return row && `message-${row.sequence}`;
}
