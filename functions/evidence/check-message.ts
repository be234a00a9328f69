import * as z from 'zod';
import { checkOfObjectKey } from './object-key.ts';

/** Our own request, sent after a completion or a filing. */
const ownRequest = z.strictObject({ trackingNumber: z.string(), uploadId: z.string() });

/** The storage's event as EventBridge delivers it. */
const objectCreated = z.looseObject({
  'detail-type': z.literal('Object Created'),
  detail: z.looseObject({ object: z.looseObject({ key: z.string() }) }),
});

/** What a message in the queue asks to check; undefined for an event about another key. */
export function checkOfMessage(body: unknown): { trackingNumber: string; uploadId: string } | undefined {
  const request = ownRequest.safeParse(body);
  if (request.success) return request.data;
  return checkOfObjectKey(objectCreated.parse(body).detail.object.key);
}
