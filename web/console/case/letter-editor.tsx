import { useEffect, useRef, useState } from 'preact/hooks';
import type { LetterView } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatDeadlineShort } from '../../../functions/messages/format.ts';
import { ErrorText, Field } from '../../shared/field.tsx';
import { useDraft } from '../drafts.ts';
import { Button } from '../parts.tsx';
import { useLanguage } from '../texts.ts';
import { useAction } from '../use-action.ts';
import { useCase } from './case-desk.ts';
import { FilesChoice } from './reply-form.tsx';
import { shortMoment } from './words.ts';

/** What a template leaves open where the case does not know a fact (functions/letters/letter-view.ts). */
const GAP = '____';

interface LetterDraft {
  version: number;
  name: string;
  address: string;
  email: string;
  subject: string;
  body: string;
  enclosures: string[];
}

const draftOf = ({ version, recipient, subject, body, enclosures }: LetterView): LetterDraft => ({
  version,
  name: recipient.name,
  address: recipient.address ?? '',
  email: recipient.email ?? '',
  ...{ subject, body, enclosures },
});

/** Written like a letter, seen as its PDF, sent or marked as posted. What was sent is only shown. */
export function LetterEditor({ letter: given }: { letter: LetterView }) {
  const desk = useCase();
  const { texts, api, trackingNumber, person, locale, view } = desk;
  const words = texts.letters;
  const { texts: page } = useLanguage();
  // What a call has answered may be newer than what the case was told last.
  const [answered, setAnswered] = useState(given);
  const letter = answered.version > given.version ? answered : given;
  const zone = view.policy.office.timeZone;
  const isDraft = letter.status === 'draft';
  const draftName = `letter ${trackingNumber} ${letter.letterId}`;
  const [kept, setKept, dropKept] = useDraft<LetterDraft | undefined>(person.id, draftName, undefined);
  const text = kept ?? draftOf(letter);
  const isChanged = kept !== undefined;
  const isOthers = isChanged && kept.version < letter.version;
  const [pdf, setPdf] = useState<string>();
  const [sending, setSending] = useState<'email' | 'post' | 'discard'>();
  const [postal, setPostal] = useState('');
  const body = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const action = useAction((refused) => {
    if (refused.code === 'letter-changed' || refused.code === 'letter-not-draft') void desk.refresh();
  });
  const { problem, setProblem } = action;
  // One at a time, since each saves first; only the button that was pressed tells of it.
  const [pressed, setPressed] = useState<'preview' | 'save' | 'email' | 'post' | 'discard'>();
  const isBusyWith = (each: typeof pressed) => action.isBusy && pressed === each;
  const run = (what: typeof pressed, does: () => Promise<void>) => {
    if (action.isBusy) return;
    setPressed(what);
    return action.run(does);
  };
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => () => void (pdf && URL.revokeObjectURL(pdf)), [pdf]);

  const change = (changed: Partial<LetterDraft>) => setKept({ ...text, ...changed });
  /** The letter as the service has it, with all that was typed. */
  const save = async (): Promise<LetterView> => {
    if (!kept) return letter;
    const saved = await api.changeLetter(trackingNumber, letter.letterId, {
      version: kept.version,
      recipient: {
        name: kept.name.trim() || GAP,
        ...(kept.address.trim() && { address: kept.address.trim() }),
        ...(kept.email.trim() && { email: kept.email.trim() }),
      },
      subject: kept.subject.trim(),
      body: kept.body,
      enclosures: kept.enclosures,
    });
    dropKept();
    setAnswered(saved);
    await desk.refresh();
    return saved;
  };
  const preview = () =>
    run('preview', async () => {
      await save();
      setPdf(URL.createObjectURL(await api.readLetterPdf(trackingNumber, letter.letterId)));
    });
  const missingFor = (channel: 'email' | 'post'): string[] => [
    ...(text.name.includes(GAP) || !text.name.trim() ? [words.missing.recipient ?? ''] : []),
    ...(gapsIn(text) > 0 ? [words.missing.gaps ?? ''] : []),
    ...(channel === 'email' && !text.email.trim() ? [words.missing.email ?? ''] : []),
    ...(channel === 'post' && !text.address.trim() ? [words.missing.address ?? ''] : []),
  ];
  const dispatch = (channel: 'email' | 'post') =>
    run(channel, async () => {
      const lacking = missingFor(channel);
      if (lacking.length > 0) {
        setProblem(lacking.join(' '));
        return;
      }
      const { version } = await save();
      desk.put(
        await api.dispatchLetter(trackingNumber, letter.letterId, {
          version,
          channel,
          ...(channel === 'post' && postal.trim() && { postalTrackingNumber: postal.trim() }),
        }),
      );
      setSending(undefined);
      setPdf(undefined);
      desk.say(`${words.kinds[letter.kind]}: ${words.statuses.sent}`);
    });
  const discard = () =>
    run('discard', async () => {
      await api.discardLetter(trackingNumber, letter.letterId);
      dropKept();
      desk.look(undefined);
      await desk.refresh();
    });
  const toGap = () => {
    const field = body.current?.querySelector('textarea');
    if (!field) return;
    const from = field.value.indexOf(GAP, field.selectionEnd ?? 0);
    const place = from === -1 ? field.value.indexOf(GAP) : from;
    if (place === -1) return;
    field.focus();
    field.setSelectionRange(place, place + GAP.length);
  };

  return (
    <section class="letter-editor" aria-label={render(words.editor, { kind: words.kinds[letter.kind] })}>
      <div class="viewer-head">
        <h2 ref={heading} tabIndex={-1}>
          {words.kinds[letter.kind]}
        </h2>
        <span class="quiet">
          {words.statuses[letter.status]}
          {letter.outgoingNumber && `, ${render(words.number, { number: letter.outgoingNumber })}`}
          {letter.sentAt && `, ${shortMoment(letter.sentAt, zone, locale)}`}
          {letter.replyDueAt &&
            letter.status === 'sent' &&
            `, ${render(letter.isOverdue ? words.overdue : words.due, { date: formatDeadlineShort(letter.replyDueAt, zone, locale) })}`}
          {isDraft && isChanged && ` · ${words.unsaved}`}
        </span>
        <Button kind="quiet" onClick={() => desk.look(undefined)}>
          {texts.close}
        </Button>
      </div>
      {isOthers && isDraft && (
        <div class="conflict" role="alert">
          <p>{words.conflict}</p>
          <div class="button-row">
            <Button onClick={() => change({ version: letter.version })}>{words.keepMine}</Button>
            <Button onClick={dropKept}>{words.takeTheirs}</Button>
          </div>
        </div>
      )}
      {pdf ? (
        <iframe
          class="preview preview-letter"
          title={words.previewTitle}
          src={`${pdf}#navpanes=0&view=FitH`}
        />
      ) : isDraft ? (
        <div class="letter-fields">
          <div class="letter-address">
            <Field
              label={words.recipient}
              name="recipient"
              maxLength={200}
              value={text.name}
              onValue={(name) => change({ name })}
            />
            <Field
              label={words.email}
              name="email"
              maxLength={254}
              value={text.email}
              onValue={(email) => change({ email })}
            />
            <Field
              label={words.address}
              name="address"
              maxLength={500}
              value={text.address}
              onValue={(address) => change({ address })}
            />
            <Field
              label={words.subject}
              name="subject"
              maxLength={300}
              value={text.subject}
              onValue={(subject) => change({ subject })}
            />
          </div>
          <div ref={body} class="letter-body">
            <Field
              label={words.body}
              name="body"
              rows={16}
              maxLength={12_000}
              value={text.body}
              onValue={(value) => change({ body: value })}
            />
          </div>
          {gapsIn(text) > 0 && (
            <div class="gaps">
              <p>{render(words.gaps, { count: String(gapsIn(text)) })}</p>
              <ul>
                {[text.subject, ...text.body.split('\n')]
                  .filter((line) => line.includes(GAP))
                  .slice(0, 6)
                  .map((line) => (
                    <li key={line}>
                      <Marked line={line} />
                    </li>
                  ))}
              </ul>
              <Button onClick={toGap}>{words.gapNext}</Button>
            </div>
          )}
          <FilesChoice
            legend={words.enclosures}
            chosen={text.enclosures}
            policyId={view.claims.find(({ claimId }) => claimId === letter.claimId)?.policyId ?? ''}
            onChosen={(enclosures) => change({ enclosures })}
          />
        </div>
      ) : (
        <div class="letter-sent">
          <p>
            {[letter.recipient.name, letter.recipient.address, letter.recipient.email]
              .filter(Boolean)
              .join(', ')}
          </p>
          <h3>{letter.subject}</h3>
          {letter.body
            .split('\n')
            .filter((paragraph) => paragraph.trim() !== '')
            .map((paragraph, index) => (
              <p key={index}>{paragraph}</p>
            ))}
        </div>
      )}
      {problem && <ErrorText>{problem}</ErrorText>}
      {sending === 'post' && isDraft && (
        <form
          class="mark-form"
          onSubmit={(event) => {
            event.preventDefault();
            void dispatch('post');
          }}
        >
          <Field
            label={words.postalNumber}
            hint={words.postalHint}
            name="postal-number"
            inputMode="numeric"
            maxLength={40}
            value={postal}
            onValue={setPostal}
          />
          <button
            type="submit"
            class="button button-main"
            aria-disabled={isBusyWith('post') ? 'true' : undefined}
          >
            {isBusyWith('post') ? page.sending : words.postedSend}
          </button>
        </form>
      )}
      {sending === 'discard' && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and this has none
        <div class="conflict" role="group" aria-label={words.discardSure}>
          <p>{words.discardSure}</p>
          <div class="button-row">
            <Button kind="stop" isBusy={isBusyWith('discard')} busyWords={words.discardYes} onClick={discard}>
              {words.discardYes}
            </Button>
            <Button onClick={() => setSending(undefined)}>{texts.cancel}</Button>
          </div>
        </div>
      )}
      <div class="button-row letter-end">
        {pdf ? (
          <Button onClick={() => setPdf(undefined)}>{words.backToText}</Button>
        ) : (
          <Button isBusy={isBusyWith('preview')} busyWords={words.previewing} onClick={preview}>
            {words.preview}
          </Button>
        )}
        {isDraft && (
          <>
            {isChanged && (
              <Button
                isBusy={isBusyWith('save')}
                busyWords={texts.save}
                onClick={() => run('save', async () => void (await save()))}
              >
                {texts.save}
              </Button>
            )}
            <Button kind="main" isBusy={isBusyWith('email')} onClick={() => dispatch('email')}>
              {words.sendEmail}
            </Button>
            <Button onClick={() => setSending(sending === 'post' ? undefined : 'post')}>
              {words.markPosted}
            </Button>
            <Button kind="quiet" onClick={() => setSending('discard')}>
              {words.discard}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

function gapsIn({ subject, body }: Pick<LetterDraft, 'subject' | 'body'>): number {
  return [subject, body].reduce((count, each) => count + each.split(GAP).length - 1, 0);
}

function Marked({ line }: { line: string }) {
  return (
    <>
      {line.split(GAP).map((part, index) => (
        <span key={index}>
          {index > 0 && <mark>{GAP}</mark>}
          {part}
        </span>
      ))}
    </>
  );
}
