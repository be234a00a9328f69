import { useEffect, useRef } from 'preact/hooks';
import type { CaseClaim } from '../../../functions/contracts/console.ts';
import type { LetterKind } from '../../../functions/contracts/primitives.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { ErrorText } from '../../shared/field.tsx';
import { readDraft } from '../drafts.ts';
import { Button } from '../parts.tsx';
import { ActionForm } from './action-form.tsx';
import { useCase } from './case-desk.ts';
import { draftNameOf } from './form-values.ts';
import { ReplyForm } from './reply-form.tsx';
import { useWriteLetter } from './use-write-letter.ts';

/** What decides comes first, what ends the claim otherwise last; anything new stands at the end. */
const ORDER = [
  'approve-proposal',
  'approve',
  'propose',
  'refuse',
  'ask-for-more',
  'send-letter',
  'receive-reply',
  'answer',
  'retry-payout',
  'settle-by-hand',
  'return-to-review',
  'waive-film',
  'wait-for-reply',
  'go-on-without-reply',
  'seller-refunded',
  'bank-recovered',
  'appeal',
  'reopen',
  'merge',
  'withdraw',
];
const KEYS: Readonly<Record<string, string>> = {
  'approve-proposal': 'A',
  approve: 'A',
  propose: 'P',
  refuse: 'R',
  'ask-for-more': 'Q',
  'send-letter': 'L',
};
const LETTERS: readonly LetterKind[] = [
  'claim-to-seller',
  'request-to-bank',
  'recall-of-money-order',
  'reply-to-customer',
];

const placeOf = (action: string) => (ORDER.includes(action) ? ORDER.indexOf(action) : ORDER.length);

/** The actions that the service allows this person now, and nothing else; each opens in place. */
export function ActionsPanel({ claim }: { claim: CaseClaim }) {
  const { texts, labels, openForm, setOpenForm, trackingNumber, person } = useCase();
  const words = texts.actions;
  const heading = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  // There an approval is a proposal: one way to it leads, the other waits behind what else can be done.
  const isProposal =
    claim.allowedActions.includes('approve') && claim.mostToApprove > claim.secondPersonAbove;
  const isBehind = (action: string) => isProposal && action === 'propose';
  const actions = [...claim.allowedActions].sort(
    (one, other) => Number(isBehind(one)) - Number(isBehind(other)) || placeOf(one) - placeOf(other),
  );
  const isSuggested = suggestedOf(claim) !== undefined;
  const opener = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (openForm !== undefined) {
      opener.current = openForm;
      panel.current
        ?.querySelector<HTMLElement>('.action-form input, .action-form textarea, .action-form button')
        ?.focus();
      return;
    }
    // Where one was before the form opened; a step that was taken is gone, and so is its button.
    if (!opener.current) return;
    const before = panel.current?.querySelector<HTMLElement>(`[data-action="${opener.current}"]`);
    (before ?? heading.current)?.focus();
    opener.current = undefined;
  }, [openForm]);
  const isOthers = claim.assignee !== undefined && claim.assignee.id !== person.id;
  return (
    <section class="actions" ref={panel}>
      <h2 tabIndex={-1} ref={heading}>
        {openForm ? labels.actions[openForm as keyof typeof labels.actions] : words.title}
      </h2>
      {openForm === undefined ? (
        <>
          <Suggested claim={claim} />
          {actions.length === 0 && (
            <p class="quiet">
              {isOthers && claim.deadline !== undefined
                ? render(words.notYours, { name: claim.assignee?.id ?? '' })
                : words.none}
            </p>
          )}
          <div class="action-list">
            {actions.map((action) => (
              <button
                key={action}
                type="button"
                data-action={action}
                class={`button ${isBehind(action) ? 'button-quiet' : kindOf(action, isSuggested)}`}
                onClick={() => setOpenForm(action)}
              >
                {labels.actions[action as keyof typeof labels.actions] ?? action}
                {readDraft(person.id, draftNameOf(trackingNumber, claim.claimId, action)) !== undefined && (
                  <span class="draft-mark">{words.draftKept}</span>
                )}
                {KEYS[action] && (
                  <span class="hotkey" aria-hidden="true">
                    {KEYS[action]}
                  </span>
                )}
              </button>
            ))}
          </div>
        </>
      ) : openForm === 'send-letter' ? (
        <ChooseLetter claim={claim} />
      ) : openForm === 'receive-reply' ? (
        <ReplyForm claim={claim} />
      ) : (
        <ActionForm key={openForm} action={openForm} claim={claim} />
      )}
    </section>
  );
}

/** One button leads: the suggested step where there is one, else what decides. */
function kindOf(action: string, isSuggested: boolean): string {
  if (action === 'refuse') return 'button-stop';
  const isDecisive = action === 'approve' || action === 'approve-proposal';
  return isDecisive && !isSuggested ? 'button-main' : 'button-other';
}

const decisiveOf = ({ allowedActions }: CaseClaim) =>
  allowedActions.find((each) => each === 'approve-proposal' || each === 'approve');

/** The step that the terms propose, where this person may take it now. */
function suggestedOf(claim: CaseClaim): CaseClaim['suggestedStep'] {
  const step = claim.suggestedStep;
  const isPossible =
    step === 'decide' ? decisiveOf(claim) !== undefined : claim.allowedActions.includes('send-letter');
  return isPossible ? step : undefined;
}

/** What the terms propose next; still a person does it. */
function Suggested({ claim }: { claim: CaseClaim }) {
  const { texts, setOpenForm } = useCase();
  const { write, isBusy, problem } = useWriteLetter(claim);
  const step = suggestedOf(claim);
  if (!step) return null;
  return (
    <div class="suggested">
      <span class="quiet">{texts.actions.suggested}</span>
      <Button
        kind="main"
        isBusy={isBusy}
        onClick={() => (step === 'decide' ? setOpenForm(decisiveOf(claim)) : write(step))}
      >
        {texts.actions.suggestedSteps[step]}
      </Button>
      {problem && <ErrorText>{problem}</ErrorText>}
    </div>
  );
}

export function ChooseLetter({ claim }: { claim: CaseClaim }) {
  const { texts, setOpenForm } = useCase();
  const { write, isBusy, problem } = useWriteLetter(claim);
  const first = LETTERS.find((kind) => kind === claim.suggestedStep);
  const kinds = first ? [first, ...LETTERS.filter((kind) => kind !== first)] : LETTERS;
  return (
    <div class="action-form">
      <div class="action-list">
        {kinds.map((kind) => (
          <Button
            key={kind}
            isBusy={isBusy}
            kind={kind === first ? 'main' : 'other'}
            onClick={() => write(kind)}
          >
            {texts.letters.kinds[kind]}
          </Button>
        ))}
      </div>
      {problem && <ErrorText>{problem}</ErrorText>}
      <Button kind="quiet" onClick={() => setOpenForm(undefined)}>
        {texts.actions.back}
      </Button>
    </div>
  );
}
