import { createAskService } from '../../web/customer/ask-service.ts';
import { startRecording } from '../../web/customer/film/start-recording.ts';
import { createBrowserUploader } from '../../web/customer/upload/browser-uploader.ts';
import { createServiceUploadApi } from '../../web/customer/upload/service-upload-api.ts';

/** A page with nothing but the recorder and the uploader: what the tests reach through the browser. */
const api = createServiceUploadApi(createAskService('token-of-the-link', () => 'en'));
const uploader = createBrowserUploader(api);
const page = {
  uploader,
  /** Of another link in the same browser. */
  uploaderOf: (policyId: string) => createBrowserUploader(api, { policyId }),
  api,
  start(serverNow?: () => number) {
    const video = document.querySelector('video');
    if (!video) throw new Error('There is no preview.');
    return startRecording({
      ...{ video, uploader, trackingNumber: '80123456789012' },
      ...{ acceptedTypes: ['video/mp4', 'video/webm'], maximumBytes: 1024 ** 3 },
      ...(serverNow && { serverNow }),
    });
  },
};
export type RecorderPage = typeof page;
Object.assign(globalThis, { page });
