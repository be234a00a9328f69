import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { newVersionId, type Part, type StoredObject, type Upload } from './catalog.ts';
import {
  CHECKSUM_HEADERS,
  checksumElement,
  compositeChecksum,
  compositeEntityTag,
  parseChecksumAlgorithm,
} from './checksums.ts';
import { readBodyPromise } from './payload.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import {
  checksumHeaders,
  commitObject,
  dropOrphans,
  type Operation,
  quoted,
  readContentHeaders,
  readDocument,
  readRetentionHeaders,
  readWriteCondition,
  type S3Request,
  type StorageState,
  storeBody,
  xmlAnswer,
} from './storage-state.ts';
import { readXml, writeXml } from './xml.ts';

const SMALLEST_PART = 5 * 1024 ** 2;
const HIGHEST_PART_NUMBER = 10_000;
const LARGEST_OBJECT = 5 * 1024 ** 4;

export const createMultipartUpload: Operation = async (state, request) => {
  const named = request.authentic.header('x-amz-checksum-algorithm');
  const checksumAlgorithm = named === undefined ? undefined : parseChecksumAlgorithm(named);
  if (named !== undefined && !checksumAlgorithm) {
    return refuse('NotImplemented', `The checksum algorithm ${named} is not implemented.`);
  }
  if ((request.authentic.header('x-amz-checksum-type') ?? 'COMPOSITE') !== 'COMPOSITE') {
    return refuse(
      'NotImplemented',
      'Only checksums of the type COMPOSITE are implemented for multipart uploads.',
    );
  }
  const retention = readRetentionHeaders(request, state.now());
  if (isRefusal(retention)) return retention;
  const upload: Upload = {
    uploadId: randomUUID(),
    bucket: request.bucket.name,
    key: request.key,
    checksumAlgorithm,
    headers: readContentHeaders(request),
    retention,
    initiatedAt: state.now(),
  };
  state.catalog.createUpload(upload);
  const xml = writeXml('InitiateMultipartUploadResult', {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
  });
  const headers = checksumAlgorithm
    ? { 'x-amz-checksum-algorithm': checksumAlgorithm, 'x-amz-checksum-type': 'COMPOSITE' }
    : {};
  return xmlAnswer(xml, headers);
};

function findUpload(state: StorageState, request: S3Request): Upload | Refusal {
  const upload = state.catalog.findUpload(request.parameters.get('uploadId') ?? '');
  if (upload && upload.bucket === request.bucket.name && upload.key === request.key) return upload;
  return refuse(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  );
}

