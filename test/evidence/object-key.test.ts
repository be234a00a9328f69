import { checkOfObjectKey, objectKeyOf } from '../../functions/evidence/object-key.ts';

describe('the key of a film', () => {
  it.each(['10100012123456', 'EA123456785RU'])('leads back to its case (%s)', (trackingNumber) => {
    const upload = { trackingNumber, policyId: '01JPOLICY', uploadId: '01JUPLOAD' };
    expect(checkOfObjectKey(objectKeyOf(upload))).toEqual({ trackingNumber, uploadId: '01JUPLOAD' });
  });

  it.each([
    '',
    'evidence/',
    'evidence/x/y/z',
    'web/10100012123456/a/b',
    'evidence/10100012123456/a/b/c',
    'of/evidence/10100012123456/a/b',
  ])('is none: %p', (key) => {
    expect(checkOfObjectKey(key)).toBeUndefined();
  });
});
