import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './security-checks.ts';
import type { Grant } from './service-function.ts';

/** The secrets of the service, generated with it; functions read them once when they start. */
export class Keys extends Construct {
  readonly #secret: Secret;

  constructor(scope: Construct) {
    super(scope, 'Keys');
    this.#secret = new Secret(this, 'Secret', {
      description: 'Master key of links, phone hashes and cursors; the API key that the providers know us by',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ providerApiKey: 'set-after-deployment' }),
        generateStringKey: 'masterKey',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(
      this.#secret,
      'AwsSolutions-SMG4',
      'A new master key would void every link that customers hold.',
    );
  }

  readonly grantRead: Grant = (to) => {
    this.#secret.grantRead(to.grantee);
    to.setEnvironment('KEYS_SECRET_ARN', this.#secret.secretArn);
  };
}
