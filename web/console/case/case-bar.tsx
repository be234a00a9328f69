import { useRef, useState } from 'preact/hooks';
import type { CaseClaim, PresenceAnswer } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort, formatMoney, formatTimeLeft } from '../../../functions/messages/format.ts';
import { ErrorText } from '../../shared/field.tsx';
import { ScreenTitle } from '../parts.tsx';
import { hrefOf } from '../route.ts';
import { useAction } from '../use-action.ts';
import { type CaseDesk, isOpen, useCase } from './case-desk.ts';
import { HandOverForm } from './hand-over-form.tsx';
import { shortMoment } from './words.ts';

const AT_RISK_MILLIS = 24 * 3_600_000;

/** Whose turn, by when, who has it and who else looks: what one reads before anything else. */
export function CaseBar({ others, isStale }: { others: PresenceAnswer['people']; isStale: boolean }) {
  const desk = useCase();
  const { view, claim, texts, labels } = desk;
  return (
    <header class="case-bar">
      <div class="case-bar-line">
        <ScreenTitle>{render(texts.title, { number: view.trackingNumber })}</ScreenTitle>
        {claim && (
          <span class={`status ${isOpen(claim) ? 'status-open' : ''}`}>
            {labels.claimStatuses[claim.status]}
          </span>
        )}
        {claim && <DueMark claim={claim} desk={desk} />}
        {claim && <Assignee key={claim.claimId} claim={claim} />}
        <Others people={others} />
        {isStale && <span class="mark mark-act">{texts.stale}</span>}
      </div>
      {view.claims.length > 1 && <ClaimTabs />}
    </header>
  );
}

function DueMark({ claim, desk }: { claim: CaseClaim; desk: CaseDesk }) {
  const { texts, locale, now } = desk;
  const due = claim.urgentUntil !== undefined && isOpen(claim) ? claim.urgentUntil : claim.deadline;
  if (due === undefined)
    return (
      <span class="quiet">
        {render(texts.bar.closed, { date: shortMoment(claim.statusSince, claim.timeZone, locale) })}
      </span>
    );
  const date = formatDeadlineShort(due, claim.timeZone, locale);
  const left = Date.parse(due) - now;
  if (left <= 0) return <span class="mark mark-stop">{render(texts.bar.overdue, { date })}</span>;
  if (left < AT_RISK_MILLIS) {
    const time = formatTimeLeft(new Date(now).toISOString(), due, locale);
    return <span class="mark mark-act">{render(texts.bar.atRisk, { time, date })}</span>;
  }
  return <span class="quiet">{render(texts.bar.due, { date })}</span>;
}

function ClaimTabs() {
  const { view, claim, texts, labels, locale } = useCase();
  return (
    <nav class="claim-tabs" aria-label={texts.bar.claims}>
      {view.claims.map((each) => (
        <a
          key={each.claimId}
          href={hrefOf({ name: 'case', trackingNumber: view.trackingNumber, claimId: each.claimId })}
          aria-current={each.claimId === claim?.claimId ? 'page' : undefined}
        >
          <strong>{labels.claimKinds[each.kind].label}</strong>, {formatMoney(each.amount, locale)}
          <span class="quiet"> · {labels.claimStatuses[each.status]}</span>
        </a>
      ))}
    </nav>
  );
}

function Others({ people }: { people: PresenceAnswer['people'] }) {
  const { texts } = useCase();
  return (
    <ul class="presence" aria-label={texts.presence.label} aria-live="polite">
      {people.map(({ personId, writing }) => (
        <li key={personId} class={`mark ${writing ? 'mark-act' : 'mark-calm'}`}>
          {render(writing ? texts.presence.writes : texts.presence.looks, { name: personId })}
        </li>
      ))}
    </ul>
  );
}

/** Whose case it is, and taking, handing over, assigning it. */
function Assignee({ claim }: { claim: CaseClaim }) {
  const { texts, person, api, trackingNumber, put, say, locale } = useCase();
  const { run, problem } = useAction();
  const [isHanding, setHanding] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { assignee } = claim;
  const isMine = assignee?.id === person.id;
  const isSupervisor = person.role === 'supervisor';
  // Who refused does not judge the appeal.
  const isOwnRefusal = claim.status === 'in-appeal' && claim.appeal?.refusedBy.id === person.id;
  const assign = async (to: string | null, note = '') => {
    put(await api.assign(trackingNumber, claim.claimId, { assignee: to, ...(note !== '' && { note }) }));
    if (to === null) say(texts.assignee.returned);
    else say(to === person.id ? texts.assignee.taken : render(texts.assignee.done, { name: to }));
  };
  const who = isMine
    ? texts.assignee.you
    : (assignee?.id ??
      (claim.unassignedSince
        ? render(texts.assignee.nobodySince, {
            date: shortMoment(claim.unassignedSince, claim.timeZone, locale),
          })
        : texts.assignee.nobody));
  return (
    <div class="assignee">
      <span class={assignee ? 'who-has' : 'who-has quiet'}>{who}</span>
      {isOpen(claim) && (
        <>
          {!assignee && !isSupervisor && !isOwnRefusal && (
            <button
              type="button"
              class="button button-small"
              data-key="take"
              onClick={() => void run(() => assign(person.id))}
            >
              {texts.assignee.take}
              <span class="hotkey" aria-hidden="true">
                T
              </span>
            </button>
          )}
          {(isMine || isSupervisor) && (
            <button
              type="button"
              class="button button-small"
              ref={opener}
              aria-expanded={isHanding}
              onClick={() => setHanding(!isHanding)}
            >
              {isSupervisor ? texts.assignee.assign : texts.assignee.handOver}
            </button>
          )}
        </>
      )}
      {problem && <ErrorText>{problem}</ErrorText>}
      {isHanding && (
        <HandOverForm
          claim={claim}
          label={isSupervisor ? texts.assignee.assign : texts.assignee.handOver}
          onAssign={assign}
          onClose={() => {
            setHanding(false);
            opener.current?.focus();
          }}
        />
      )}
    </div>
  );
}
