import {
  caseStore,
  clock,
  evidenceStorage,
  letterStorage,
  linkSigner,
  messageProvider,
  oneTimeCodeStore,
  oneTimeCodes,
  policyStore,
  publicHost,
} from '../deps.ts';
import { queueHandler } from '../events/queue-handler.ts';
import { notice } from '../messages/notice-schemas.ts';
import { sendNotice } from '../messages/send-notice.ts';
import { logger } from '../observability.ts';

export const handler = queueHandler('send-notice', async (body) => {
  const given = notice.parse(body);
  const outcome = await sendNotice(given, {
    policies: policyStore(),
    cases: caseStore(),
    log: caseStore(),
    provider: await messageProvider(),
    links: await linkSigner(),
    challenges: oneTimeCodeStore(),
    codes: await oneTimeCodes(),
    letters: letterStorage(),
    evidence: evidenceStorage(),
    clock,
    publicHost: publicHost(),
  });
  logger.info('notice', { about: given.about, policyId: given.policyId, outcome });
});
