import { Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRouteIntegrationBindOptions,
  type HttpRouteIntegrationConfig,
  IntegrationCredentials,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Operation } from '../functions/contracts/operations/operation.ts';
import { type OperationName, operations } from '../functions/contracts/operations.ts';
import type { Identity } from './identity.ts';
import { acknowledge } from './security-checks.ts';
import { pascalCase, type ServiceFunction } from './service-function.ts';

/**
 * The HTTP API: a route for each operation of the contract, behind the authorizer of its caller. A customer's link
 * is no JWT, so those routes are guarded by their function (functions/http/with-policy.ts).
 */
export class Api extends Construct {
  readonly url: string;
  /** The host of `url`, for whoever forwards to it. */
  readonly host: string;
  readonly #api: HttpApi;

  constructor(
    scope: Construct,
    props: { identity: Identity; functions: Record<OperationName, ServiceFunction> },
  ) {
    super(scope, 'Api');
    const api = new HttpApi(this, 'Http', {
      description: 'Protected purchase',
      createDefaultStage: true,
    });
    const caller = new Role(this, 'Caller', {
      description: 'The gateway, when it calls the functions behind its routes',
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    });
    for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
      api.addRoutes({
        path: operation.path,
        methods: [HttpMethod[operation.method]],
        integration: new CalledByRole(pascalCase(name), props.functions[name].lambda, caller),
        ...authorization(operation, props.identity),
      });
    }
    // One statement for all of them: a role's own policies may have 10,240 characters together.
    const called = Object.values(props.functions).map(({ lambda }) => lambda.functionArn);
    caller.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: called }));
    acknowledge(
      this,
      'AwsSolutions-APIG4',
      "A customer's link is no JWT: those functions prove its token; openapi.json is public. A stack test names them.",
    );
    this.#guardStage(api);
    this.url = api.apiEndpoint;
    this.host = Fn.select(2, Fn.split('/', api.apiEndpoint));
    this.#api = api;
  }

  metricServerError(options: MetricOptions): Metric {
    return this.#api.metricServerError(options);
  }

  /** Bounds what one caller can do to the others, and logs who called what: never a body, a query or a token. */
  #guardStage(api: HttpApi): void {
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = api.defaultStage?.node.defaultChild as CfnStage;
    stage.defaultRouteSettings = {
      throttlingBurstLimit: 2_000,
      throttlingRateLimit: 1_000,
      // Metrics of each route are paid for one by one and come to more than all the rest; the access log has them.
      detailedMetricsEnabled: false,
    };
    stage.accessLogSettings = {
      destinationArn: logs.logGroupArn,
      format: JSON.stringify({
        requestId: '$context.requestId',
        requestTime: '$context.requestTime',
        routeKey: '$context.routeKey',
        status: '$context.status',
        latency: '$context.responseLatency',
        error: '$context.error.messageString',
      }),
    };
  }
}

/**
 * Calls a function as one role that may call them all. A permission on each function for its route, as CDK adds it
 * by itself, is one resource more for every operation, and a stack may have five hundred.
 */
class CalledByRole extends HttpLambdaIntegration {
  readonly #caller: Role;

  constructor(id: string, called: LambdaFunction, caller: Role) {
    super(id, called);
    this.#caller = caller;
  }

  override bind(options: HttpRouteIntegrationBindOptions): HttpRouteIntegrationConfig {
    return {
      ...super.bind(options),
      credentials: IntegrationCredentials.fromRole(this.#caller as IRole),
    };
  }

  /** The role's own policy names the function instead. */
  protected override completeBind(): void {}
}

function authorization(operation: Operation, identity: Identity) {
  if (operation.caller === 'pos')
    return { authorizer: identity.posAuthorizer, authorizationScopes: [identity.saleScope] };
  if (operation.caller === 'console') return { authorizer: identity.consoleAuthorizer };
  return { authorizer: new HttpNoneAuthorizer() };
}
