import type { Authentic, Call } from './authentication.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from './multipart-operations.ts';
import {
  copyObject,
  deleteObject,
  getObject,
  headBucket,
  listObjects,
  putObject,
} from './object-operations.ts';
import { type Refusal, refuse } from './refusal.ts';
import { getObjectRetention, putObjectRetention } from './retention-operations.ts';
import type { Operation } from './storage-state.ts';

interface Route {
  method: string;
  on: 'bucket' | 'object';
  /** The query parameters that make it this operation. */
  requires: string[];
  allows: string[];
  copies?: true;
  operation: Operation;
}

const RESPONSE_OVERRIDES = [
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
];
const LISTING = ['prefix', 'max-keys', 'start-after', 'continuation-token', 'encoding-type', 'fetch-owner'];

/** All that the storage does. A call that is not on this list is answered 501, never half understood. */
const ROUTES: readonly Route[] = [
  { method: 'PUT', on: 'object', requires: [], allows: [], operation: putObject },
  { method: 'PUT', on: 'object', requires: [], allows: [], copies: true, operation: copyObject },
  { method: 'PUT', on: 'object', requires: ['partNumber', 'uploadId'], allows: [], operation: uploadPart },
  {
    method: 'PUT',
    on: 'object',
    requires: ['retention'],
    allows: ['versionId'],
    operation: putObjectRetention,
  },
  { method: 'POST', on: 'object', requires: ['uploads'], allows: [], operation: createMultipartUpload },
  { method: 'POST', on: 'object', requires: ['uploadId'], allows: [], operation: completeMultipartUpload },
  { method: 'DELETE', on: 'object', requires: ['uploadId'], allows: [], operation: abortMultipartUpload },
  { method: 'DELETE', on: 'object', requires: [], allows: ['versionId'], operation: deleteObject },
  {
    method: 'GET',
    on: 'object',
    requires: ['uploadId'],
    allows: ['max-parts', 'part-number-marker'],
    operation: listParts,
  },
  {
    method: 'GET',
    on: 'object',
    requires: ['retention'],
    allows: ['versionId'],
    operation: getObjectRetention,
  },
  {
    method: 'GET',
    on: 'object',
    requires: [],
    allows: ['versionId', ...RESPONSE_OVERRIDES],
    operation: getObject,
  },
  {
    method: 'HEAD',
    on: 'object',
    requires: [],
    allows: ['versionId', ...RESPONSE_OVERRIDES],
    operation: getObject,
  },
  { method: 'GET', on: 'bucket', requires: ['list-type'], allows: LISTING, operation: listObjects },
  { method: 'HEAD', on: 'bucket', requires: [], allows: [], operation: headBucket },
];

/** The x-amz- headers that some operation reads, or that change nothing. */
const KNOWN_HEADERS = new Set([
  'x-amz-algorithm',
  'x-amz-bypass-governance-retention',
  'x-amz-checksum-algorithm',
  'x-amz-checksum-crc32',
  'x-amz-checksum-mode',
  'x-amz-checksum-sha256',
  'x-amz-checksum-type',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expires',
  'x-amz-metadata-directive',
  'x-amz-mp-object-size',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-storage-class',
  'x-amz-trailer',
  'x-amz-user-agent',
]);

/** `x-id` only repeats the operation's name, for logs. */
function isOwnParameter(name: string): boolean {
  return name !== 'x-id' && !name.toLowerCase().startsWith('x-amz-');
}

export function findOperation(
  call: Call,
  authentic: Authentic,
  on: 'bucket' | 'object',
): { operation: Operation; parameters: ReadonlyMap<string, string> } | Refusal {
  const names = [...call.headers.keys(), ...call.query.map(([name]) => name.toLowerCase())];
  const strange = names.find(
    (name) => name.startsWith('x-amz-') && !name.startsWith('x-amz-meta-') && !KNOWN_HEADERS.has(name),
  );
  if (strange !== undefined) {
    return refuse(
      'NotImplemented',
      `A header you provided implies functionality that is not implemented: ${strange}`,
    );
  }
  const parameters = new Map(call.query.filter(([name]) => isOwnParameter(name)));
  const copies = authentic.header('x-amz-copy-source') !== undefined;
  const route = ROUTES.find(
    (candidate) =>
      candidate.method === call.method &&
      candidate.on === on &&
      candidate.requires.every((name) => parameters.has(name)) &&
      [...parameters.keys()].every(
        (name) => candidate.requires.includes(name) || candidate.allows.includes(name),
      ) &&
      (candidate.requires.length > 0 || (candidate.copies ?? false) === copies),
  );
  if (!route) {
    const asked = [...parameters.keys()].map((name) => ` ?${name}`).join('');
    return refuse('NotImplemented', `${call.method} on ${on}${asked} is not implemented.`);
  }
  return { operation: route.operation, parameters };
}
