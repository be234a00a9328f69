import { useEffect, useRef, useState } from 'preact/hooks';
import type { CaseClaim } from '../../../functions/contracts/console.ts';
import type { DocumentKind } from '../../../functions/contracts/primitives.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { formatMoney } from '../../../functions/messages/format.ts';
import { ErrorText, Field } from '../../shared/field.tsx';
import { kopecksOf } from '../../shared/roubles.ts';
import { readDraft, useDraft } from '../drafts.ts';
import { Button } from '../parts.tsx';
import { useAction } from '../use-action.ts';
import { CASE_TEXTS, isFilm, lastSequence, receivedFiles, useCase } from './case-desk.ts';
import { ConflictNotice, newsOf } from './conflict-notice.tsx';
import { Grounds } from './decisions.tsx';
import { EvidencePicker } from './evidence-picker.tsx';
import {
  draftNameOf,
  emptyValues,
  type FormValues,
  leftOf,
  partsOf,
  requestOf,
  stepOf,
  typedRoubles,
  type Wrong,
  wrongWith,
} from './form-values.ts';
import { documentWords, missingLines, nameOf, shortMoment } from './words.ts';

/** What the service says when somebody else was first. */
const OUTRUN = ['case-changed', 'action-not-allowed', 'proposal-outdated', 'assigned-to-another'];

export interface FormPartProps {
  action: string;
  claim: CaseClaim;
  values: FormValues;
  change: (values: Partial<FormValues>) => void;
  wrong: readonly Wrong[];
}

/**
 * A step that is being taken. What is typed is kept until it was sent. When the case changes meanwhile the text stays,
 * the present state is shown beside it, and nothing is sent before its writer has seen that.
 */
