import { render } from '../../functions/messages/fill-text.ts';
import type { ClaimProps } from './claim-status.tsx';
import { keepNumberTogether } from './keep-together.ts';
import { useKept } from './kept.ts';
import { PayeeForm } from './lazy-screens.ts';
import { Opening } from './parts.tsx';
import type { PayeeDraft } from './payee-form.tsx';
import { useLanguage } from './texts.ts';

type Payee = ClaimProps['claim']['payee'];

const EMPTY: PayeeDraft = { method: 'account', bank: '', account: '', holder: '' };

/** Where the money goes. A change needs the one-time code that goes to the phone of the sale. */
export function Payee(props: ClaimProps) {
  const { texts } = useLanguage();
  const { claim } = props;
  const [draft, setDraft] = useKept(`payee-${claim.claimId}`, EMPTY);
  return (
    <section class="payee" aria-labelledby={`payee-${claim.claimId}`}>
      <h3 id={`payee-${claim.claimId}`}>
        {claim.paidAmount === undefined ? texts.payee.title : texts.payee.paidTitle}
      </h3>
      <p>{said(claim.payee, texts)}</p>
      {claim.payeeChangeable && (
        <Opening kind="quiet" label={texts.payee.change} isOpenFirst={draft.sent !== undefined}>
          {(close) => (
            <PayeeForm
              {...props}
              draft={draft}
              onDraft={setDraft}
              onClose={() => {
                setDraft(EMPTY);
                close();
              }}
            />
          )}
        </Opening>
      )}
    </section>
  );
}

function said(payee: Payee, texts: ReturnType<typeof useLanguage>['texts']): string {
  if (payee.method === 'phone') return render(texts.payee.phone, { phone: keepNumberTogether(payee.phone) });
  const { account, holder, bankIdentificationCode } = payee;
  return render(texts.payee.account, { account, holder, bank: bankIdentificationCode });
}
