import { useState } from 'preact/hooks';
import type { TimelineEntry } from '../../../functions/contracts/case.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort, formatMoney } from '../../../functions/messages/format.ts';
import { Button } from '../parts.tsx';
import { useCase } from './case-desk.ts';
import { nameOf, placeInFilm, shortMoment } from './words.ts';

type Entry = Omit<TimelineEntry, 'trackingNumber'>;

const SHOWN_FIRST = 12;

/** Everything that ever happened to the parcel, newest first. */
export function TimelinePanel() {
  const { view, texts } = useCase();
  const words = texts.timeline;
  const [isWhole, setWhole] = useState(false);
  const entries = [...view.timeline].sort((one, other) => other.sequence - one.sequence);
  const shown = isWhole ? entries : entries.slice(0, SHOWN_FIRST);
  return (
    <section class="history">
      <h2 tabIndex={-1} data-key="timeline">
        {words.title}
      </h2>
      {entries.length === 0 && <p class="quiet">{words.none}</p>}
      <ol class="timeline">
        {shown.map((entry) => (
          <TimelineLine key={entry.sequence} entry={entry} />
        ))}
      </ol>
      {entries.length > SHOWN_FIRST && (
        <Button kind="quiet" onClick={() => setWhole(!isWhole)}>
          {isWhole ? words.less : render(words.all, { count: String(entries.length) })}
        </Button>
      )}
    </section>
  );
}

export function TimelineLine({ entry }: { entry: Entry }) {
  const { view, texts, labels, locale } = useCase();
  const { at, actor, action, to, from, uploadId } = entry;
  const zone = view.policy.office.timeZone;
  const known = texts.timeline.steps[action];
  const label = known ?? (labels.actions as Readonly<Record<string, string>>)[action] ?? texts.timeline.other;
  const status = to !== undefined && to !== from ? statusWords(to, labels) : undefined;
  const file = view.evidence.find(({ evidenceId }) => evidenceId === uploadId)?.fileName;
  return (
    <li>
      <time dateTime={at}>{shortMoment(at, zone, locale)}</time>
      <span>
        <span class="entry">{label}</span>
        {status && status !== label && (
          <span class="quiet"> {render(texts.timeline.toStatus, { status })}</span>
        )}
        <FactsOfEntry entry={entry} />
        {file && <span class="quiet"> · {file}</span>}
        <span class="quiet"> · {nameOf(actor, labels)}</span>
      </span>
    </li>
  );
}

function statusWords(to: string, labels: ReturnType<typeof useCase>['labels']): string | undefined {
  return (labels.claimStatuses as Readonly<Record<string, string>>)[to];
}

/** What is known beside the step, as far as it has words. */
function FactsOfEntry({ entry: { facts = {}, uploadId } }: { entry: Entry }) {
  const { view, texts, labels, locale } = useCase();
  const zone = view.policy.office.timeZone;
  const { amount, until, reason, kind, documentKind, outgoingNumber, assignee } = facts;
  const date = typeof until === 'string' && !Number.isNaN(Date.parse(until)) ? until : undefined;
  const said = (table: Readonly<Record<string, string>>, code: unknown) =>
    typeof code === 'string' ? table[code] : undefined;
  const note = view.evidence
    .find(({ evidenceId }) => evidenceId === uploadId)
    ?.bookmarks?.find(({ second }) => second === facts.second)?.note;
  const parts = [
    typeof facts.second === 'number' && `${placeInFilm(facts.second)}${note ? `: ${note}` : ''}`,
    typeof amount === 'number' && formatMoney(amount, locale),
    date && render(texts.timeline.until, { date: formatDeadlineShort(date, zone, locale) }),
    said(texts.letters.kinds, kind),
    typeof outgoingNumber === 'string' && render(texts.letters.number, { number: outgoingNumber }),
    said(texts.documentKinds, documentKind),
    typeof assignee === 'string' && `→ ${assignee}`,
    said({ ...texts.accessReasons, ...texts.form.refusalReasons }, reason) &&
      render(texts.timeline.because, {
        reason: said({ ...texts.accessReasons, ...texts.form.refusalReasons }, reason) ?? '',
      }),
    typeof facts.findings === 'string' &&
      facts.findings
        .split(' ')
        .map((code) => said(labels.findings, code))
        .filter(Boolean)
        .join('. '),
  ].filter(Boolean);
  return parts.length > 0 ? <span class="quiet"> · {parts.join(' · ')}</span> : null;
}
