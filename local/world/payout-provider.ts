import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import type { LaptopClock } from '../clock.ts';
import type { Behaviour } from './behaviour.ts';
import { type RunningService, type ServiceReply, type ServiceRequest, startService } from './service.ts';

const order = z.strictObject({
  reference: z.string().min(1).max(100),
  amount: z.int().min(1),
  currency: z.literal('RUB'),
  recipient: z.union([
    z.strictObject({ phone: z.string().min(1).max(20) }),
    z.strictObject({
      account: z.strictObject({
        bankIdentificationCode: z.string().regex(/^[0-9]{9}$/),
        account: z.string().regex(/^[0-9]{20}$/),
        holder: z.string().min(1).max(120),
      }),
    }),
  ]),
});
type Order = z.infer<typeof order>;

/** What the provider really did under one reference. */
export interface LedgerEntry {
  reference: string;
  /** Kopecks of one payment. */
  amount: number;
  /** How many times it paid (or will pay): more than 1 is money paid twice. */
  count: number;
  /** Kopecks paid altogether. */
  total: number;
  status: 'pending' | 'settled' | 'rejected';
  recipient: { method: 'phone' | 'account'; lastDigits: string };
}

/** In `phone` stands a phone, or an account as JSON: the column is older than accounts. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS payouts (
    sequence INTEGER PRIMARY KEY, reference TEXT NOT NULL, amount INTEGER NOT NULL, phone TEXT NOT NULL,
    accepted_at INTEGER NOT NULL, settles_at INTEGER NOT NULL, rejection TEXT, forget_at INTEGER
  );
  CREATE INDEX IF NOT EXISTS payouts_reference ON payouts (reference);
`;

/**
 * The simulated payout provider: `POST /payouts` with our reference (also as `Idempotency-Key`),
 * `GET /payouts/{reference}`. It pays a reference once as long as it remembers it, and no longer.
 */
export function startPayoutProvider(options: {
  file: string;
  clock: LaptopClock;
  apiKey: string;
}): Promise<RunningService> {
  const { file, clock, apiKey } = options;
  return startService({
    file,
    apiKey,
    schema: SCHEMA,
    serve: (request, behaves, database) => serve(request, behaves, database, clock.now()),
    ledger: (database) => ({ payouts: ledgerOf(database, clock.now()) }),
    onBehaviour: (told, database) => {
      if (told.mode !== 'forget-after') return;
      database.prepare('UPDATE payouts SET forget_at = accepted_at + ?').run((told.seconds ?? 0) * 1000);
    },
  });
}

function serve(
  { method, path, body }: ServiceRequest,
  behaves: Behaviour,
  database: DatabaseSync,
  now: number,
): ServiceReply | undefined {
  if (path[0] !== 'payouts') return undefined;
  if (method === 'GET' && path[1] !== undefined && path.length === 2) {
    const known = find(database, path[1], now);
    return known
      ? { status: 200, body: answerOf(known, behaves, now) }
      : { status: 404, body: { reference: spokenOf(path[1], behaves), status: 'unknown' } };
  }
  if (method !== 'POST' || path.length !== 1) return undefined;
  const given = order.safeParse(body);
  if (!given.success) return { status: 400, body: { error: 'invalid order' } };
  const known = find(database, given.data.reference, now);
  if (known) {
    const same = known.amount === given.data.amount && known.phone === textOf(given.data.recipient);
    return { status: same ? 200 : 409, body: answerOf(known, behaves, now) };
  }
  const accepted = accept(database, given.data, behaves, now);
  return { status: accepted.rejection === null ? 201 : 422, body: answerOf(accepted, behaves, now) };
}

function textOf(recipient: Order['recipient']): string {
  return 'phone' in recipient ? recipient.phone : JSON.stringify(recipient.account);
}

function recipientOf({ phone }: Row): LedgerEntry['recipient'] {
  const text = String(phone);
  if (!text.startsWith('{')) return { method: 'phone', lastDigits: text.slice(-4) };
  return { method: 'account', lastDigits: String(JSON.parse(text).account).slice(-4) };
}

type Row = Record<string, SQLOutputValue>;

function accept(database: DatabaseSync, given: Order, behaves: Behaviour, now: number): Row {
  const seconds = (behaves.seconds ?? 0) * 1000;
  const row = database
    .prepare(
      `INSERT INTO payouts (reference, amount, phone, accepted_at, settles_at, rejection, forget_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    )
    .get(
      given.reference,
      given.amount,
      textOf(given.recipient),
      now,
      behaves.mode === 'pending-for' ? now + seconds : now,
      behaves.mode === 'reject' ? 'recipient-unknown' : null,
      behaves.mode === 'forget-after' ? now + seconds : null,
    );
  return row as Row;
}

function find(database: DatabaseSync, reference: string, now: number): Row | undefined {
  return database
    .prepare(
      'SELECT * FROM payouts WHERE reference = ? AND (forget_at IS NULL OR forget_at > ?) ORDER BY sequence DESC',
    )
    .get(reference, now);
}

function statusOf(row: Row, now: number): LedgerEntry['status'] {
  if (row.rejection !== null) return 'rejected';
  return Number(row.settles_at) <= now ? 'settled' : 'pending';
}

function spokenOf(reference: string, { mode }: Behaviour): string {
  return mode === 'wrong-reference' ? `${reference}-other` : reference;
}

function answerOf(row: Row, behaves: Behaviour, now: number) {
  const reference = String(row.reference);
  return {
    reference: spokenOf(reference, behaves),
    status: statusOf(row, now),
    amount: Number(row.amount) + (behaves.mode === 'wrong-amount' ? 1 : 0),
    currency: 'RUB',
    providerId: `payout-${row.sequence}`,
    ...(row.rejection !== null && { rejection: String(row.rejection) }),
  };
}

function ledgerOf(database: DatabaseSync, now: number): LedgerEntry[] {
  const entries = new Map<string, LedgerEntry>();
  for (const row of database.prepare('SELECT * FROM payouts ORDER BY sequence').all()) {
    const status = statusOf(row, now);
    const reference = String(row.reference);
    const amount = Number(row.amount);
    const before = entries.get(reference);
    const paid = status === 'rejected' ? 0 : 1;
    entries.set(reference, {
      reference,
      amount,
      count: (before?.count ?? 0) + paid,
      total: (before?.total ?? 0) + paid * amount,
      status,
      recipient: recipientOf(row),
    });
  }
  return [...entries.values()];
}
