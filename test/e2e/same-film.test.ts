import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { converted, unboxing } from '../signals/unboxings.ts';
import { clerkOf, linkTokenOf, newParcel, saleOf } from './clerk.ts';
import { customerOf } from './customer.ts';
import { type Laptop, PATIENCE_MILLIS, startLaptop } from './laptop.ts';
import { specialistOf } from './specialist.ts';
import { worldOf } from './world.ts';

jest.setTimeout(PATIENCE_MILLIS);

const DEVICE = '0123456789abcdef0123456789abcdef';

const RULES = ['film-looks-alike', 'device-of-another'];

let laptop: Laptop;
let specialist: ReturnType<typeof specialistOf>;
beforeAll(async () => {
  laptop = await startLaptop();
  specialist = specialistOf(laptop);
});
afterAll(() => laptop?.dispose());

/** Another buyer, of another seller, who sends this film and files from this browser. */
async function fileWith(film: Buffer, phone: string, device: string) {
  const parcel = newParcel();
  const sale = saleOf(parcel, await worldOf(laptop).now(), 450_000);
  const sold = await clerkOf(laptop).sell(
    { ...sale, customer: { phone }, seller: { name: `ИП ${parcel}` } },
    randomUUID(),
  );
  expect(sold.status).toBe(201);
  const customer = customerOf(laptop, linkTokenOf(sold));
  await customer.upload(film);
  const filed = await customer.fileClaim('foreign-object', 450_000, 'Кирпич', device);
  expect(filed.status).toBe(201);
  // Neither the customer nor the specialist is shown which browser it was.
  expect(filed.text).not.toContain(device);
  expect((await specialist.read(parcel)).text).not.toContain(device);
  return { trackingNumber: parcel, claimId: filed.body.claimId as string };
}

it('the same film, encoded anew, from one browser: each case points at the other, and a third at none', async () => {
  const film = unboxing({ seed: 71 });
  const again = converted(
    film,
    [],
    [
      ...['-vf', 'scale=240:136,eq=brightness=-0.1', '-crf', '32'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'mp4'],
    ],
  );
  const one = await fileWith(film, '+79160000001', DEVICE);
  const other = await fileWith(again, '+79160000002', DEVICE);
  const third = await fileWith(unboxing({ seed: 72 }), '+79160000003', 'ab'.repeat(16));

  for (const [mine, theirs] of [
    [one, other],
    [other, one],
  ] as const) {
    const { body } = await specialist.untilCase(mine.trackingNumber, 'both signals', (file) =>
      RULES.every((rule) => signalsOf(file).some((each) => each.rule === rule)),
    );
    for (const { rule, cases, sentence } of signalsOf(body)) {
      expect(sentence.ru).not.toMatch(/[{}]/);
      if (RULES.includes(rule)) expect(cases).toEqual([theirs]);
    }
  }
  const { body } = await specialist.untilCase(
    third.trackingNumber,
    'a judgement',
    (file) => file.judgements?.length,
  );
  expect(signalsOf(body).flatMap(({ cases }) => cases)).toEqual([]);
});

interface ShownSignal {
  rule: string;
  cases: unknown[];
  sentence: { ru: string };
}

function signalsOf(file: { judgements?: { signals: ShownSignal[] }[] }): ShownSignal[] {
  return (file.judgements ?? []).flatMap(({ signals }) => signals);
}
