import { z } from 'zod';
import { findVersion } from './object-operations.ts';
import { isRefusal, refuse } from './refusal.ts';
import {
  isRetained,
  makeRetention,
  type Operation,
  readDocument,
  refuseRetained,
  xmlAnswer,
} from './storage-state.ts';
import { readXml, writeXml } from './xml.ts';

const retentionSchema = z.object({
  Retention: z.object({ Mode: z.string(), RetainUntilDate: z.string() }),
});

/** A retention may be prolonged by anyone who may set it, and shortened only with the bypass. */
export const putObjectRetention: Operation = async (state, request) => {
  const document = await readDocument(request);
  if (isRefusal(document)) return document;
  const parsed = retentionSchema.safeParse(readXml(document, []));
  if (!parsed.success) {
    return refuse(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const { Mode, RetainUntilDate } = parsed.data.Retention;
  const retention = makeRetention(request.bucket, Mode, RetainUntilDate, state.now());
  if (isRefusal(retention)) return retention;
  const object = findVersion(state, request.bucket.name, request.key, request.parameters.get('versionId'));
  if (isRefusal(object)) return object;
  const shortens = (object.retention?.untilMillis ?? 0) > retention.untilMillis;
  const bypasses = request.authentic.header('x-amz-bypass-governance-retention')?.toLowerCase() === 'true';
  if (shortens && isRetained(object, state.now()) && !bypasses) return refuseRetained();
  state.catalog.retain(object.versionId, retention);
  return { status: 200, headers: {} };
};

export const getObjectRetention: Operation = async (state, request) => {
  if (!request.bucket.objectLock) {
    return refuse('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  }
  const object = findVersion(state, request.bucket.name, request.key, request.parameters.get('versionId'));
  if (isRefusal(object)) return object;
  if (!object.retention) {
    return refuse(
      'NoSuchObjectLockConfiguration',
      'The specified object does not have a ObjectLock configuration',
    );
  }
  const xml = writeXml('Retention', {
    Mode: object.retention.mode,
    RetainUntilDate: new Date(object.retention.untilMillis).toISOString(),
  });
  return xmlAnswer(xml);
};
