import { z } from 'zod';
import { reasonToIgnore } from './ignored-resources.ts';
import { ACCOUNT, REGION, resolveIntrinsics, TemplateRefusal } from './intrinsics.ts';
import { type KnownType, type PropertiesOf, RESOURCE_TYPES } from './resource-types.ts';

/** What the template cannot know by itself: where the laptop serves each thing. */
export interface Addresses {
  /** The HTTP API. */
  apiUrl: string;
  issuerUrl: string;
  queueUrl(queueName: string): string;
  /** Host and port of a distribution. */
  distributionHost(logicalId: string): string;
  /** Of the object storage: it stands where the template says the address of a bucket. */
  storageUrl: string;
  parameters: Record<string, string>;
}

export interface Resource<Type extends KnownType> {
  logicalId: string;
  /** The physical name that the template's references resolve to. */
  name: string;
  properties: PropertiesOf<Type>;
}

export interface ResolvedTemplate {
  all<Type extends KnownType>(type: Type): Resource<Type>[];
  /** Says what is known and yet left out, and why. */
  leftOut: { logicalId: string; type: string; reason: string }[];
}

const resourceSchema = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.unknown().optional(),
  Metadata: z.unknown().optional(),
  DeletionPolicy: z.unknown().optional(),
  UpdateReplacePolicy: z.unknown().optional(),
  Condition: z.literal('CDKMetadataAvailable').optional(),
});

const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.unknown().optional(),
  Description: z.unknown().optional(),
  Metadata: z.unknown().optional(),
  Outputs: z.unknown().optional(),
  // Rules only check the bootstrap version, conditions only whether the CDK may count its users.
  Rules: z.unknown().optional(),
  Conditions: z.strictObject({ CDKMetadataAvailable: z.unknown().optional() }).optional(),
  Parameters: z
    .record(
      z.string(),
      z.looseObject({
        Type: z.string(),
        Default: z.unknown().optional(),
        AllowedPattern: z.string().optional(),
      }),
    )
    .default({}),
  Resources: z.record(z.string(), resourceSchema),
});

const NAME_PROPERTIES: Partial<Record<KnownType, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Events::Rule': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Cognito::UserPoolResourceServer': 'Identifier',
  'AWS::Cognito::UserPoolGroup': 'GroupName',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::CloudFront::Function': 'Name',
};

export const CONSOLE_CLIENT_ID = 'console';
export const POS_CLIENT_ID = 'pos-demo';
export const POS_CLIENT_SECRET = 'pos-demo-secret';
const USER_POOL_ID = `${REGION}_laptop`;

const HELPER_REASON = 'copies files into buckets at a deployment; the laptop does that itself when it starts';

/** The logical id in `{"Fn::GetAtt": [id, "Arn"]}`. */
const arnOwner = (value: unknown): string => {
  const [id = ''] = (value as { 'Fn::GetAtt'?: string[] } | undefined)?.['Fn::GetAtt'] ?? [];
  return id;
};

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/** One synthesized stack. Construction refuses what the laptop does not know; `resolve` gives its values. */
export class LaptopTemplate {
  readonly #template: z.output<typeof templateSchema>;
  /** The functions that CloudFormation calls to copy files into buckets. */
  readonly #deploymentHelpers: ReadonlySet<string>;

