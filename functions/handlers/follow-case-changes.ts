import { caseKeys, claimOfItem, letterOfItem, uploadOfItem } from '../adapters/case-items.ts';
import { filmsOfClaim, followClaimChange, followUploadChange } from '../claims/follow-case-change.ts';
import { lookupsOfClaim, lookupsOfLetter } from '../claims/lookups.ts';
import {
  caseStore,
  checkQueue,
  claimWorkflow,
  clock,
  lookQueue,
  noticeQueue,
  policyStore,
  signalQueue,
  personalVault as vault,
} from '../deps.ts';
import { changeOf, streamHandler } from '../events/stream-handler.ts';
import { noticesOfClaimChange, noticesOfLetterChange } from '../messages/notices-of-change.ts';
import { claimsOfUpload, claimsToJudge, isNewlyChecked } from '../signals/claims-to-judge.ts';
import { filmsToLookAt } from '../signals/films-to-look-at.ts';

export const handler = streamHandler('follow-case-changes', async ({ recordKey, before, after }) => {
  const cases = caseStore();
  const ports = { policies: policyStore(), cases, workflow: claimWorkflow() };
  if (after && recordKey.startsWith(caseKeys.claim(''))) {
    const { was, is } = await changeOf({ before, after }, (item) => claimOfItem(item, vault));
    await Promise.all(lookupsOfClaim(was, is).map(cases.rememberLookup));
    await followClaimChange({ before: was, after: is, now: clock.now() }, ports);
    if (!was) await checkQueue().enqueue(filmsOfClaim(await cases.read(is.trackingNumber), is));
    await noticeQueue().enqueue(noticesOfClaimChange(was, is));
    await signalQueue().enqueue(claimsToJudge(was, is));
  }
  if (after && recordKey.startsWith(caseKeys.letter(''))) {
    const { was, is } = await changeOf({ before, after }, (item) => letterOfItem(item, vault));
    await Promise.all(lookupsOfLetter(was, is).map(cases.rememberLookup));
    await noticeQueue().enqueue(noticesOfLetterChange(was, is));
  }
  if (after && recordKey.startsWith(caseKeys.upload(''))) {
    const { was, is } = await changeOf({ before, after }, async (item) => uploadOfItem(item));
    await followUploadChange({ before: was, after: is, now: clock.now() }, ports);
    await lookQueue().enqueue(filmsToLookAt(was, is));
    if (isNewlyChecked(was, is))
      await signalQueue().enqueue(claimsOfUpload(await cases.read(is.trackingNumber), is));
  }
});
