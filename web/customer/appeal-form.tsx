import { useState } from 'preact/hooks';
import type { ClaimProps } from './claim-status.tsx';
import { Button, ErrorText, Field, useAction } from './parts.tsx';
import { useLanguage } from './texts.ts';

const LONGEST_REASON = 4_000;

export function AppealForm({ api, claim, onChanged }: ClaimProps) {
  const { refusal, cancel } = useLanguage().texts;
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const sending = useAction();
  const send = () =>
    sending.run(async () => {
      if (reason.trim() === '') return sending.setProblem(refusal.appealEmpty);
      await api.appeal(claim.claimId, reason.trim());
      await onChanged();
    });
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{refusal.appeal}</Button>;
  return (
    <div class="inside">
      <Field
        name="reason"
        rows={5}
        maxLength={LONGEST_REASON}
        label={refusal.appealField}
        hint={refusal.appealHint}
        value={reason}
        onValue={setReason}
      />
      {sending.problem && <ErrorText>{sending.problem}</ErrorText>}
      <div class="buttons">
        <Button onClick={send} isBusy={sending.isBusy}>
          {refusal.appealSend}
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          {cancel}
        </Button>
      </div>
    </div>
  );
}
