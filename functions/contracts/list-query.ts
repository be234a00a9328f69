import type * as z from 'zod';
import { type Refusal, refuse } from './refusal.ts';

/** Hides and proves where a list goes on (http/cursor.ts). */
export interface Cursors {
  seal(place: unknown, boundTo: string): string;
  open(cursor: string, boundTo: string): unknown;
}

/** Where a list goes on: nowhere yet without a cursor, and a refusal for one that was not given for this list. */
export function placeOf<Place>(
  cursor: string | undefined,
  schema: z.ZodType<Place>,
  boundTo: string,
  cursors: Pick<Cursors, 'open'>,
): { place: Place | undefined } | Refusal {
  if (cursor === undefined) return { place: undefined };
  const place = schema.safeParse(cursors.open(cursor, boundTo));
  return place.success ? { place: place.data } : refuse('cursor-invalid');
}

/** Names the parameters of a query that are not as they have to be; one that nobody knows is among them. */
export function invalidQuery({ issues }: z.ZodError): Refusal {
  return invalidParameters(
    issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])])),
  );
}

export function invalidParameters(names: readonly string[]): Refusal {
  return refuse('invalid-request', {
    errors: [...new Set(names)].map((name) => ({ pointer: `?${name}`, rule: 'invalid-value' })),
  });
}
