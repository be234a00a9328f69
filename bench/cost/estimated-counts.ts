import { addUsage, type ByFollower, noUsage, type ServiceCounts, type Usage } from '../counts.ts';

/**
 * Counts as the code reads, for who asks before `npm run bench -- requests` has counted on this machine; the command
 * says that it took them. Rows of counters: region, office, clerk and seller, each by day and by month.
 */
const usage = (some: Partial<Usage>): Usage => ({ ...noUsage(), ...some });

const call = (handler: string, store: number, writeUnits: number, readUnits: number): Usage =>
  usage({
    apiRequests: 1,
    invocations: { [handler]: 1 },
    storeRequests: { any: store },
    writeUnits,
    readUnits,
  });

/** The marker and eight rows, doubled by their transaction; in a batch the region's two rows are shared. */
const counted = (batch: number): Usage =>
  usage({
    invocations: { 'count-policy-changes': 1 / batch },
    storeRequests: { BatchGetItem: 1 / batch, TransactWriteItems: 1 / Math.min(batch, 12) },
    writeUnits: 2 * (1 + 6 + 2 / Math.min(batch, 12)) + 1,
    readUnits: 1,
    objectRequests: { PutObject: 1 / batch },
  });

const followed = (batch: number, writes: number): Usage =>
  usage({
    invocations: { 'follow-policy-changes': 1 / batch },
    storeRequests: { PutItem: writes },
    writeUnits: 2 * writes,
    queueRequests: 1,
    messages: 1,
  });

const behind = (writes: number): ByFollower => ({
  'follow-policy-changes': { 1: followed(1, writes), 10: followed(10, writes), 100: followed(100, writes) },
  'count-policy-changes': { 1: counted(1), 10: counted(10), 100: counted(100) },
});

/** A change of a case: head, claim, timeline and policy in one transaction, its followers and counters. */
const change = (handler: string, more: Partial<Usage> = {}): Usage =>
  addUsage(
    call(handler, 2, 10, 2),
    usage({
      invocations: { 'follow-case-changes': 1, 'count-case-changes': 1 },
      storeRequests: { any: 3 },
      writeUnits: 6,
      readUnits: 3,
      queueRequests: 1,
      messages: 1,
    }),
    usage(more),
  );

export const estimatedCounts: ServiceCounts = {
  countedAt: '2026-11-23T00:00:00.000Z',
  quote: call('quote-protection', 2, 0, 2),
  visit: call('read-my-policy', 2, 0, 2),
  sale: { ...call('sell-protection', 1, 2, 0), storeRequests: { PutItem: 1 } },
  afterSale: behind(1),
  notice: usage({
    invocations: { 'send-notice': 1 },
    storeRequests: { GetItem: 1, PutItem: 2 },
    writeUnits: 2,
    readUnits: 1,
  }),
  expiry: usage({ storeRequests: { UpdateItem: 1 }, writeUnits: 2, readUnits: 0.002 }),
  afterExpiry: behind(0),
  reminder: usage({ storeRequests: { BatchGetItem: 0.01 }, readUnits: 1, queueRequests: 0.1, messages: 1 }),
  claim: [
    {
      step: 'start the upload',
      usage: change('start-upload', { objectRequests: { CreateMultipartUpload: 1 } }),
    },
    { step: 'sign the parts', usage: call('sign-parts', 1, 0, 1) },
    {
      step: 'complete the upload',
      usage: change('complete-upload', { objectRequests: { UploadPart: 1, CompleteMultipartUpload: 1 } }),
    },
    {
      step: 'check the film',
      usage: usage({
        invocations: { 'check-film': 1, 'look-at-film': 1 },
        storeRequests: { any: 6 },
        writeUnits: 12,
        readUnits: 4,
        objectRequests: { GetObject: 4, HeadObject: 2, PutObjectRetention: 1 },
      }),
    },
    {
      step: 'file the claim',
      usage: change('file-claim', { transitions: 6, workflowRequests: { StartExecution: 1 } }),
    },
    {
      step: 'judge it',
      usage: usage({ invocations: { 'judge-claim': 1 }, storeRequests: { any: 8 }, writeUnits: 8 }),
    },
    { step: 'take it', usage: change('take-next') },
    {
      step: 'decide',
      usage: change('act-on-claim', { transitions: 3, workflowRequests: { SendTaskSuccess: 1 } }),
    },
    {
      step: 'pay and close',
      usage: usage({
        invocations: { 'pay-claim': 1 },
        storeRequests: { any: 4 },
        writeUnits: 24,
        transitions: 2,
      }),
    },
  ],
};
