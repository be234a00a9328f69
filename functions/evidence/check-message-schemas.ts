import * as z from 'zod';

/** Our own request, sent after a completion or a filing. */
export const ownRequest = z.strictObject({ trackingNumber: z.string(), uploadId: z.string() });

/** The storage's event as EventBridge delivers it. */
export const objectCreated = z.looseObject({
  'detail-type': z.literal('Object Created'),
  detail: z.looseObject({ object: z.looseObject({ key: z.string() }) }),
});
