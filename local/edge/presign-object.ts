import { LAPTOP_CREDENTIALS } from '../functions/function-host.ts';
import { REGION } from '../intrinsics.ts';

/** A link to one object, signed with the laptop's credentials: what an origin access control does in the cloud. */
export const presignObject = async (storageUrl: string, path: string): Promise<string> => {
  // Loaded on first use: most starts never read a bucket over the edge.
  const [{ GetObjectCommand, S3Client }, { getSignedUrl }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/s3-request-presigner'),
  ]);
  const [bucket = '', ...key] = path.slice(1).split('/');
  const client = new S3Client({
    endpoint: storageUrl,
    region: REGION,
    credentials: LAPTOP_CREDENTIALS,
    forcePathStyle: true,
  });
  const command = new GetObjectCommand({ Bucket: bucket, Key: decodeURIComponent(key.join('/')) });
  return await getSignedUrl(client, command, { expiresIn: 60 });
};