  /** @throws TemplateRefusal naming the first unknown section, resource type or property. */
  constructor(json: unknown) {
    const parsed = templateSchema.safeParse(json);
    if (!parsed.success)
      throw new TemplateRefusal(`The template is not as expected: ${explain(parsed.error)}`);
    this.#template = parsed.data;
    this.#deploymentHelpers = new Set(
      Object.values(parsed.data.Resources)
        .filter(({ Type }) => Type === 'Custom::CDKBucketDeployment')
        .map(({ Properties }) => arnOwner(Properties.ServiceToken)),
    );
    for (const [logicalId, resource] of Object.entries(this.#template.Resources)) {
      if (this.#reasonToLeaveOut(logicalId) !== undefined) continue;
      const known = RESOURCE_TYPES[resource.Type as KnownType];
      if (!known) {
        throw new TemplateRefusal(
          `Resource ${logicalId} is of type ${resource.Type}, which the laptop does not know.`,
        );
      }
      const understood = Object.keys(known.schema.shape);
      for (const property of Object.keys(resource.Properties)) {
        if (understood.includes(property) || known.ignored.includes(property)) continue;
        throw new TemplateRefusal(
          `Resource ${logicalId} (${resource.Type}) has the property ${property}, which the laptop does not know.`,
        );
      }
    }
  }

  get parameterNames(): string[] {
    return Object.keys(this.#template.Parameters);
  }

  /** Distributions need an address before the rest can be resolved. */
  logicalIds(type: KnownType): string[] {
    return Object.entries(this.#template.Resources)
      .filter(([id, resource]) => resource.Type === type && this.#reasonToLeaveOut(id) === undefined)
      .map(([logicalId]) => logicalId);
  }

  /**
   * The distribution that is the public host, when there is one: it has a page at `/`, and the API among its origins.
   * The front stands in its place, where the issuer and the API are.
   */
  publicDistribution(): string | undefined {
    const [api] = this.logicalIds('AWS::ApiGatewayV2::Api');
    const [id, ...others] = this.logicalIds('AWS::CloudFront::Distribution').filter((each) => {
      const config = this.#template.Resources[each]?.Properties.DistributionConfig as Record<string, unknown>;
      return config.DefaultRootObject !== undefined && JSON.stringify(config.Origins).includes(`"${api}"`);
    });
    if (others.length > 0)
      throw new TemplateRefusal('The laptop has one public host; the template has more.');
    return id;
  }

  /** Why a resource is known and yet not run, or nothing. */
  #reasonToLeaveOut(logicalId: string): string | undefined {
    const type = this.#template.Resources[logicalId]?.Type ?? '';
    if (type === 'AWS::Lambda::Function' && this.#deploymentHelpers.has(logicalId)) return HELPER_REASON;
    return reasonToIgnore(type);
  }

  /** @throws TemplateRefusal for an unknown intrinsic, a parameter without value or a value of another shape. */
  resolve(addresses: Addresses): ResolvedTemplate {
    const resources = this.#template.Resources;
    const source = {
      ref: (id: string) => this.#reference(id, addresses),
      attribute: (id: string, name: string) => this.#attribute(id, name, addresses),
    };
    const cache = new Map<string, Resource<KnownType>>();
    const resolveOne = (logicalId: string): Resource<KnownType> => {
      const cached = cache.get(logicalId);
      if (cached) return cached;
      const resource = resources[logicalId];
      const type = resource?.Type as KnownType;
      const known = RESOURCE_TYPES[type];
      const understood = Object.fromEntries(
        Object.entries(resource?.Properties ?? {}).filter(([name]) => !known.ignored.includes(name)),
      );
      const place = `Resource ${logicalId} (${type})`;
      const resolved = useLocalAddresses(resolveIntrinsics(understood, source, place), addresses);
      const parsed = known.schema.safeParse(resolved);
      if (!parsed.success) {
        throw new TemplateRefusal(
          `${place} is not something that the laptop can run: ${explain(parsed.error)}`,
        );
      }
      const result: Resource<KnownType> = {
        logicalId,
        name: this.#physicalName(logicalId, addresses),
        properties: parsed.data as PropertiesOf<KnownType>,
      };
      cache.set(logicalId, result);
      return result;
    };
    const known = Object.keys(resources).filter((id) => this.#reasonToLeaveOut(id) === undefined);
    for (const id of known) resolveOne(id);
    return {
      all: <Type extends KnownType>(type: Type) =>
        this.logicalIds(type).map((id) => resolveOne(id) as Resource<Type>),
      leftOut: Object.entries(resources).flatMap(([logicalId, resource]) => {
        const reason = this.#reasonToLeaveOut(logicalId);
        return reason === undefined ? [] : [{ logicalId, type: resource.Type, reason }];
      }),
    };
  }

  #physicalName(logicalId: string, addresses: Addresses): string {
    const resource = this.#template.Resources[logicalId];
    const property = NAME_PROPERTIES[resource?.Type as KnownType];
    const given = property === undefined ? undefined : resource?.Properties[property];
    if (given !== undefined) {
      const source = {
        ref: (id: string) => this.#reference(id, addresses),
        attribute: (id: string, name: string) => this.#attribute(id, name, addresses),
      };
      return String(resolveIntrinsics(given, source, `${logicalId}.${property}`));
    }
    return resource?.Type === 'AWS::S3::Bucket' ? logicalId.toLowerCase() : logicalId;
  }

  #reference(id: string, addresses: Addresses): unknown {
    const parameter = this.#template.Parameters[id];
    if (parameter) {
      const value = addresses.parameters[id] ?? parameter.Default;
      if (value !== undefined) {
        const { AllowedPattern } = parameter;
        if (AllowedPattern === undefined || new RegExp(AllowedPattern).test(String(value))) return value;
        throw new TemplateRefusal(`Parameter ${id}: ${value} is not what its pattern allows.`);
      }
      throw new TemplateRefusal(
        `Parameter ${id} has neither a default nor a value that the laptop could give it.`,
      );
    }
    const resource = this.#template.Resources[id];
    if (!resource) return undefined;
    const name = this.#physicalName(id, addresses);
    switch (resource.Type) {
      case 'AWS::SQS::Queue':
        return addresses.queueUrl(name);
      case 'AWS::ApiGatewayV2::Stage':
        return '$default';
      case 'AWS::SecretsManager::Secret':
      case 'AWS::StepFunctions::StateMachine':
        return this.#attribute(id, 'Arn', addresses);
      case 'AWS::Cognito::UserPool':
        return USER_POOL_ID;
      case 'AWS::Cognito::UserPoolClient': {
        const flows = resource.Properties.AllowedOAuthFlows;
        return Array.isArray(flows) && flows.includes('client_credentials')
          ? POS_CLIENT_ID
          : CONSOLE_CLIENT_ID;
      }
      default:
        return name;
    }
  }

  #attribute(id: string, attribute: string, addresses: Addresses): unknown {
    const resource = this.#template.Resources[id];
    if (!resource) return undefined;
    const name = this.#physicalName(id, addresses);
    switch (`${resource.Type}.${attribute}`) {
      case 'AWS::DynamoDB::GlobalTable.Arn':
      case 'AWS::DynamoDB::Table.Arn':
        return arn('dynamodb', `table/${name}`);
      case 'AWS::DynamoDB::GlobalTable.StreamArn':
      case 'AWS::DynamoDB::Table.StreamArn':
        return arn('dynamodb', `table/${name}/stream/laptop`);
      case 'AWS::S3::Bucket.Arn':
        return `arn:aws:s3:::${name}`;
      case 'AWS::S3::Bucket.DomainName':
      case 'AWS::S3::Bucket.RegionalDomainName':
        return `${name}.s3.${REGION}.amazonaws.com`;
      case 'AWS::SQS::Queue.Arn':
        return arn('sqs', name);
      case 'AWS::SQS::Queue.QueueName':
        return name;
      case 'AWS::SQS::Queue.QueueUrl':
        return addresses.queueUrl(name);
      case 'AWS::Lambda::Function.Arn':
        return arn('lambda', `function:${name}`);
      case 'AWS::ApiGatewayV2::Api.ApiEndpoint':
        return addresses.apiUrl;
      case 'AWS::Events::Rule.Arn':
        return arn('events', `rule/${name}`);
      case 'AWS::Scheduler::Schedule.Arn':
        return arn('scheduler', `schedule/default/${name}`);
      case 'AWS::StepFunctions::StateMachine.Arn':
        return arn('states', `stateMachine:${name}`);
      case 'AWS::StepFunctions::StateMachine.Name':
        return name;
      case 'AWS::SecretsManager::Secret.Arn':
      case 'AWS::SecretsManager::Secret.Id':
        return arn('secretsmanager', `secret:${name}`);
      case 'AWS::Cognito::UserPool.Arn':
        return arn('cognito-idp', `userpool/${USER_POOL_ID}`);
      case 'AWS::Cognito::UserPool.ProviderURL':
        return addresses.issuerUrl;
      case 'AWS::Cognito::UserPool.ProviderName':
        return `cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`;
      case 'AWS::Cognito::UserPool.UserPoolId':
        return USER_POOL_ID;
      case 'AWS::Cognito::UserPoolClient.ClientId':
        return this.#reference(id, addresses);
      case 'AWS::Cognito::UserPoolClient.ClientSecret':
        return POS_CLIENT_SECRET;
      case 'AWS::CloudFront::Distribution.DomainName':
        return addresses.distributionHost(id);
      case 'AWS::CloudFront::Function.FunctionARN':
        return `arn:aws:cloudfront::${ACCOUNT}:function/${name}`;
      case 'AWS::CloudFront::Distribution.Id':
      case 'AWS::CloudFront::ResponseHeadersPolicy.Id':
      case 'AWS::ApiGatewayV2::Authorizer.AuthorizerId':
      case 'AWS::ApiGatewayV2::Integration.IntegrationId':
      case 'AWS::ApiGatewayV2::Api.ApiId':
        return name;
      default:
        if (reasonToIgnore(resource.Type) === undefined) return undefined;
        return attribute.endsWith('Arn')
          ? arn(resource.Type.split('::')[1]?.toLowerCase() ?? '', name)
          : name;
    }
  }
}

/** The origin of a bucket, which pages are allowed to send to; what is not followed by a path. */
const BUCKET_ADDRESS = new RegExp(`https://[\\w.-]+\\.s3\\.${REGION}\\.amazonaws\\.com(?![\\w./-])`, 'g');

/**
 * Where the template says Cognito (the authorizer's issuer, the sign-in pages), the laptop's own issuer stands; and
 * what it says of a distribution's host, always HTTPS in the cloud, is plain HTTP here, where nobody has certificates.
 */
const useLocalAddresses = (value: unknown, addresses: Addresses): unknown => {
  const { issuerUrl, storageUrl } = addresses;
  if (typeof value === 'string') {
    return value
      .replace(BUCKET_ADDRESS, storageUrl)
      .replaceAll(`https://cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`, issuerUrl)
      .replace(/https:\/\/[\w-]+\.auth\.[\w-]+\.amazoncognito\.com/g, issuerUrl)
      .replaceAll('https://127.0.0.1:', 'http://127.0.0.1:');
  }
  if (Array.isArray(value)) return value.map((item) => useLocalAddresses(item, addresses));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, useLocalAddresses(inner, addresses)]),
  );
};

const explain = (error: z.ZodError): string =>
  error.issues
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message))
    .join('; ');
