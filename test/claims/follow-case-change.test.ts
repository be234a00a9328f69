import {
  filmsOfClaim,
  followClaimChange,
  followUploadChange,
} from '../../functions/claims/follow-case-change.ts';
import { someClaim, someUpload } from '../builders/claim.ts';
import { NOW, openCaseOf, PARCEL } from './claims-fixture.ts';
import { open, reference } from './reconcile-fixture.ts';

const SOONER = '2026-03-08T21:00:00.000Z';

describe('the execution of a claim that was written', () => {
  const started = async (before: Partial<Parameters<typeof someClaim>[0]> | undefined) => {
    const opened = await open({ workflowRun: 2, version: 2 });
    const change = { before: before && someClaim(before), after: await opened.readClaim(), now: NOW };
    await followClaimChange(change, opened.ports);
    return opened.workflow.names();
  };

  it('is started where the claim is new, or its run was counted on, and not at any other change', async () => {
    expect(await started(undefined)).toEqual(['claim-1-2']);
    expect(await started({ workflowRun: 1, version: 2 })).toEqual(['claim-1-2']);
    expect(await started({ workflowRun: 2, version: 1 })).toEqual([]);
  });

  it.each([
    ['in a state that was left is woken', 'awaiting-customer', { status: 'awaiting-customer' }, true],
    ['is woken when the deadline of a state that stays was moved', 'in-review', { deadline: SOONER }, true],
    ['is left alone where neither changed', 'in-review', {}, false],
    [
      'is left alone in the state that the claim came to, though its deadline is another one',
      'in-review',
      { status: 'awaiting-customer', deadline: SOONER },
      false,
    ],
    [
      'hears nothing of what changed no version',
      'awaiting-customer',
      { version: 2, deadline: SOONER },
      false,
    ],
  ] as const)('%s', async (_name, waitsIn, before, isWoken) => {
    const opened = await open({ version: 2 });
    await opened.cases.saveWait({ ...reference, status: waitsIn, taskToken: 't', since: NOW });
    const change = { before: someClaim(before), after: await opened.readClaim(), now: NOW };
    await followClaimChange(change, opened.ports);
    expect(opened.workflow.woken.map(([token]) => token)).toEqual(isWoken ? ['t'] : []);
  });
});

it('a film of which nothing was heard before takes its claim on as any other that has arrived', async () => {
  const film = someUpload({ status: 'received', receivedAt: NOW });
  const opened = await openCaseOf({ status: 'awaiting-video' }, { uploads: [film] });
  await followUploadChange({ before: undefined, after: film, now: NOW }, opened.ports);
  expect((await opened.readClaim()).status).toBe('in-review');
});

it('the films that become evidence when a claim is filed are those of its policy that have arrived', async () => {
  const uploads = [
    someUpload({ uploadId: 'received', status: 'received' }),
    someUpload({ uploadId: 'begun' }),
    someUpload({ uploadId: 'of-another', status: 'received', policyId: 'policy-2' }),
  ];
  const opened = await open();
  const file = { ...(await opened.readCase()), uploads };
  expect(filmsOfClaim(file, someClaim())).toEqual([{ trackingNumber: PARCEL, uploadId: 'received' }]);
});
