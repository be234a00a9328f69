import { CfnParameter } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Grant } from './service-function.ts';

/** Addresses outside the stack: given at deployment; on the laptop they are the simulators (local/world). */
export class OutsideWorld extends Construct {
  readonly publicHost: string;
  readonly #messages: string;
  readonly #payouts: string;
  readonly #carrier: string;

  constructor(scope: Construct) {
    super(scope, 'OutsideWorld');
    this.publicHost = address(
      scope,
      'PublicHost',
      'Scheme and host of the customer page, which links lead to',
    );
    this.#messages = address(scope, 'MessagesProviderUrl', 'API of the SMS and e-mail provider');
    this.#payouts = address(scope, 'PayoutProviderUrl', 'API of the payout provider');
    this.#carrier = address(scope, 'CarrierTrackingUrl', 'API of the carrier’s tracking');
  }

  readonly grantLinks: Grant = (to) => to.setEnvironment('PUBLIC_HOST', this.publicHost);
  readonly grantMessages: Grant = (to) => to.setEnvironment('MESSAGES_PROVIDER_URL', this.#messages);
  readonly grantPayouts: Grant = (to) => to.setEnvironment('PAYOUT_PROVIDER_URL', this.#payouts);
  readonly grantCarrier: Grant = (to) => to.setEnvironment('CARRIER_URL', this.#carrier);
}

function address(scope: Construct, id: string, description: string): string {
  const parameter = new CfnParameter(scope, id, {
    description,
    allowedPattern: '^https?://[^/\\s]+(/[^\\s]*)?$',
  });
  // The parameter keeps its plain name in the template: it is what an operator types.
  parameter.overrideLogicalId(id);
  return parameter.valueAsString;
}
