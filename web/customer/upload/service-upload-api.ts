import type { AskService } from '../ask-service.ts';
import type { ServerUpload, SignedPart, StartedUpload, UploadApi } from './upload-api.ts';
import type { OpenUpload } from './upload-types.ts';

/** What the uploader asks, as calls of the service. */
export function createServiceUploadApi(ask: AskService): UploadApi {
  const uploads = (uploadId: string, more = '') => `uploads/${encodeURIComponent(uploadId)}${more}`;
  return {
    async list() {
      const answer = await ask<{ uploads: OpenUpload[] }>('GET', 'policy');
      return answer.ok ? { ok: true, value: answer.value.uploads } : answer;
    },
    start: (request) => ask<StartedUpload>('POST', 'uploads', request),
    read: (uploadId) => ask<ServerUpload>('GET', uploads(uploadId)),
    async sign(uploadId, part) {
      const answer = await ask<{ parts: SignedPart[] }>('POST', uploads(uploadId, '/parts'), {
        parts: [part],
      });
      if (!answer.ok) return answer;
      const [signed] = answer.value.parts;
      return signed ? { ok: true, value: signed } : { ok: false, status: 500 };
    },
    complete: (uploadId, whole) => ask('POST', uploads(uploadId, '/complete'), whole),
    abort: (uploadId) => ask('DELETE', uploads(uploadId)),
  };
}
