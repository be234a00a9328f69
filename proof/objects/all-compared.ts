import { allowedActions, askedInCode } from '../moto/asked-in-code.ts';
import { Broken, type Tried } from '../proof.ts';

/**
 * Holds what the generated sequences have asked of both storages against what there is to ask: the commands that the
 * code sends, and the actions that the template allows. Whoever adds one compares it too, or says here why not.
 */

/** By command and property, `…name` for what is spread or handed over whole. */
const NOT_COMPARED: Record<string, string> = {
  'GetObject.…place': 'the Bucket and the Key of a file of the lake, which are compared',
};

/** What each action allows, by the commands that need it. */
const COMMANDS_OF_ACTION: Record<string, string[]> = {
  's3:PutObject': ['PutObject', 'CreateMultipartUpload', 'CompleteMultipartUpload'],
  's3:AbortMultipartUpload': ['AbortMultipartUpload'],
  's3:ListMultipartUploadParts': ['ListParts'],
  's3:GetObject': ['GetObject', 'HeadObject'],
  's3:ListBucket': ['ListObjectsV2', 'HeadBucket'],
  's3:PutObjectRetention': ['PutObjectRetention'],
  's3:DeleteObject': ['DeleteObject'],
  's3:DeleteObjectVersion': ['DeleteObject.VersionId'],
};

const NOT_COMPARED_ACTIONS: Record<string, string> = {
  's3:GetObjectRetention': 'asked of both as a known difference: moto answers the object itself',
};

/** Whose files nobody but the deployment's helper writes; it does not run on the laptop. */
const BUCKETS_OF_PAGES = ['SitePages', 'cdk-hnb659fds-assets-'];

/** @throws Broken naming the first that was asked of neither, or of one alone, and is not excepted. */
export async function assertAllCompared(
  laptop: ReadonlySet<string>,
  moto: ReadonlySet<string>,
): Promise<Tried[]> {
  const compared = new Set([...laptop].filter((each) => moto.has(each)));
  for (const each of [...compared]) compared.add(each.split('.')[0] ?? '');
  const inCode = askedInCode('@aws-sdk/client-s3');
  for (const [asked, file] of inCode) {
    if (compared.has(asked) || NOT_COMPARED[asked]) continue;
    throw new Broken(`${file} asks ${asked} of S3, which no sequence has asked of both storages.`);
  }
  const stale = Object.keys(NOT_COMPARED).find((asked) => !inCode.has(asked));
  if (stale) throw new Broken(`${stale} is excepted, and nobody asks it.`);
  const actions = await allowedActions('s3', (resource) =>
    BUCKETS_OF_PAGES.some((bucket) => resource.includes(bucket)),
  );
  for (const [action, allowedTo] of actions) {
    if (NOT_COMPARED_ACTIONS[action]) continue;
    const commands = COMMANDS_OF_ACTION[action];
    if (!commands)
      throw new Broken(`${allowedTo} may ${action}, of which nobody said whether it is compared.`);
    const missing = commands.find((command) => !compared.has(command));
    if (missing) throw new Broken(`${allowedTo} may ${action}; no sequence has asked ${missing} of both.`);
  }
  return [
    { count: inCode.size, what: 'commands of the code and their properties, all of them compared' },
    { count: actions.size, what: 's3: actions of the template, held against the commands' },
  ];
}