export function ActionForm({ action, claim }: { action: string; claim: CaseClaim }) {
  const desk = useCase();
  const { texts, labels, locale, view, etag, person, api, trackingNumber } = desk;
  const parts = partsOf(action);
  const draftName = draftNameOf(trackingNumber, claim.claimId, action);
  const first = { ...emptyValues(lastSequence(view)), amount: firstAmount(action, claim) };
  const [values, setValues, dropDraft] = useDraft<FormValues>(person.id, draftName, first);
  const [isTried, setTried] = useState(false);
  const [isOutrun, setOutrun] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { run, isBusy, problem, setProblem } = useAction((refused) => {
    if (!OUTRUN.includes(refused.code)) return;
    setOutrun(true);
    void desk.refresh();
  });
  const latest = useRef(values);
  latest.current = values;
  const change = (changed: Partial<FormValues>) => {
    latest.current = { ...latest.current, ...changed };
    setValues(latest.current);
  };

  const news = newsOf(view, claim, values.seen, person.id);
  const isPossible = claim.allowedActions.includes(action);
  const isChanged = news.length > 0 || isOutrun || !isPossible;
  const wrong = isTried ? wrongWith(action, values, claim) : [];
  const amount = kopecksOf(values.amount);
  const step = stepOf(action, values, claim);

  const leadTo = (selector: string) =>
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(selector)?.focus());
  const submit = () => {
    if (isChanged) {
      leadTo('.conflict');
      return;
    }
    if (wrongWith(action, values, claim).length > 0) {
      setTried(true);
      leadTo('[aria-invalid="true"], .part-wrong input, .part-wrong textarea');
      return;
    }
    void run(async () => {
      const request = requestOf(step === 'propose' ? 'propose' : action, values, claim, view);
      desk.put(await api.act(trackingNumber, claim.claimId, step, etag, request));
      dropDraft();
      desk.setOpenForm(undefined);
      desk.say(texts.timeline.steps[step] ?? labels.actions[step as keyof typeof labels.actions] ?? step);
    });
  };
  const given = { action, claim, values, change, wrong };
  return (
    <form
      ref={form}
      class="action-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
      }}
    >
      {isChanged && (
        <ConflictNotice
          claim={claim}
          news={news}
          isPossible={isPossible}
          onGoOn={() => {
            setOutrun(false);
            setProblem(undefined);
            change({ seen: lastSequence(view) });
            leadTo('input, textarea, button[type="submit"]');
          }}
        />
      )}
      {parts.includes('binding') && <Binding claim={claim} />}
      {(parts.includes('amount') || parts.includes('recovered')) && <Amount {...given} />}
      {parts.includes('refusal') && <RefusalReason {...given} />}
      {parts.includes('question') && <Question {...given} />}
      {parts.includes('answer') && <Answer {...given} />}
      {parts.includes('evidence') && <EvidencePicker {...given} />}
      {parts.includes('without') && <WithoutDocuments {...given} />}
      {parts.includes('explanation') && (
        <Field
          label={
            action === 'refuse' && values.reasonCode === 'other'
              ? texts.form.explanation
              : `${texts.form.explanation} (${texts.optional})`
          }
          name="explanation"
          rows={3}
          maxLength={2000}
          value={values.explanation}
          onValue={(explanation) => change({ explanation })}
          error={wrong.includes('explanationMissing') ? texts.form.explanationMissing : undefined}
        />
      )}
      {parts.includes('change') && (
        <Field
          label={texts.form.whatWouldChange}
          hint={texts.form.whatWouldChangeHint}
          name="what-would-change"
          rows={3}
          maxLength={2000}
          value={values.whatWouldChange}
          onValue={(whatWouldChange) => change({ whatWouldChange })}
          error={wrong.includes('whatWouldChangeMissing') ? texts.form.whatWouldChangeMissing : undefined}
        />
      )}
      {parts.includes('into') && <Into {...given} />}
      {parts.includes('reason') && (
        <Field
          label={texts.form.words[action as keyof typeof texts.form.words] ?? texts.form.reason}
          name="reason"
          rows={4}
          maxLength={2000}
          value={values.reason}
          onValue={(reason) => change({ reason })}
          error={wrong.includes('reasonMissing') ? texts.form.wordsMissing : undefined}
        />
      )}
      {parts.length === 0 && <p class="quiet">{texts.actions.sure}</p>}
      {problem && !isChanged && <ErrorText>{problem}</ErrorText>}
      <div class="button-row form-end">
        <button
          type="submit"
          class={`button ${action === 'refuse' ? 'button-stop-main' : 'button-main'}`}
          aria-disabled={isBusy || isChanged ? 'true' : undefined}
        >
          {submitWords()}
        </button>
        <Button kind="quiet" onClick={() => desk.setOpenForm(undefined)}>
          {texts.actions.back}
        </Button>
        {readDraft(person.id, draftName) !== undefined && (
          <Button
            kind="quiet"
            onClick={() => {
              dropDraft();
              desk.setOpenForm(undefined);
            }}
          >
            {texts.actions.discardDraft}
          </Button>
        )}
      </div>
    </form>
  );

  function submitWords(): string {
    const sum = amount === undefined ? '…' : formatMoney(amount, locale);
    if (step === 'propose') return render(texts.form.proposeSend, { amount: sum });
    if (action === 'approve') return render(texts.form.approveSend, { amount: sum });
    if (action === 'approve-proposal' && claim.proposal)
      return render(texts.form.approveSend, { amount: formatMoney(claim.proposal.amount, locale) });
    return labels.actions[action as keyof typeof labels.actions] ?? action;
  }
}

function firstAmount(action: string, claim: CaseClaim): string {
  if (action === 'approve' || action === 'propose') return typedRoubles(claim.mostToApprove);
  if (action === 'seller-refunded' || action === 'bank-recovered') return typedRoubles(leftOf(claim));
  return '';
}

