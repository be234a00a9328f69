import { useEffect, useState } from 'preact/hooks';
import type { GivenPayee, PayeeCodeSent } from '../../functions/contracts/customer.ts';
import { render } from '../../functions/messages/fill-text.ts';
import { ErrorText, Field } from '../shared/field.tsx';
import { Refused } from '../shared/refused.ts';
import type { ClaimProps } from './claim-status.tsx';
import { formatDuration } from './durations.ts';
import { keepNumberTogether } from './keep-together.ts';
import { Button, Choices, useWayToWrong } from './parts.tsx';
import { useLanguage } from './texts.ts';
import { useAction } from './use-action.ts';

/** What was typed, and the code that is on its way: who looks at the SMS may come back to a page loaded anew. */
export interface PayeeDraft {
  method: 'phone' | 'account';
  bank: string;
  account: string;
  holder: string;
  sent?: Pick<PayeeCodeSent, 'nextCodeAt'> & { sentTo?: string };
}

interface PayeeFormProps extends ClaimProps {
  draft: PayeeDraft;
  onDraft: (draft: PayeeDraft) => void;
  onClose: () => void;
}

export function PayeeForm({ api, claim, onChanged, draft, onDraft, onClose }: PayeeFormProps) {
  const { texts } = useLanguage();
  const { payee: words } = texts;
  const { method, bank, account, holder, sent } = draft;
  const change = (part: Partial<PayeeDraft>) => onDraft({ ...draft, ...part });
  const [code, setCode] = useState('');
  const [isChecked, setChecked] = useState(false);
  const asking = useAction();
  const saving = useAction();
  const wayToWrong = useWayToWrong();
  const wait = useSecondsUntil(sent?.nextCodeAt);
  const wrong = method === 'account' ? wrongIn({ bank, account, holder }, words.wrong) : {};
  const isWrong = Object.keys(wrong).length > 0;
  const shown = (error: string | undefined) => (isChecked ? error : undefined);

  /** A code that was sent a moment ago is the one to type: its answer may have been lost. */
  const codeFor = async (claimId: string): Promise<NonNullable<PayeeDraft['sent']>> => {
    try {
      return await api.requestPayeeCode(claimId);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'code-too-soon') throw error;
      asking.setProblem(error.message);
      return { nextCodeAt: String(error.facts.nextCodeAt) };
    }
  };
  const ask = () =>
    asking.run(async () => {
      setChecked(true);
      if (isWrong) return wayToWrong.lead();
      change({ sent: await codeFor(claim.claimId) });
      setChecked(false);
      saving.setProblem(undefined);
    });
  const save = () =>
    saving.run(async () => {
      setChecked(true);
      if (isWrong || digits(code).length !== 6) return wayToWrong.lead();
      const payee: GivenPayee =
        method === 'phone'
          ? { method }
          : {
              method,
              bankIdentificationCode: digits(bank),
              account: digits(account),
              holder: holder.trim(),
            };
      await api.changePayee(claim.claimId, { code: digits(code), payee });
      await onChanged(words.saved);
      onClose();
    });

  return (
    <div class="inside" ref={wayToWrong.within}>
      <Choices
        legend={words.changeTitle}
        name="payee"
        value={method}
        onValue={(method) => change({ method })}
        choices={[
          { value: 'account', label: words.toAccount },
          { value: 'phone', label: words.toPhone },
        ]}
      />
      {method === 'account' && (
        <>
          <Field
            name="bank"
            inputMode="numeric"
            label={words.bank}
            hint={words.bankHint}
            value={bank}
            onValue={(bank) => change({ bank })}
            error={shown(wrong.bank)}
          />
          <Field
            name="account"
            inputMode="numeric"
            label={words.accountField}
            hint={words.accountHint}
            value={account}
            onValue={(account) => change({ account })}
            error={shown(wrong.account)}
          />
          <Field
            name="holder"
            autoComplete="name"
            maxLength={120}
            label={words.holder}
            hint={words.holderHint}
            value={holder}
            onValue={(holder) => change({ holder })}
            error={shown(wrong.holder)}
          />
        </>
      )}
      {sent && (
        <>
          {sent.sentTo && (
            <p role="status">{render(words.codeSent, { phone: keepNumberTogether(sent.sentTo) })}</p>
          )}
          <Field
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            label={words.code}
            hint={words.codeHint}
            value={code}
            onValue={setCode}
            error={shown(digits(code).length === 6 ? undefined : words.wrong.code)}
          />
        </>
      )}
      {(asking.problem ?? saving.problem) && <ErrorText>{asking.problem ?? saving.problem}</ErrorText>}
      <div class="buttons">
        {sent && (
          <Button onClick={save} isBusy={saving.isBusy}>
            {words.save}
          </Button>
        )}
        {wait > 0 ? (
          <p class="hint">{render(words.newCodeAt, { time: formatDuration(wait) })}</p>
        ) : (
          <Button kind={sent ? 'quiet' : 'main'} onClick={ask} isBusy={asking.isBusy}>
            {sent ? words.newCode : words.getCode}
          </Button>
        )}
        <Button kind="quiet" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </div>
  );
}

function wrongIn(
  given: { bank: string; account: string; holder: string },
  words: Record<'bank' | 'account' | 'holder', string>,
): Partial<Record<'bank' | 'account' | 'holder', string>> {
  return {
    ...(digits(given.bank).length !== 9 && { bank: words.bank }),
    ...(digits(given.account).length !== 20 && { account: words.account }),
    ...(given.holder.trim().length < 3 && { holder: words.holder }),
  };
}

/** Banks' apps show numbers in groups. */
function digits(typed: string): string {
  return typed.replace(/\D/g, '');
}

/** Counted on this device from when the answer came, so that a clock that is set wrong does not matter much. */
function useSecondsUntil(instant: string | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!instant) return;
    const until = Math.min(Date.parse(instant), Date.now() + 60_000);
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [instant]);
  return left;
}
