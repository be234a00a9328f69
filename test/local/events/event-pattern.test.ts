import { matchesPattern } from '../../../local/events/event-pattern.ts';

// The event and most of the patterns stand in EventBridge's user guide, "Event patterns".
const event = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/ i-1234567890abcdef0'],
  detail: {
    'instance-id': ' i-1234567890abcdef0',
    state: 'terminated',
    'c-count': 5,
    'd-count': 8,
    empty: '',
    nothing: null,
  },
};

describe('event patterns', () => {
  it.each([
    [{ source: ['aws.ec2'] }, true],
    [{ source: ['aws.s3'] }, false],
    [{ source: ['aws.s3', 'aws.ec2'], detail: { state: ['terminated'] } }, true],
    [{ source: ['aws.ec2'], detail: { state: ['running'] } }, false],
    [{ resources: ['arn:aws:ec2:us-west-1:123456789012:instance/ i-1234567890abcdef0'] }, true],
    [{ region: [{ prefix: 'us-' }] }, true],
    [{ region: [{ prefix: 'eu-' }] }, false],
    [{ region: [{ prefix: { 'equals-ignore-case': 'US-' } }] }, true],
    [{ detail: { state: [{ 'anything-but': 'initializing' }] } }, true],
    [{ detail: { state: [{ 'anything-but': ['stopped', 'terminated'] }] } }, false],
    [{ detail: { state: [{ 'anything-but': { prefix: 'term' } }] } }, false],
    [{ detail: { absent: [{ 'anything-but': 'x' }] } }, false],
    [{ detail: { 'c-count': [{ numeric: ['>', 0, '<=', 5] }], 'd-count': [{ numeric: ['<', 10] }] } }, true],
    [{ detail: { 'c-count': [{ numeric: ['>', 5] }] } }, false],
    [{ detail: { 'c-count': [5] } }, true],
    [{ detail: { 'c-count': ['5'] } }, false],
    [{ detail: { absent: [{ exists: false }], state: [{ exists: true }] } }, true],
    [{ detail: { state: [{ exists: false }] } }, false],
    [{ detail: { empty: [''], nothing: [null] } }, true],
    [{ detail: { absent: [null] } }, false],
    [{ region: [{ wildcard: 'us-*-1' }], account: [{ suffix: '3333' }] }, true],
    [{ $or: [{ source: ['aws.s3'] }, { region: ['us-west-1'] }] }, true],
    [{ $or: [{ source: ['aws.s3'] }, { region: ['eu-west-1'] }] }, false],
  ])('%j: %s', (pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  it('does not fall for names of Object.prototype', () => {
    expect(matchesPattern({ detail: { constructor: [{ exists: true }] } }, event)).toBe(false);
  });

  it.each([
    { source: [{ cidr: '10.0.0.0/8' }] },
    { source: 'aws.ec2' },
    { source: [{ prefix: 'a', suffix: 'b' }] },
  ])('refuses %j', (pattern) => {
    expect(() => matchesPattern(pattern, event)).toThrow(/Event pattern/);
  });
});