function Amount({ action, claim, values, change, wrong }: FormPartProps) {
  const { texts, locale } = useCase();
  const isRecovered = !partsOf(action).includes('amount');
  const most = formatMoney(isRecovered ? leftOf(claim) : claim.mostToApprove, locale);
  const limit = formatMoney(claim.secondPersonAbove, locale);
  const isAbove = (kopecksOf(values.amount) ?? 0) > claim.secondPersonAbove;
  const words = texts.form;
  return (
    <>
      <Field
        label={isRecovered ? words.recovered : words.amount}
        hint={render(isRecovered ? words.recoveredHint : words.amountHint, { most })}
        name="amount"
        inputMode="decimal"
        value={values.amount}
        onValue={(amount) => change({ amount })}
        error={
          wrong.includes('amountWrong')
            ? words.amountWrong
            : wrong.includes('amountOver')
              ? isRecovered
                ? render(words.recoveredHint, { most })
                : render(words.amountOver, { most })
              : undefined
        }
      />
      {!isRecovered && (
        <p class={isAbove ? 'limit limit-above' : 'limit'} role="status">
          {render(isAbove ? words.secondPerson : words.alone, { limit })}
        </p>
      )}
    </>
  );
}

function RefusalReason({ claim, values, change, wrong }: FormPartProps) {
  const { texts, labels } = useCase();
  const isWrong = wrong.includes('reasonCodeMissing');
  const clauses = [...new Map(claim.refusalClauses.map((each) => [each.clause, each])).values()];
  return (
    <>
      <fieldset class={isWrong ? 'part part-wrong' : 'part'}>
        <legend>{texts.form.reason}</legend>
        {isWrong && <ErrorText>{texts.form.reasonMissing}</ErrorText>}
        {claim.refusalClauses.map(({ reasonCode, clause }) => (
          <label key={reasonCode} class="check">
            <input
              type="radio"
              name="reason-code"
              checked={values.reasonCode === reasonCode}
              onChange={() => change({ reasonCode, clause })}
            />
            <span>{texts.form.refusalReasons[reasonCode]}</span>
          </label>
        ))}
      </fieldset>
      {values.reasonCode && (
        <label class="field">
          <span class="label">{texts.form.clause}</span>
          <select value={values.clause} onChange={(event) => change({ clause: event.currentTarget.value })}>
            {clauses.map(({ clause, reasonCode }) => (
              <option key={clause} value={clause}>
                {clause}. {labels.refusalReasons[reasonCode].clause}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

/** Documents of the checklist that are still missing come first; choosing one writes it into the question. */
function Question({ claim, values, change, wrong }: FormPartProps) {
  const { texts, wanted } = useCase();
  // The customer reads this, so it is in their language.
  const theirs = CASE_TEXTS[claim.locale ?? 'ru'];
  const kinds = [
    ...new Set([
      ...claim.checklist.filter(({ metBy }) => metBy.length === 0).flatMap(({ anyOf }) => anyOf),
      ...values.requested,
      ...(wanted ?? []),
    ]),
  ];
  const sentenceOf = (documents: readonly DocumentKind[]) =>
    documents.length === 0
      ? ''
      : render(theirs.form.requestedText, { documents: documentWords(documents, theirs) });
  const request = (documents: DocumentKind[]) => {
    const before = sentenceOf(values.requested);
    const after = sentenceOf(documents);
    const question =
      before !== '' && values.question.includes(before)
        ? values.question.replace(before, after)
        : [values.question.trim(), after].filter(Boolean).join('\n');
    change({ requested: documents, question: question.trim() });
  };
  useEffect(() => {
    if (wanted && wanted.length > 0) request([...new Set([...values.requested, ...wanted])]);
  }, [wanted]);
  return (
    <>
      {kinds.length > 0 && (
        <fieldset class="part">
          <legend>{texts.form.requested}</legend>
          {kinds.map((kind) => (
            <label key={kind} class="check">
              <input
                type="checkbox"
                checked={values.requested.includes(kind)}
                onChange={(event) =>
                  request(
                    event.currentTarget.checked
                      ? [...values.requested, kind]
                      : values.requested.filter((each) => each !== kind),
                  )
                }
              />
              <span>{texts.documentKinds[kind]}</span>
            </label>
          ))}
        </fieldset>
      )}
      <Field
        label={texts.form.question}
        name="question"
        rows={5}
        maxLength={2000}
        value={values.question}
        onValue={(question) => change({ question })}
        error={wrong.includes('questionMissing') ? texts.form.questionMissing : undefined}
      />
    </>
  );
}

function Answer({ claim, values, change, wrong }: FormPartProps) {
  const { texts, view } = useCase();
  const documents = receivedFiles(view, claim.policyId).filter((each) => !isFilm(each));
  return (
    <>
      <Field
        label={texts.form.answer}
        name="answer"
        rows={5}
        maxLength={4000}
        value={values.answer}
        onValue={(answer) => change({ answer })}
        error={wrong.includes('answerMissing') ? texts.form.answerMissing : undefined}
      />
      {documents.length > 0 && (
        <fieldset class="part">
          <legend>{texts.form.answerDocuments}</legend>
          {documents.map(({ evidenceId, fileName }) => (
            <label key={evidenceId} class="check">
              <input
                type="checkbox"
                checked={values.documents.includes(evidenceId)}
                onChange={(event) =>
                  change({
                    documents: event.currentTarget.checked
                      ? [...values.documents, evidenceId].slice(0, 10)
                      : values.documents.filter((each) => each !== evidenceId),
                  })
                }
              />
              <span>{fileName}</span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}

function WithoutDocuments({ claim, values, change, wrong }: FormPartProps) {
  const { texts } = useCase();
  const missing = missingLines(claim);
  if (missing.length === 0) return null;
  const documents = missing.map(({ anyOf }) => documentWords(anyOf, texts, texts.checklist.or)).join(', ');
  return (
    <Field
      label={texts.form.withoutDocuments}
      hint={render(texts.form.withoutDocumentsHint, { documents })}
      name="without-documents"
      rows={2}
      maxLength={500}
      value={values.without}
      onValue={(without) => change({ without })}
      error={wrong.includes('withoutMissing') ? texts.form.withoutMissing : undefined}
    />
  );
}

function Into({ claim, values, change, wrong }: FormPartProps) {
  const { texts, labels, view, locale } = useCase();
  const isWrong = wrong.includes('intoMissing');
  return (
    <fieldset class={isWrong ? 'part part-wrong' : 'part'}>
      <legend>{texts.form.into}</legend>
      {isWrong && <ErrorText>{texts.form.intoMissing}</ErrorText>}
      {view.claims
        .filter(({ claimId }) => claim.mergeableInto.includes(claimId))
        .map((each) => (
          <label key={each.claimId} class="check">
            <input
              type="radio"
              name="into"
              checked={values.intoClaimId === each.claimId}
              onChange={() => change({ intoClaimId: each.claimId })}
            />
            <span>
              {labels.claimKinds[each.kind].label}, {formatMoney(each.amount, locale)}
              <span class="hint">
                {labels.claimStatuses[each.status]}, № {each.claimId}
              </span>
            </span>
          </label>
        ))}
    </fieldset>
  );
}

/** The second person sees exactly what the approval is bound to. */
function Binding({ claim }: { claim: CaseClaim }) {
  const { texts, labels, locale } = useCase();
  const { proposal, payee } = claim;
  const words = texts.form;
  if (!proposal) return null;
  return (
    <section class="binding" aria-label={words.bindTitle}>
      <h3>{words.bindTitle}</h3>
      <dl class="fact-list">
        <div>
          <dt>{words.bindSum}</dt>
          <dd class="binding-sum">{formatMoney(proposal.amount, locale)}</dd>
        </div>
        <div>
          <dt>{words.bindPayee}</dt>
          <dd>
            {payee
              ? render(texts.facts.payeeAccount, {
                  holder: payee.holder,
                  account: payee.account,
                  bank: payee.bankIdentificationCode,
                })
              : texts.facts.payeePhone}
          </dd>
        </div>
        <div>
          <dt>{words.bindBy}</dt>
          <dd>
            {nameOf(proposal.by, labels)}, {shortMoment(proposal.at, claim.timeZone, locale)}
          </dd>
        </div>
      </dl>
      <Grounds grounds={proposal} />
      <p class="hint">{words.bindNote}</p>
    </section>
  );
}
