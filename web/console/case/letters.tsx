import type { CaseClaim, LetterView } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort } from '../../../functions/messages/format.ts';
import { useCase } from './case-desk.ts';
import { shortMoment } from './words.ts';

/** The letters of the case: what is being written, what is out and until when an answer is awaited. */
export function LettersPanel({ claim }: { claim: CaseClaim }) {
  const { view, texts } = useCase();
  const letters = view.letters.filter(({ claimId }) => claimId === claim.claimId);
  const newestFirst = [...letters].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  if (letters.length === 0) return null;
  return (
    <section class="letters">
      <h2>{texts.letters.title}</h2>
      <ul class="letter-list">
        {newestFirst.map((letter) => (
          <LetterLine key={letter.letterId} letter={letter} claim={claim} />
        ))}
      </ul>
    </section>
  );
}

function LetterLine({ letter, claim }: { letter: LetterView; claim: CaseClaim }) {
  const { texts, locale, look, viewing } = useCase();
  const words = texts.letters;
  const isShown = viewing?.kind === 'letter' && viewing.id === letter.letterId;
  const details = [
    letter.outgoingNumber && render(words.number, { number: letter.outgoingNumber }),
    letter.sentAt &&
      `${shortMoment(letter.sentAt, claim.timeZone, locale)}${letter.channel ? ` ${words.sentBy[letter.channel]}` : ''}`,
    letter.recipient.name,
  ].filter(Boolean);
  return (
    <li class={isShown ? 'letter is-shown' : 'letter'}>
      <div class="file-line">
        <button
          type="button"
          class="link file-name"
          aria-current={isShown ? 'true' : undefined}
          onClick={() => look({ kind: 'letter', id: letter.letterId })}
        >
          {words.kinds[letter.kind]}
        </button>
        <span class={`mark ${letter.status === 'draft' ? 'mark-act' : 'mark-calm'}`}>
          {words.statuses[letter.status]}
        </span>
      </div>
      <span class="quiet">{details.join(' · ')}</span>
      {letter.status === 'sent' && letter.replyDueAt && (
        <span class={letter.isOverdue ? 'findings' : 'quiet'}>
          {render(letter.isOverdue ? words.overdue : words.due, {
            date: formatDeadlineShort(letter.replyDueAt, claim.timeZone, locale),
          })}
        </span>
      )}
      {letter.replies.map((reply) => (
        <div key={reply.filedAt} class="reply">
          <span class="quiet">
            {words.reply}, {shortMoment(reply.receivedAt, claim.timeZone, locale)}:{' '}
            {words.outcomes[reply.outcome]}
          </span>
          <span class="words">{reply.summary}</span>
        </div>
      ))}
    </li>
  );
}