export const uploadPart: Operation = async (state, request) => {
  const partNumber = Number(request.parameters.get('partNumber'));
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > HIGHEST_PART_NUMBER) {
    return refuse('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  }
  if (request.authentic.header('x-amz-copy-source') !== undefined) {
    return refuse('NotImplemented', 'UploadPartCopy is not implemented.');
  }
  const upload = findUpload(state, request);
  if (isRefusal(upload)) return upload;
  const promise = readBodyPromise(request.call, request.authentic);
  if (isRefusal(promise)) return promise;
  if (promise.checksumAlgorithm !== upload.checksumAlgorithm) {
    const nameOf = (algorithm: string | undefined) => algorithm?.toLowerCase() ?? 'null';
    return refuse(
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${nameOf(upload.checksumAlgorithm)}, actual checksum Type: ${nameOf(promise.checksumAlgorithm)}`,
    );
  }
  const stored = await storeBody(state, request, promise);
  if (isRefusal(stored)) return stored;
  const { blob, digests } = stored;
  const outcome = state.catalog.transaction(() => {
    // While the bytes came, the upload may have been completed or aborted.
    const stillOpen = findUpload(state, request);
    if (isRefusal(stillOpen)) return stillOpen;
    const { size, md5, checksum } = digests;
    return state.catalog.putPart(upload.uploadId, {
      partNumber,
      blob,
      size,
      md5,
      checksum,
      storedAt: state.now(),
    });
  });
  if (isRefusal(outcome)) {
    dropOrphans(state, [blob]);
    return outcome;
  }
  dropOrphans(state, outcome);
  const headers: Record<string, string> = { etag: quoted(digests.md5) };
  if (digests.checksumAlgorithm && digests.checksum !== undefined) {
    headers[CHECKSUM_HEADERS[digests.checksumAlgorithm]] = digests.checksum;
  }
  return { status: 200, headers };
};

export const listParts: Operation = async (state, request) => {
  const upload = findUpload(state, request);
  if (isRefusal(upload)) return upload;
  const limit = Number(request.parameters.get('max-parts') ?? 1000);
  const marker = Number(request.parameters.get('part-number-marker') ?? 0);
  if (![limit, marker].every((number) => Number.isInteger(number) && number >= 0)) {
    return refuse('InvalidArgument', 'max-parts and part-number-marker must be whole numbers.');
  }
  const most = Math.min(limit, 1000);
  const found = state.catalog.listParts(upload.uploadId, marker, most + 1);
  const page = found.slice(0, most);
  const { checksumAlgorithm } = upload;
  const xml = writeXml('ListPartsResult', {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.partNumber ?? marker,
    MaxParts: most,
    IsTruncated: found.length > page.length,
    ChecksumAlgorithm: checksumAlgorithm,
    ChecksumType: checksumAlgorithm && 'COMPOSITE',
    Part: page.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: new Date(part.storedAt).toISOString(),
      ETag: quoted(part.md5),
      Size: part.size,
      ...(checksumAlgorithm ? { [checksumElement(checksumAlgorithm)]: part.checksum } : {}),
    })),
    StorageClass: upload.headers.others['x-amz-storage-class'] ?? 'STANDARD',
  });
  return xmlAnswer(xml);
};

export const abortMultipartUpload: Operation = async (state, request) => {
  const upload = findUpload(state, request);
  if (isRefusal(upload)) return upload;
  dropUpload(state, upload.uploadId);
  return { status: 204, headers: {} };
};

export function dropUpload(state: StorageState, uploadId: string): void {
  dropOrphans(
    state,
    state.catalog.transaction(() => state.catalog.deleteUpload(uploadId)),
  );
}

const completionSchema = z.object({
  CompleteMultipartUpload: z.object({
    Part: z
      .array(
        z.object({
          PartNumber: z
            .string()
            .regex(/^\d{1,5}$/)
            .transform(Number),
          ETag: z.string(),
          ChecksumSHA256: z.string().optional(),
          ChecksumCRC32: z.string().optional(),
        }),
      )
      .min(1)
      .max(HIGHEST_PART_NUMBER),
  }),
});

type NamedPart = z.infer<typeof completionSchema>['CompleteMultipartUpload']['Part'][number];

export const completeMultipartUpload: Operation = async (state, request) => {
  const condition = readWriteCondition(request);
  if (isRefusal(condition)) return condition;
  const upload = findUpload(state, request);
  if (isRefusal(upload)) return upload;
  // Of this call, x-amz-checksum-sha256 describes the object, not the document; an SHA-256 of the document still counts.
  const document = await readDocument(withoutObjectChecksum(request, upload));
  if (isRefusal(document)) return document;
  const parsed = completionSchema.safeParse(readXml(document, ['Part']));
  if (!parsed.success) {
    return refuse(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  // Looked up again: the document took its time to come. From here to the commit nothing waits.
  const current = findUpload(state, request);
  if (isRefusal(current)) return current;
  const parts = chooseParts(
    upload,
    state.catalog.listParts(upload.uploadId),
    parsed.data.CompleteMultipartUpload.Part,
  );
  if (isRefusal(parts)) return parts;
  const object = compose(upload, parts, state.now());
  const promised = refusePromise(request, object);
  if (promised) return promised;
  const refusal = commitObject(state, request, {
    object,
    pieces: parts,
    condition,
    reason: 'CompleteMultipartUpload',
    endsUpload: upload.uploadId,
  });
  if (refusal) return refusal;
  const xml = writeXml('CompleteMultipartUploadResult', {
    Location: `http://${request.call.headers.get('host')}${request.call.rawPath}`,
    Bucket: upload.bucket,
    Key: upload.key,
    ETag: quoted(object.entityTag),
    ...(upload.checksumAlgorithm
      ? { [checksumElement(upload.checksumAlgorithm)]: object.checksum, ChecksumType: 'COMPOSITE' }
      : {}),
  });
  return xmlAnswer(xml, { 'x-amz-version-id': object.versionId, ...checksumHeaders(object) });
};

function withoutObjectChecksum(request: S3Request, upload: Upload): S3Request {
  const name = upload.checksumAlgorithm && CHECKSUM_HEADERS[upload.checksumAlgorithm];
  const header = (asked: string) => (asked === name ? undefined : request.authentic.header(asked));
  return { ...request, authentic: { ...request.authentic, header } };
}

/** The parts that the caller names, in its order, when each is the one that was uploaded. */
function chooseParts(
  upload: Upload,
  uploaded: readonly Part[],
  named: readonly NamedPart[],
): Part[] | Refusal {
  const byNumber = new Map(uploaded.map((part) => [part.partNumber, part]));
  const chosen: Part[] = [];
  for (const name of named) {
    if (name.PartNumber <= (chosen.at(-1)?.partNumber ?? 0)) {
      return refuse(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    }
    const part = byNumber.get(name.PartNumber);
    const checksum = upload.checksumAlgorithm && name[checksumElement(upload.checksumAlgorithm)];
    if (upload.checksumAlgorithm && checksum === undefined) {
      return refuse(
        'InvalidRequest',
        `The upload was created using a ${upload.checksumAlgorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${name.PartNumber} in the request.`,
      );
    }
    if (!part || part.md5 !== name.ETag.replaceAll('"', '') || part.checksum !== checksum) {
      return refuse(
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      );
    }
    chosen.push(part);
  }
  if (chosen.slice(0, -1).some((part) => part.size < SMALLEST_PART)) {
    return refuse('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  return chosen;
}

function compose(upload: Upload, parts: readonly Part[], nowMillis: number): StoredObject {
  return {
    bucket: upload.bucket,
    key: upload.key,
    versionId: newVersionId(),
    size: parts.reduce((sum, part) => sum + part.size, 0),
    entityTag: compositeEntityTag(parts.map((part) => part.md5)),
    checksumAlgorithm: upload.checksumAlgorithm,
    checksum:
      upload.checksumAlgorithm &&
      compositeChecksum(
        upload.checksumAlgorithm,
        parts.map((part) => part.checksum ?? ''),
      ),
    headers: upload.headers,
    retention: upload.retention,
    storedAt: nowMillis,
  };
}

/** What the caller says about the whole object must be so. */
function refusePromise(request: S3Request, object: StoredObject): Refusal | undefined {
  if (object.size > LARGEST_OBJECT) {
    return refuse('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.');
  }
  const size = request.authentic.header('x-amz-mp-object-size');
  if (size !== undefined && size !== String(object.size)) {
    return refuse(
      'InvalidRequest',
      'The provided x-amz-mp-object-size does not match the size of the parts.',
    );
  }
  const name = object.checksumAlgorithm && CHECKSUM_HEADERS[object.checksumAlgorithm];
  const checksum = name && request.authentic.header(name);
  if (
    checksum !== undefined &&
    checksum !== object.checksum &&
    `${checksum}-` !== object.checksum?.replace(/\d+$/, '')
  ) {
    return refuse('BadDigest', 'The checksum you specified did not match the calculated checksum.');
  }
  return undefined;
}
