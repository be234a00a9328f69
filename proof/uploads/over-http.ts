import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clerkOf } from '../../test/e2e/clerk.ts';
import { customerOf, sha256, type UploadPlan } from '../../test/e2e/customer.ts';
import { type Laptop, startLaptop } from '../../test/e2e/laptop.ts';
import { specialistOf } from '../../test/e2e/specialist.ts';
import { Broken, type Tried } from '../proof.ts';
import { type Content, type CorpusFile, disagreement } from './corpus-file.ts';
import { tryEmpty } from './empty-uploads.ts';
import { PLACE } from './film-workshop.ts';

/** Larger ones are checked in the process: their bytes are zeros, and sending them shows nothing more. */
const LARGEST_SENT = 40 * 1024 ** 2;

const FILMS_PER_PARCEL = 5;
const DOCUMENTS_PER_PARCEL = 20;

/** The laptop's clock is today's: when a film of the corpus was made is another matter there. */
const BY_THE_CLOCK = ['recorded-before-sale', 'recorded-after-upload'];

/** Every file through the whole laptop, in parts, as a customer's page sends it; then back, as a specialist gets it. */
export async function uploadAll(
  files: readonly CorpusFile[],
  progress: (text: string) => void,
): Promise<Tried[]> {
  const wrong: string[] = [];
  let sent = 0;
  let bytes = 0;
  let refusals = 0;
  const laptop = await startLaptop();
  try {
    for (const group of grouped(files)) {
      const parcel = await openParcel(laptop, group[0]?.purpose === 'document');
      for (const file of group) {
        const content = file.make();
        if (content.size > LARGEST_SENT || file.hangs) continue;
        const label = `${file.kind}: ${file.name}`;
        try {
          if (content.size === 0) refusals += await tryEmpty(file, parcel);
          else {
            bytes += await sendOne(file, bytesOf(content), parcel);
            sent += 1;
          }
        } catch (error) {
          wrong.push(`${label}: ${(error as Error).message}`);
        }
        if (sent % 20 === 0) progress(`${sent} files over HTTP`);
      }
    }
    if (printedBy(laptop).includes(PLACE)) wrong.push('the place where a film was made stands in a log');
  } finally {
    await laptop.dispose();
  }
  if (wrong.length > 0) throw new Broken(`Over HTTP: ${wrong.join('; ')}.`);
  return [
    { count: sent, what: 'over HTTP and back, byte for byte' },
    { count: Math.ceil(bytes / 1024 ** 2), what: 'MB of them' },
    { count: refusals, what: 'ways to send nothing, all refused' },
  ];
}

function grouped(files: readonly CorpusFile[]): CorpusFile[][] {
  const ofPurpose = (purpose: CorpusFile['purpose'], most: number) => {
    const all = files.filter((file) => file.purpose === purpose);
    return Array.from({ length: Math.ceil(all.length / most) }, (_, index) =>
      all.slice(index * most, (index + 1) * most),
    );
  };
  return [...ofPurpose('film', FILMS_PER_PARCEL), ...ofPurpose('document', DOCUMENTS_PER_PARCEL)];
}

/** A document answers a claim, so one is made for it. */
async function openParcel(laptop: Laptop, isClaimed: boolean) {
  const { parcel, link } = await clerkOf(laptop).sellNew();
  const customer = customerOf(laptop, link);
  const specialist = specialistOf(laptop, 'boris', 'supervisor');
  if (isClaimed) {
    const filed = await customer.fileClaim('other', 1_000);
    if (filed.status !== 201) throw new Error(`${filed.status} ${filed.text}`);
  }
  return { parcel, customer, specialist };
}

export type OpenedParcel = Awaited<ReturnType<typeof openParcel>>;

async function sendOne(
  file: CorpusFile,
  bytes: Buffer,
  { parcel, customer, specialist }: OpenedParcel,
): Promise<number> {
  const { purpose, contentType } = file;
  const fileName = file.fileName.slice(0, 255);
  const begun = await customer.beginUpload({
    fileName,
    contentType,
    size: bytes.length,
    ...(purpose === 'document' && { purpose }),
  });
  if (begun.status !== 201) throw new Error(`it was not taken: ${begun.status} ${begun.text}`);
  const plan: UploadPlan = begun.body;
  await customer.sendParts(bytes, plan, await customer.missingParts(plan));
  const completed = await customer.complete(plan.uploadId, sha256(file.sent?.() ?? bytes));
  if (completed.status !== 200)
    throw new Error(`it was not completed: ${completed.status} ${completed.text}`);

  interface Evidence {
    evidenceId: string;
    check?: { findings: never[]; sha256: string };
  }
  const mine = ({ evidence }: { evidence: Evidence[] }) =>
    evidence.find(({ evidenceId }) => evidenceId === plan.uploadId);
  const { body, text } = await specialist.untilCase(parcel, 'the check', (read) => mine(read)?.check);
  const check = mine(body)?.check;
  if (!check || check.sha256 !== sha256(bytes))
    throw new Error('another digest was written than that of the file');
  if (text.includes(PLACE)) throw new Error('the place where it was made stands in the case');
  const fault = disagreement(
    withoutClock(file.expected),
    check.findings.filter((finding) => !BY_THE_CLOCK.includes(finding)),
  );
  if (fault !== undefined) throw new Error(fault);
  for (const use of ['keep', 'watch'] as const) await takeBack(use, bytes, plan, { parcel, specialist });
  return bytes.length;
}

function withoutClock(expected: CorpusFile['expected']): CorpusFile['expected'] {
  if (!('exactly' in expected)) return expected;
  return { exactly: expected.exactly.filter((finding) => !BY_THE_CLOCK.includes(finding)) };
}

async function takeBack(
  use: 'keep' | 'watch',
  bytes: Buffer,
  { uploadId }: UploadPlan,
  { parcel, specialist }: Pick<OpenedParcel, 'parcel' | 'specialist'>,
): Promise<void> {
  const taken = await specialist.call('POST', `/${parcel}/evidence/${uploadId}/download`, {
    body: { reason: 'call-with-customer', use },
  });
  if (taken.status !== 200) throw new Error(`it was not given back: ${taken.status} ${taken.text}`);
  const response = await fetch(taken.body.url);
  const back = Buffer.from(await response.arrayBuffer());
  if (!back.equals(bytes))
    throw new Error(`${back.length} bytes came back that are not the ${bytes.length} sent`);
  const type = response.headers.get('content-type') ?? '';
  const disposition = response.headers.get('content-disposition') ?? '';
  if (response.headers.get('x-content-type-options') !== 'nosniff')
    throw new Error('it came back without nosniff');
  const isShown = use === 'watch' && /^inline/.test(disposition);
  if (!isShown && !/^attachment/.test(disposition)) throw new Error(`it came back as ${disposition}`);
  const isHarmless = isShown
    ? /^(?:video\/|image\/(?:jpeg|png|webp|heic|heif))/.test(type)
    : type === 'application/octet-stream';
  if (!isHarmless) throw new Error(`it came back as ${type}, to be ${use === 'keep' ? 'kept' : 'shown'}`);
}

function bytesOf({ size, pieces }: Content): Buffer {
  const bytes = Buffer.alloc(size);
  for (const piece of pieces) bytes.set(piece.bytes, piece.at);
  return bytes;
}

function printedBy(laptop: Laptop): string {
  const logs = join(laptop.directory, 'logs');
  const written = readdirSync(logs).map((file) => readFileSync(join(logs, file), 'utf8'));
  return [laptop.output(), ...written].join('\n');
}
