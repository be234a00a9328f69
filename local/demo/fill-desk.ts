import { withCheckDigit } from '../tracking-number.ts';
import { offices, type Parcel, type Story, stories as storiesOfStates } from './desk-story.ts';
import { type DemoService, serviceAt } from './service-calls.ts';
import { storiesOfSignals } from './signal-story.ts';

const stories = [...storiesOfStates, ...storiesOfSignals];
const DAY = 86_400_000;
const HOUR = 3_600_000;
/** The desk is shown an hour or two after the last step, when the workflows have done their part. */
const END = 8 * DAY + 6 * HOUR;

/**
 * `npm start -- --demo`: fills the desk with a believable week of cases, all through the real API, moving the clock
 * along. A laptop that was filled before stays as it is.
 */
export async function fillDesk(origin: string, say: (line: string) => void): Promise<void> {
  const service = serviceAt(origin);
  const numbers = stories.map((_, index) => numberOf(index));
  if (await service.isSold(numbers[0] as string)) {
    say('demo: the desk was filled before and stays as it is');
    return;
  }
  const start = Date.parse(await service.now());
  const events = stories
    .flatMap((story, index) =>
      story.steps.map(([day, hour, told, step], order) => ({
        at: start + day * DAY + hour * HOUR,
        ...{ story, index, told, step, order },
      })),
    )
    .sort((one, other) => one.at - other.at || one.index - other.index || one.order - other.order);
  // Whoever works at the desk is in its directory from their first look at it.
  for (const user of ['anna', 'boris', 'vera']) await service.desk.look(user);
  const parcels = new Map<number, Parcel>();
  for (const [done, { at, story, index, told, step, order }] of events.entries()) {
    await moveTo(service, at);
    const day = Math.floor((at - start) / DAY) + 1;
    say(`demo ${done + 1}/${events.length}, day ${day}: ${numbers[index]} ${told}`);
    if (order === 0) parcels.set(index, await sell(service, story, numbers[index] as string));
    else {
      const parcel = parcels.get(index) as Parcel;
      await step(service, parcel);
      await settled(service, parcel);
    }
  }
  await moveTo(service, start + END);
  say(`demo: ${stories.length} parcels; the laptop’s clock is now ${await service.now()}`);
}

async function sell(service: DemoService, story: Story, trackingNumber: string): Promise<Parcel> {
  const soldAt = await service.now();
  const { phone, email, locale, seller, amount, region } = story;
  const sold = await service.sell({
    trackingNumber,
    ...{
      amount,
      soldAt,
      office: offices[region],
      clerkId: `clerk-${offices[region].index}`,
      customer: { phone, ...(email && { email }), ...(locale && { locale }) },
      seller,
      consent: { termsVersion: '2026-01', acceptedAt: soldAt, personalData: true },
    },
  });
  const link = String(sold.link).split('#')[1] ?? '';
  return { trackingNumber, link, claimId: '', otherClaimId: '', evidence: [], letterId: '' };
}

/** Never backwards: calls take their time, and the next step may be due already. */
async function moveTo(service: DemoService, at: number): Promise<void> {
  if (Date.parse(await service.now()) < at) await service.setClock(new Date(at).toISOString());
}

/** Films are checked and money is paid behind the answers, as on AWS; the story goes on when that is done. */
async function settled(service: DemoService, { trackingNumber }: Parcel): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { claims, evidence } = await service.readCase(trackingNumber);
    const isBusy =
      evidence.some(
        (upload: { status: string; check?: object }) => upload.status === 'received' && !upload.check,
      ) || claims.some((claim: { status: string }) => claim.status === 'approved');
    if (!isBusy) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The case of ${trackingNumber} does not come to rest.`);
}

/** The same numbers at every start, so that a desk that was filled before is known. */
function numberOf(index: number): string {
  return withCheckDigit(`${offices.moscow.index}77${String(index + 1).padStart(5, '0')}`);
}
