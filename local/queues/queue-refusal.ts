/** What SQS answers when it says no: the shape's name in the JSON protocol, and the older code of its query protocol. */
const QUERY_CODES = {
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidAttributeName: 'InvalidAttributeName',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  InvalidMessageContents: 'InvalidMessageContents',
  InvalidParameterValue: 'InvalidParameterValue',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  ReceiptHandleIsInvalid: 'ReceiptHandleIsInvalid',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
} as const;

export interface QueueRefusal {
  refused: keyof typeof QUERY_CODES;
  message: string;
}

export function refuse(refused: QueueRefusal['refused'], message: string): QueueRefusal {
  return { refused, message };
}

export function isRefusal(value: unknown): value is QueueRefusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

export function queryCodeOf(refusal: QueueRefusal): string {
  return QUERY_CODES[refusal.refused];
}
