import { bucketDefinitions } from '../../local/plan.ts';
import type { BucketSettings } from '../../local/storage/object-storage.ts';
import { LaptopTemplate } from '../../local/template.ts';
import { type Properties, plainName, synthesizedStack } from '../../test/stack/synthesized-stack.ts';
import { Broken } from '../proof.ts';

/** The buckets that the functions use, by short names; in the template their names end in a digest. */
export const FILMS = 'films';
export const LAKE = 'lake';
export const PAGE_ORIGIN = 'https://protected-purchase.example';

const BUCKETS: Record<string, string> = { EvidenceFilms: FILMS, Lake: LAKE };

/** Buckets that no function asks anything of. */
const NOT_COMPARED_BUCKETS: Record<string, string> = {
  EvidenceAccessLogs: 'S3 and CloudFront write into it; the laptop keeps no access logs',
  SitePages: 'the deployment fills it and CloudFront reads it; on the laptop both are its own tests',
};

const COMPARED_PROPERTIES = new Set([
  ...['CorsConfiguration', 'ObjectLockEnabled', 'VersioningConfiguration', 'NotificationConfiguration'],
]);

const NOT_COMPARED_PROPERTIES: Record<string, string> = {
  BucketEncryption: 'changes nothing of what is asked and answered',
  LifecycleConfiguration: 'moto runs no rules; test/local/storage/retention.test.ts holds the laptop to them',
  LoggingConfiguration: 'the laptop keeps no access logs',
  OwnershipControls: 'the stack has one account and no ACLs',
  PublicAccessBlockConfiguration: 'nobody comes without a signature, which is tried alone',
};

/** A bucket as the template has it, and as the laptop makes it out of the template. */
export interface StackBucket {
  name: string;
  /** Of `AWS::S3::Bucket`, with the page's origin in its place. */
  properties: Properties;
  onLaptop: BucketSettings;
}

/** @throws Broken when the template has a bucket, or a bucket a property, of which nobody said whether it is compared. */
export async function stackBuckets(): Promise<StackBucket[]> {
  const { template, all } = await synthesizedStack();
  const nowhere = 'http://127.0.0.1:9';
  const laptop = new LaptopTemplate(template);
  const resolved = laptop.resolve({
    ...{ apiUrl: nowhere, issuerUrl: nowhere, storageUrl: nowhere },
    queueUrl: (name) => `${nowhere}/${name}`,
    distributionHost: () => '127.0.0.1:9',
    parameters: Object.fromEntries(laptop.parameterNames.map((name) => [name, PAGE_ORIGIN])),
  });
  const settings = new Map(bucketDefinitions(resolved).map((each) => [each.name, each]));
  const found = all('AWS::S3::Bucket').flatMap(({ id, Properties }): StackBucket[] => {
    const name = BUCKETS[plainName(id)];
    if (name === undefined && NOT_COMPARED_BUCKETS[plainName(id)]) return [];
    const onLaptop = settings.get(id.toLowerCase());
    if (name === undefined || !onLaptop) throw new Broken(`The template's bucket ${id} is not compared.`);
    for (const property of Object.keys(Properties))
      if (!COMPARED_PROPERTIES.has(property) && !NOT_COMPARED_PROPERTIES[property])
        throw new Broken(`${property} of the bucket ${id} is not compared.`);
    return [{ name, properties: withOrigin(Properties), onLaptop: { ...onLaptop, name } }];
  });
  const missing = Object.values(BUCKETS).find((name) => !found.some((each) => each.name === name));
  if (missing) throw new Broken(`The template has no bucket that could be ${missing}.`);
  return found;
}

/** The only thing that the buckets' compared settings refer to. */
function withOrigin(properties: Properties): Properties {
  return JSON.parse(
    JSON.stringify(properties).replaceAll('{"Ref":"PublicHost"}', JSON.stringify(PAGE_ORIGIN)),
  );
}
