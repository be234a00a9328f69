import { ErrorText, Field } from '../shared/field.tsx';
import type { ClaimProps } from './claim-status.tsx';
import { useKept } from './kept.ts';
import { Button, Opening } from './parts.tsx';
import { useLanguage } from './texts.ts';
import { useAction } from './use-action.ts';

const LONGEST_REASON = 4_000;

export function AppealForm(props: ClaimProps) {
  const { refusal } = useLanguage().texts;
  const [reason, setReason, dropReason] = useKept(`appeal-${props.claim.claimId}`, '');
  return (
    <Opening label={refusal.appeal} isOpenFirst={reason !== ''}>
      {(close) => (
        <Appeal {...props} reason={reason} onReason={setReason} onSent={dropReason} onClose={close} />
      )}
    </Opening>
  );
}

interface AppealProps extends ClaimProps {
  reason: string;
  onReason: (reason: string) => void;
  onSent: () => void;
  onClose: () => void;
}

function Appeal({ api, claim, onChanged, reason, onReason, onSent, onClose }: AppealProps) {
  const { refusal, cancel } = useLanguage().texts;
  const sending = useAction();
  const send = () =>
    sending.run(async () => {
      if (reason.trim() === '') return sending.setProblem(refusal.appealEmpty);
      await api.appeal(claim.claimId, reason.trim());
      await onChanged();
      onSent();
    });
  return (
    <div class="inside">
      <Field
        name="reason"
        rows={5}
        maxLength={LONGEST_REASON}
        label={refusal.appealField}
        hint={refusal.appealHint}
        value={reason}
        onValue={onReason}
      />
      {sending.problem && <ErrorText>{sending.problem}</ErrorText>}
      <div class="buttons">
        <Button onClick={send} isBusy={sending.isBusy}>
          {refusal.appealSend}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {cancel}
        </Button>
      </div>
    </div>
  );
}
