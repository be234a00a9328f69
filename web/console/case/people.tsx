import { useState } from 'preact/hooks';
import type { AccessReason, PersonalAnswer } from '../../../functions/contracts/console.ts';
import { render } from '../../../functions/messages/fill-text.ts';
import { ErrorText } from '../../shared/field.tsx';
import { Button, Select } from '../parts.tsx';
import { useAction } from '../use-action.ts';
import { accessReasons, likelyReason } from './access-reasons.ts';
import { useCase } from './case-desk.ts';
import { Fact, Facts } from './facts.tsx';

/** Customer, seller and payee, masked until somebody says why they need to know. */
export function People() {
  const { view, claim, texts, api, trackingNumber, refresh } = useCase();
  const { facts, personal } = texts;
  const [opened, setOpened] = useState<PersonalAnswer>();
  const [reason, setReason] = useState<AccessReason>(likelyReason(claim, 'personal'));
  const { run, isBusy, problem } = useAction();
  const { customer: maskedCustomer, seller: maskedSeller } = view.policy;
  const customer = { ...maskedCustomer, ...opened?.customer };
  const seller = opened?.seller ?? maskedSeller;
  const payee = opened?.payees.find(({ claimId }) => claimId === claim?.claimId) ?? claim?.payee;
  const show = () =>
    run(async () => {
      setOpened(await api.openPersonal(trackingNumber, reason));
      await refresh();
    });
  return (
    <Facts title={facts.people}>
      <dl class="fact-list">
        <Fact name={facts.customer}>
          {[customer.phone, customer.email].filter(Boolean).join(', ')}
          {maskedCustomer.locale && <span class="quiet"> · {facts.language[maskedCustomer.locale]}</span>}
        </Fact>
        <Fact name={facts.seller}>
          {[
            seller.name,
            seller.taxNumber && render(facts.taxNumber, { number: seller.taxNumber }),
            seller.phone,
          ]
            .filter(Boolean)
            .join(', ')}
        </Fact>
        {claim && (
          <Fact name={facts.payee}>
            {payee
              ? render(facts.payeeAccount, {
                  holder: payee.holder,
                  account: payee.account,
                  bank: payee.bankIdentificationCode,
                })
              : facts.payeePhone}
          </Fact>
        )}
      </dl>
      {opened ? (
        <Button kind="quiet" onClick={() => setOpened(undefined)}>
          {personal.hide}
        </Button>
      ) : (
        <div class="reveal">
          <Select
            label={personal.reason}
            value={reason}
            choices={accessReasons.map((value) => ({ value, label: texts.accessReasons[value] }))}
            onValue={setReason}
          />
          <button
            type="button"
            class="button button-small"
            data-key="personal"
            aria-disabled={isBusy ? 'true' : undefined}
            title={personal.recorded}
            onClick={() => void show()}
          >
            {personal.show}
          </button>
        </div>
      )}
      {problem && <ErrorText>{problem}</ErrorText>}
    </Facts>
  );
}
