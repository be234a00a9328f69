import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Grant } from './service-function.ts';

const GROUPS = ['specialist', 'supervisor', 'analyst', 'administrator'];

/** Tills sign in with client credentials, people of the console with a code, PKCE and a second factor. */
export class Identity extends Construct {
  readonly posAuthorizer: HttpJwtAuthorizer;
  readonly consoleAuthorizer: HttpJwtAuthorizer;
  /** The scope that a till's token must carry. */
  readonly saleScope = 'sales/write';
  /** Scheme and host of the sign-in pages: where the console sends people, and asks for tokens. */
  readonly signInUrl: string;
  /** What the console's page has to know to sign somebody in; none of it is secret. */
  readonly grantSignInSettings: Grant;

  constructor(scope: Construct, props: { publicHost: string }) {
    super(scope, 'Identity');
    const pool = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      accountRecovery: AccountRecovery.NONE,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const groupName of GROUPS) {
      new CfnUserPoolGroup(this, `Group-${groupName}`, { userPoolId: pool.userPoolId, groupName });
    }
    // The prefix has to be unique in the whole Region, so it carries the account.
    const domainPrefix = `protected-purchase-${Stack.of(this).account}`;
    this.signInUrl = pool.addDomain('Domain', { cognitoDomain: { domainPrefix } }).baseUrl();

    const pos = this.#posClient(pool);
    const console = pool.addClient('Console', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE],
        callbackUrls: [`${props.publicHost}/console/`],
        logoutUrls: [`${props.publicHost}/console/`],
      },
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(10),
    });
    this.posAuthorizer = authorizerOf('Pos', pool, pos);
    this.consoleAuthorizer = authorizerOf('Console', pool, console);
    this.grantSignInSettings = (to) => {
      to.setEnvironment('SIGN_IN_ISSUER', pool.userPoolProviderUrl);
      to.setEnvironment('SIGN_IN_HOST', this.signInUrl);
      to.setEnvironment('CONSOLE_CLIENT_ID', console.userPoolClientId);
    };
  }

  #posClient(pool: UserPool): UserPoolClient {
    const write = new ResourceServerScope({ scopeName: 'write', scopeDescription: 'Sell protection' });
    const sales = pool.addResourceServer('Sales', { identifier: 'sales', scopes: [write] });
    return pool.addClient('Pos', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(sales, write)] },
      accessTokenValidity: Duration.hours(1),
    });
  }
}

function authorizerOf(id: string, pool: UserPool, client: UserPoolClient): HttpJwtAuthorizer {
  return new HttpJwtAuthorizer(`${id}Authorizer`, pool.userPoolProviderUrl, {
    jwtAudience: [client.userPoolClientId],
  });
}
