import { checkOfMessage } from '../../functions/evidence/check-message.ts';

const check = { trackingNumber: '10100012123456', uploadId: 'upload-1' };
const event = (key: string) => ({
  version: '0',
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: {
    bucket: { name: 'films' },
    object: { key, size: 1, 'version-id': 'v1' },
    reason: 'CompleteMultipartUpload',
  },
});

describe('a message that asks for a check', () => {
  it('is our own request', () => {
    expect(checkOfMessage(check)).toEqual(check);
  });

  it('is an event of the storage about a film', () => {
    expect(checkOfMessage(event('evidence/10100012123456/policy-1/upload-1'))).toEqual(check);
  });

  it('is not an event about another key', () => {
    expect(checkOfMessage(event('web/index.html'))).toBeUndefined();
  });

  it('is nothing else: what nobody understands goes to the dead letters', () => {
    const created = event('evidence/10100012123456/policy-1/upload-1');
    const others = [
      { ...created, 'detail-type': 'Object Deleted' },
      { ...created, detail: undefined },
      { ...created, detail: {} },
      { ...created, detail: { object: { key: 7 } } },
    ];
    for (const message of [{}, null, 'text', { ...check, size: 1 }, ...others]) {
      expect(() => checkOfMessage(message)).toThrow();
    }
  });
});
