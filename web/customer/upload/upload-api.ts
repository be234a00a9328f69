import type { PartsSigned, UploadStarted, UploadView } from '../../../functions/contracts/customer.ts';
import type { DocumentKind } from '../../../functions/contracts/primitives.ts';
import type { OpenUpload, UploadPurpose } from './upload-types.ts';

/** An answer of our API: a value, a refusal as problem details, or none at all (status 0). */
export type ApiAnswer<Value> =
  | { ok: true; value: Value }
  | { ok: false; status: number; code?: string; detail?: string; facts?: Record<string, unknown> };

export type StartedUpload = Pick<UploadStarted, 'uploadId' | 'partSize' | 'recordingCode'>;

export type ServerUpload = Pick<
  UploadView,
  'uploadId' | 'status' | 'partSize' | 'size' | 'recordingCode' | 'receivedParts'
>;

export type SignedPart = Pick<PartsSigned['parts'][number], 'partNumber' | 'url' | 'headers'>;

/** What the uploader asks of the service; the link's token is the adapter's business. Calls never throw. */
export interface UploadApi {
  /** The uploads of the policy's view. */
  list(): Promise<ApiAnswer<readonly OpenUpload[]>>;
  start(request: {
    fileName: string;
    contentType: string;
    size?: number;
    purpose: UploadPurpose;
    documentKind?: DocumentKind;
  }): Promise<ApiAnswer<StartedUpload>>;
  read(uploadId: string): Promise<ApiAnswer<ServerUpload>>;
  sign(
    uploadId: string,
    part: { partNumber: number; size: number; sha256: string },
  ): Promise<ApiAnswer<SignedPart>>;
  complete(
    uploadId: string,
    whole: { sha256?: string; size?: number },
  ): Promise<ApiAnswer<{ evidenceId: string }>>;
  abort(uploadId: string): Promise<ApiAnswer<undefined>>;
}
