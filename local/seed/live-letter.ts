import type { Instant } from '../../functions/clock.ts';
import type { Claim } from '../../functions/contracts/case.ts';
import type { Actor } from '../../functions/contracts/primitives.ts';
import { changeLetter } from '../../functions/letters/change-letter.ts';
import { dispatchLetter } from '../../functions/letters/dispatch-letter.ts';
import { fileReply } from '../../functions/letters/file-reply.ts';
import { writeLetter } from '../../functions/letters/write-letter.ts';
import type { PlannedClaim } from './plan-claim.ts';
import { done, type SeedPorts } from './seed-ports.ts';

const LETTER_OPEN_PLACE = '____';
const FILLED = 'по заявлению покупателя';

/** The letter that was planned: written and sent, or, where it is out already, answered. */
export async function sendPlannedLetter(
  { trackingNumber, claimId }: Claim,
  { letter: planned, specialist }: PlannedClaim,
  ports: SeedPorts,
  now: Instant,
): Promise<void> {
  if (!planned || !ports.letters) return;
  const actor: Actor = { role: 'specialist', id: specialist };
  const { letters } = await ports.cases.read(trackingNumber);
  const sent = letters.find((each) => each.claimId === claimId && each.status !== 'draft');
  if (sent) {
    const reply = { receivedAt: now, outcome: 'agreed' as const, summary: 'Деньги вернём.' };
    done(await fileReply({ trackingNumber, letterId: sent.letterId, reply, actor, now }, ports));
    return;
  }
  const draft = done(await writeLetter({ trackingNumber, claimId, kind: planned.kind, actor, now }, ports));
  const { letterId, version, enclosures, personal } = draft;
  const isToBank = planned.kind === 'request-to-bank';
  const change = {
    version,
    enclosures,
    recipient: {
      name: isToBank ? 'Отдел претензий банка' : 'Отдел по работе с покупателями',
      email: isToBank ? 'claims@bank.example' : 'office@seller.example',
    },
    subject: personal.subject.replaceAll(LETTER_OPEN_PLACE, FILLED),
    body: personal.body.replaceAll(LETTER_OPEN_PLACE, FILLED),
  };
  const changed = done(await changeLetter({ trackingNumber, letterId, change, actor }, ports));
  done(
    await dispatchLetter(
      { trackingNumber, letterId, version: changed.version, channel: 'email', actor, now },
      { ...ports, ...ports.letters },
    ),
  );
}
