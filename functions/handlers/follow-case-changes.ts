import { caseKeys, claimOfItem, letterOfItem, uploadOfItem } from '../adapters/case-items.ts';
import { filmsOfClaim, followClaimChange, followUploadChange } from '../claims/follow-case-change.ts';
import {
  caseStore,
  checkQueue,
  claimWorkflow,
  clock,
  noticeQueue,
  personalVault,
  policyStore,
} from '../deps.ts';
import { streamHandler } from '../events/stream-handler.ts';
import { noticesOfClaimChange, noticesOfLetterChange } from '../messages/notices-of-change.ts';

export const handler = streamHandler('follow-case-changes', async ({ recordKey, before, after }) => {
  const ports = { policies: policyStore(), cases: caseStore(), workflow: claimWorkflow() };
  if (after && recordKey.startsWith(caseKeys.claim(''))) {
    const [was, is] = await Promise.all([
      before && claimOfItem(before, personalVault),
      claimOfItem(after, personalVault),
    ]);
    await followClaimChange({ before: was, after: is, now: clock.now() }, ports);
    if (!was) await checkQueue().enqueue(filmsOfClaim(await ports.cases.read(is.trackingNumber), is));
    await noticeQueue().enqueue(noticesOfClaimChange(was, is));
  }
  if (after && recordKey.startsWith(caseKeys.letter(''))) {
    const [was, is] = await Promise.all([
      before && letterOfItem(before, personalVault),
      letterOfItem(after, personalVault),
    ]);
    await noticeQueue().enqueue(noticesOfLetterChange(was, is));
  }
  if (after && recordKey.startsWith(caseKeys.upload(''))) {
    await followUploadChange(
      { before: before && uploadOfItem(before), after: uploadOfItem(after), now: clock.now() },
      ports,
    );
  }
});
