import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DurableQueue } from './durable-queue.ts';
import { acknowledge } from './security-checks.ts';
import type { Grant } from './service-function.ts';

/** Where an upload may still be finished: the terms' seven days, and one to spare. */
const ABORT_UNFINISHED = Duration.days(8);

/**
 * Films go to the cheap class, which is read at once too, but for money: after the days in which a claim is decided,
 * when they are checked and watched. Also a film that nobody claims on is better off there: ninety days of it, which
 * are paid for at the least, cost as much as sixteen days before (docs/decisions/06).
 */
const TO_GLACIER = Duration.days(8);

/** The terms' 36 months for a film of a claim (1,098 days at most), and the 37 days that it may be older than it. */
const EXPIRE = Duration.days(1136);

export interface EvidenceBucketProps {
  /** Scheme and host of the customer's page, which uploads from the browser. */
  publicHost: string;
  checks: DurableQueue;
}

/**
 * The films: private, versioned and lockable; every received film is announced to the check. They are watched
 * through a host of their own that has no cookies and lets nothing run.
 */
export class EvidenceBucket extends Construct {
  readonly bucket: Bucket;
  /** Who asked for what, of the bucket and of the hosts before the buckets. */
  readonly accessLogs: Bucket;
  /** The host that films are watched through. */
  readonly filmHost: string;

  constructor(scope: Construct, props: EvidenceBucketProps) {
    super(scope, 'Evidence');
    this.accessLogs = new Bucket(this, 'AccessLogs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(400) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.bucket = new Bucket(this, 'Films', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      objectLockEnabled: true,
      serverAccessLogsBucket: this.accessLogs as IBucket,
      serverAccessLogsPrefix: 'films/',
      removalPolicy: RemovalPolicy.RETAIN,
      cors: [
        {
          allowedOrigins: [props.publicHost],
          // A document's PDF is read by the page that shows it.
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
          allowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
          exposedHeaders: ['ETag', 'x-amz-checksum-sha256'],
          maxAge: 3000,
        },
      ],
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: ABORT_UNFINISHED,
          transitions: [
            { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: TO_GLACIER },
          ],
          expiration: EXPIRE,
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
    });
    this.#announceFilms(props.checks);
    this.filmHost = this.#cookielessHost().distributionDomainName;
  }

  readonly grantBeginUpload: Grant = (to) => this.#grant(to, 's3:PutObject', 's3:AbortMultipartUpload');

  readonly grantReadUpload: Grant = (to) => this.#grant(to, 's3:ListMultipartUploadParts', 's3:GetObject');

  /** A presigned address can do no more than whoever signed it. */
  readonly grantSignParts: Grant = (to) => this.#grant(to, 's3:PutObject');

  readonly grantCompleteUpload: Grant = (to) =>
    this.#grant(to, 's3:PutObject', 's3:ListMultipartUploadParts', 's3:GetObject');

  readonly grantAbortUpload: Grant = (to) => this.#grant(to, 's3:AbortMultipartUpload', 's3:GetObject');

  readonly grantCheck: Grant = (to) =>
    this.#grant(
      to,
      's3:GetObject',
      's3:PutObjectRetention',
      's3:GetObjectRetention',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
    );

  readonly grantLook: Grant = (to) => this.#grant(to, 's3:GetObject');

  readonly grantRemove: Grant = (to) =>
    this.#grant(to, 's3:GetObject', 's3:AbortMultipartUpload', 's3:DeleteObject', 's3:DeleteObjectVersion');

  readonly grantDownload: Grant = (to) => {
    this.#grant(to, 's3:GetObject');
    to.setEnvironment('EVIDENCE_HOST', Fn.join('', ['https://', this.filmHost]));
  };

  /** A letter is locked from its first moment on; it is never written a second time. */
  readonly grantStoreLetters: Grant = (to) =>
    this.#grantOn(to, 'letters/*', 's3:PutObject', 's3:PutObjectRetention');

  readonly grantReadLetters: Grant = (to) => this.#grantOn(to, 'letters/*', 's3:GetObject');

  /** Whoever carries letters takes their enclosures along. */
  readonly grantCarryLetters: Grant = (to) => {
    this.#grantOn(to, 'letters/*', 's3:GetObject');
    this.#grantOn(to, 'evidence/*', 's3:GetObject');
  };

  #grant(to: Parameters<Grant>[0], ...actions: string[]): void {
    this.#grantOn(to, 'evidence/*', ...actions);
  }

  #grantOn(to: Parameters<Grant>[0], keys: 'evidence/*' | 'letters/*', ...actions: string[]): void {
    to.allow(actions, this.bucket.arnForObjects(keys));
    // Without the right to list, S3 answers 403 for an object that is not there, and "gone" could not be told.
    if (actions.includes('s3:GetObject')) to.allow(['s3:ListBucket'], this.bucket.bucketArn);
    to.setEnvironment('EVIDENCE_BUCKET', this.bucket.bucketName);
    const id = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    acknowledge(
      to,
      `AwsSolutions-IAM5[Resource::<${id}.Arn>/${keys}]`,
      'The keys of films and letters are made at run time; all of them lie under their prefix.',
    );
  }

  /** Set on the template itself: the L2 way would deploy a helper Lambda that sets it from outside. */
  #announceFilms(checks: DurableQueue): void {
    const bucket = this.bucket.node.defaultChild as CfnBucket;
    bucket.addPropertyOverride('NotificationConfiguration', {
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    new Rule(this, 'FilmReceived', {
      description: 'A received film is checked',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [this.bucket.bucketName] }, object: { key: [{ prefix: 'evidence/' }] } },
      } satisfies EventPattern,
      targets: [new SqsQueue(checks.queue, { deadLetterQueue: checks.deadLetters })],
    });
  }

  /** S3 itself cannot send `nosniff`; this host forwards presigned addresses as they are and adds the headers. */
  #cookielessHost(): Distribution {
    const host = new Distribution(this, 'FilmHost', {
      comment: 'Films of claims, as attachments, on a host without cookies',
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableLogging: true,
      logBucket: this.accessLogs as IBucket,
      logFilePrefix: 'film-host/',
      logIncludesCookies: false,
      defaultBehavior: {
        origin: new HttpOrigin(this.bucket.bucketRegionalDomainName, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        }),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: new ResponseHeadersPolicy(this, 'InertHeaders', {
          comment: 'Whatever the bytes are, nothing of them runs',
          securityHeadersBehavior: {
            contentTypeOptions: { override: true },
            contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; sandbox", override: true },
            strictTransportSecurity: { accessControlMaxAge: Duration.days(730), override: true },
            referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
          },
        }),
      },
    });
    acknowledge(
      host,
      'AwsSolutions-CFR1',
      'Customers and specialists may be abroad; addresses live five minutes.',
    );
    acknowledge(
      host,
      'AwsSolutions-CFR2',
      'Every request carries a signature that S3 verifies; there is nothing to guess.',
    );
    acknowledge(
      host,
      'AwsSolutions-CFR4',
      'The certificate of a domain of its own, with TLS 1.2, is set at deployment.',
    );
    acknowledge(
      host,
      'AwsSolutions-CFR7',
      'Origin access would sign anew and void the presigned address, which is the guard.',
    );
    return host;
  }
}
