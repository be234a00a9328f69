import type { Upload } from '../../functions/contracts/case.ts';
import { isAtHand, isFilm, isUnfinishedRecording, purposeOf } from '../../functions/evidence/purpose.ts';
import { someUpload } from '../builders/claim.ts';
import { NOW } from './evidence-fixture.ts';

it('a film is what says so, and what was begun before there was anything else', () => {
  expect([purposeOf({}), purposeOf({ purpose: 'film' }), purposeOf({ purpose: 'document' })]).toEqual([
    'film',
    'film',
    'document',
  ]);
  expect([isFilm({}), isFilm({ purpose: 'film' }), isFilm({ purpose: 'document' })]).toEqual([
    true,
    true,
    false,
  ]);
});

it.each<[boolean, Partial<Upload>]>([
  [true, { status: 'received' }],
  [false, { status: 'open' }],
  [false, { status: 'completing' }],
  [false, { status: 'aborted' }],
  [false, { status: 'received', removedAt: NOW }],
  [false, { status: 'received', policyId: 'policy-2' }],
])('whether it is at hand is %s of a file that is %j', (expected, overrides) => {
  expect(isAtHand(someUpload(overrides), 'policy-1')).toBe(expected);
});

it.each<[boolean, Partial<Upload>]>([
  [true, { recordingCode: 'K7M2QX' }],
  [true, { recordingCode: 'K7M2QX', status: 'completing' }],
  [false, { recordingCode: 'K7M2QX', status: 'received' }],
  [false, { recordingCode: 'K7M2QX', status: 'aborted' }],
  [false, { recordingCode: 'K7M2QX', policyId: 'policy-2' }],
  [false, {}],
])('whether it is a recording that nobody ended is %s of a file that is %j', (expected, overrides) => {
  expect(isUnfinishedRecording(someUpload(overrides), 'policy-1')).toBe(expected);
});
