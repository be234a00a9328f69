import { CURRENT_POLICY, policyOfItem } from '../adapters/policy-item.ts';
import { caseStore, noticeQueue, personalVault, phoneHasher } from '../deps.ts';
import { streamHandler } from '../events/stream-handler.ts';
import { noticesOfPolicyChange } from '../messages/notices-of-change.ts';

export const handler = streamHandler('follow-policy-changes', async ({ recordKey, before, after }) => {
  if (recordKey !== CURRENT_POLICY) return;
  const [was, is] = await Promise.all([
    before && policyOfItem(before, personalVault),
    after && policyOfItem(after, personalVault),
  ]);
  if (is && is.policyId !== was?.policyId) {
    const { trackingNumber, policyId, soldAt } = is;
    const phoneHash = (await phoneHasher()).hashOf(is.personal.customer.phone);
    await caseStore().rememberPhone({ trackingNumber, policyId, phoneHash, soldAt });
  }
  await noticeQueue().enqueue(noticesOfPolicyChange(was, is));
});
