import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { LAKE_PREFIX } from '../../functions/lake/columns.ts';

const AT_ONCE = 8;

/** Copies the lake's files into a folder, under their keys. Answers how many there are. */
export async function fetchLake(client: S3Client, Bucket: string, folder: string): Promise<number> {
  let count = 0;
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: `${LAKE_PREFIX}/`, ContinuationToken }),
    );
    const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    for (let next = 0; next < keys.length; next += AT_ONCE)
      await Promise.all(
        keys.slice(next, next + AT_ONCE).map((Key) => fetchFile(client, { Bucket, Key }, folder)),
      );
    count += keys.length;
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return count;
}

async function fetchFile(
  client: S3Client,
  place: { Bucket: string; Key: string },
  folder: string,
): Promise<void> {
  const file = path.join(folder, place.Key);
  if (!file.startsWith(`${folder}${path.sep}`))
    throw new Error(`The key ${place.Key} leads out of the folder.`);
  const { Body } = await client.send(new GetObjectCommand(place));
  if (!Body) throw new Error(`The storage answered ${place.Key} without bytes.`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, await Body.transformToByteArray());
}
