import { S3Client } from '@aws-sdk/client-s3';
import { createS3LetterStorage } from '../../functions/adapters/s3-letter-storage.ts';
import type { Instant } from '../../functions/clock.ts';
import { LAPTOP_CREDENTIALS } from '../functions/function-host.ts';
import { REGION } from '../intrinsics.ts';
import { type LaptopAddresses, nameIn, readAddresses } from '../laptop-addresses.ts';
import type { SeedTarget } from './seed-target.ts';

/** The running laptop of this directory and what its clock says, or undefined when none answers. */
export async function findLaptop(
  dataDirectory: string,
): Promise<{ target: SeedTarget; now: Instant } | undefined> {
  const addresses = readAddresses(dataDirectory);
  if (!addresses) return undefined;
  try {
    const response = await fetch(`${addresses.url}/_local/clock`);
    const { now } = (await response.json()) as { now: Instant };
    return { target: targetOf(addresses, now), now };
  } catch {
    return undefined;
  }
}

function targetOf({ tablesUrl, storageUrl, tables, buckets }: LaptopAddresses, now: Instant): SeedTarget {
  // Signatures are made by the laptop's time, which may be far from this machine's.
  const systemClockOffset = Date.parse(now) - Date.now();
  const client =
    storageUrl === undefined
      ? undefined
      : new S3Client({
          ...{ endpoint: storageUrl, region: REGION, credentials: LAPTOP_CREDENTIALS, systemClockOffset },
          forcePathStyle: true,
          requestChecksumCalculation: 'WHEN_REQUIRED',
        });
  return {
    tablesUrl,
    policiesTable: nameIn(tables, 'TablesPolicies'),
    casesTable: nameIn(tables, 'TablesCases'),
    ...(client && {
      letterStorage: createS3LetterStorage({ client, bucket: nameIn(buckets, 'EvidenceFilms') }),
    }),
    close: async () => client?.destroy(),
  };
}
