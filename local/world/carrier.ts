import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type RunningService, type ServiceReply, startService } from './service.ts';

/** A money-order event of a parcel that is paid for on delivery: 1 the money was accepted, 3 the seller got it, others in between. */
const moneyOrderEvent = z.strictObject({
  number: z.string().min(1).max(40),
  type: z.int().min(1).max(99),
  /** The carrier's times are Moscow times with their offset. */
  at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+03:00$/),
  /** Kopecks. */
  amount: z.int().min(0),
  /** Index of the office where the seller gets it. */
  payeeOffice: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});
export type MoneyOrderEvent = z.infer<typeof moneyOrderEvent>;

const SCHEMA = 'CREATE TABLE IF NOT EXISTS parcels (number TEXT PRIMARY KEY, events TEXT NOT NULL)';

/**
 * The simulated carrier's tracking: `GET /parcels/{trackingNumber}/events` answers the money-order events of a
 * parcel, none for one that it has no news of. Events are put in with `PUT /_parcels/{trackingNumber}`.
 */
export function startCarrier(options: { file: string; apiKey: string }): Promise<RunningService> {
  return startService({
    ...options,
    schema: SCHEMA,
    serve: ({ method, path }, behaves, database) => {
      if (method !== 'GET' || path[0] !== 'parcels' || path[2] !== 'events' || path.length !== 3)
        return undefined;
      const row = database.prepare('SELECT events FROM parcels WHERE number = ?').get(path[1] ?? '');
      const trackingNumber = behaves.mode === 'wrong-reference' ? `${path[1]}-other` : path[1];
      const events = row ? (JSON.parse(String(row.events)) as MoneyOrderEvent[]) : [];
      return {
        status: 200,
        body: {
          trackingNumber,
          events:
            behaves.mode === 'wrong-amount'
              ? events.map((event) => ({ ...event, amount: event.amount + 1 }))
              : events,
        },
      };
    },
    control: ({ method, path, body }, database) => {
      if (method !== 'PUT' || path[0] !== '_parcels' || path[1] === undefined) return undefined;
      return rememberParcel(database, path[1], body);
    },
    ledger: (database) => ({
      parcels: database
        .prepare('SELECT number, events FROM parcels ORDER BY number')
        .all()
        .map((row) => ({ trackingNumber: row.number, events: JSON.parse(String(row.events)) as unknown })),
    }),
  });
}

/** Puts events in, in the place of those that the parcel had. */
export function rememberParcel(database: DatabaseSync, trackingNumber: string, news: unknown): ServiceReply {
  const given = z.strictObject({ events: z.array(moneyOrderEvent).max(100) }).safeParse(news);
  if (!given.success) return { status: 400, body: { error: given.error.issues } };
  database
    .prepare(
      'INSERT INTO parcels (number, events) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET events = excluded.events',
    )
    .run(trackingNumber, JSON.stringify(given.data.events));
  return { status: 200, body: given.data };
}
