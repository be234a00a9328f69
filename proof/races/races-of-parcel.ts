import { toInstant, toMillis } from '../../functions/clock.ts';
import type { Step } from '../crashes/flow.ts';
import { ANNA, BORIS, CLARA, type Life } from '../crashes/life.ts';
import { rest } from '../crashes/steps-of-any.ts';
import { begin, complete, file, rememberClaim, send } from '../crashes/steps-of-customer.ts';
import { fillIn, refuse, write } from '../crashes/steps-of-desk.ts';
import { uploadAtDesk } from '../crashes/steps-of-documents.ts';
import { OTHER_PARCEL, rememberSale, requestOf, sell, WITH_FILM } from '../crashes/steps-of-sale.ts';
import { virtualDate } from '../world/virtual-date.ts';
import { asks, presses, type Race, race, stepOf, works } from './race.ts';
import { type Actor, clockOf } from './turns.ts';

const DAY = 86_400_000;

const sells = (name: string, life: Life, key: string): Actor => {
  const body = requestOf(life, {});
  return {
    name,
    async act() {
      const answer = await life.world.call('sell-protection', {
        as: 'pos',
        headers: { 'idempotency-key': key },
        body,
      });
      if (answer.status === 201) rememberSale(life, { answer, key, request: body });
      return `${answer.status} ${answer.status === 201 ? '' : answer.body?.code}`;
    },
  };
};

/** Something else was sold. */
const tillAtWork: Step = sell({ trackingNumber: OTHER_PARCEL });

const voids = (life: Life) =>
  asks('till', life, 'void-sale', {
    as: 'pos',
    parameters: { trackingNumber: life.sold.trackingNumber },
    body: {},
  });

const files = (name: string, life: Life) =>
  asks(
    name,
    life,
    'file-claim',
    {
      as: { link: life.sold.link },
      body: { kind: 'foreign-object', amount: life.sold.amount, description: 'Кирпич.' },
    },
    (body) => rememberClaim(life, (body as { claimId: string }).claimId),
  );

const filesByPhone = (name: string, life: Life) =>
  asks(
    name,
    life,
    'file-phone-claim',
    {
      as: ANNA,
      parameters: { trackingNumber: life.sold.trackingNumber },
      body: { kind: 'foreign-object', amount: life.sold.amount, description: 'Звонок' },
    },
    (body) => rememberClaim(life, (body as { claimId: string }).claimId),
  );

const begins = (name: string, life: Life) =>
  asks(name, life, 'start-upload', {
    as: { link: life.sold.link },
    body: { fileName: 'film.mp4', contentType: 'video/mp4', size: 900 },
  });

const completes = (name: string, life: Life) =>
  asks(name, life, 'complete-upload', {
    as: { link: life.sold.link },
    parameters: { uploadId: life.history.begun.at(-1)?.uploadId ?? '' },
    body: {},
  });

const givesUp = (name: string, life: Life) =>
  asks(name, life, 'abort-upload', {
    as: { link: life.sold.link },
    parameters: { uploadId: life.history.begun.at(-1)?.uploadId ?? '' },
  });

const sweeps = (life: Life) => works('sweep', () => life.world.run('end-policies'));

/** A millisecond before the protection ends. */
const nearlyOver: Step = async (life) => {
  virtualDate.set(toInstant(toMillis(life.sold.endsAt) - 1));
};

const over: Step = async (life) => {
  virtualDate.set(toInstant(toMillis(life.sold.endsAt) + DAY));
};

export const racesOfParcel: Race[] = [
  race('two tills that sell one parcel', [tillAtWork], async (life) => [
    sells('one till', life, 'key-one'),
    sells('other till', life, 'key-other'),
  ]),
  race('the same sale twice', [tillAtWork], async (life) => [
    sells('till', life, 'key-one'),
    sells('till again', life, 'key-one'),
  ]),
  race('two tills that sell one parcel, one of them twice', [tillAtWork], async (life) => [
    sells('one till', life, 'key-one'),
    sells('one till again', life, 'key-one'),
    sells('other till', life, 'key-other'),
  ]),
  race(
    'two tills that sell a number again, and the sweep',
    [sell(), rest, over, tillAtWork],
    async (life) => [
      sells('one till', life, 'key-one'),
      sells('other till', life, 'key-other'),
      sweeps(life),
    ],
  ),
  {
    ...race('a cancellation and a claim', [sell(), rest], async (life) => [voids(life), files('page', life)]),
    linkDies: true,
  },
  {
    ...race('a cancellation, a claim by the page and one by telephone', [sell(), rest], async (life) => [
      voids(life),
      files('page', life),
      filesByPhone('telephone', life),
    ]),
    linkDies: true,
  },
  {
    ...race(
      'a cancellation and the beginning of a film',
      [sell({ amount: WITH_FILM }), rest],
      async (life) => [voids(life), begins('page', life)],
    ),
    linkDies: true,
  },
  race('the end of a protection and a claim', [sell(), rest, nearlyOver], async (life) => [
    sweeps(life),
    files('page', life),
    clockOf(2),
  ]),
  race('the end of a protection and a claim by telephone', [sell(), rest, nearlyOver], async (life) => [
    sweeps(life),
    filesByPhone('telephone', life),
    clockOf(2),
  ]),
  race(
    'the end of a protection and the beginning of a film',
    [sell({ amount: WITH_FILM }), rest, nearlyOver],
    async (life) => [sweeps(life), begins('page', life), clockOf(2)],
  ),
  race('two sweeps and a claim', [sell(), rest, nearlyOver], async (life) => [
    sweeps(life),
    { ...sweeps(life), name: 'other sweep' },
    files('page', life),
  ]),
  race('a claim by the page and by telephone', [sell(), rest], async (life) => [
    files('page', life),
    filesByPhone('telephone', life),
  ]),
  race('a claim by two pages and by telephone', [sell(), rest], async (life) => [
    files('page', life),
    files('other page', life),
    filesByPhone('telephone', life),
  ]),
  race(
    'a claim and the end of its film',
    [sell({ amount: WITH_FILM }), begin(), send, rest],
    async (life) => [files('page', life), completes('other page', life)],
  ),
  race('the end of a film twice', [sell({ amount: WITH_FILM }), begin(), send, rest], async (life) => [
    completes('page', life),
    completes('other page', life),
  ]),
  race(
    'the end of a film and giving it up',
    [sell({ amount: WITH_FILM }), begin(), send, rest],
    async (life) => [completes('page', life), givesUp('other page', life)],
  ),
  race(
    'the end of a film twice and giving it up',
    [sell({ amount: WITH_FILM }), begin(), send, rest],
    async (life) => [completes('page', life), completes('page again', life), givesUp('other page', life)],
  ),
  race(
    'the film of a claim and the deadline for it',
    [sell({ amount: WITH_FILM }), file(), rest, begin(), send, filmIsNearlyLate],
    async (life) => [
      completes('page', life),
      await stepOf('deadline', life, 'apply-claim-deadline'),
      clockOf(1),
    ],
  ),
  race('a letter that is sent twice', [sell(), file(), rest, write(), fillIn], async (life) => [
    await sends('anna', life),
    await sends('anna again', life),
  ]),
  race(
    'a letter that is sent and a claim that is withdrawn',
    [sell(), file(), rest, write(), fillIn],
    async (life) => [
      await sends('anna', life),
      asks('customer', life, 'act-on-my-claim', {
        as: { link: life.sold.link },
        parameters: { claimId: (await life.claim()).claimId, action: 'withdraw' },
      }),
    ],
  ),
  race(
    'an appeal and a claim opened again',
    [sell(), file(), rest, refuse, rest, minute, ...uploadAtDesk, rest],
    async (life) => [
      asks('customer', life, 'act-on-my-claim', {
        as: { link: life.sold.link },
        parameters: { claimId: (await life.claim()).claimId, action: 'appeal' },
        body: { reason: 'На видео всё видно.' },
      }),
      await presses('boris', life, BORIS, 'reopen', { reason: 'Пришёл документ.' }),
    ],
  ),
  race('two specialists who take the next case', [sell(), file(), rest], async (life) => [
    asks('anna', life, 'take-next', { as: ANNA, body: {} }, (body) => String('taken' in (body as object))),
    asks('clara', life, 'take-next', { as: CLARA, body: {} }, (body) => String('taken' in (body as object))),
  ]),
  {
    ...race('the changes of a claim counted twice at once', [sell(), file(), rest, refuse], async (life) => [
      works('one', () => life.world.deliver('count-case-changes')),
      works('other', () => life.world.deliver('count-case-changes')),
    ]),
    isSerial: false,
  },
  {
    ...race('the changes of a claim followed twice at once', [sell(), file(), rest, refuse], async (life) => [
      works('one', () => life.world.deliver('follow-case-changes')),
      works('other', () => life.world.deliver('follow-case-changes')),
    ]),
    isSerial: false,
  },
  {
    ...race('one message carried by two', [sell(), streamsOnly], async (life) => [
      works('one', () => life.world.receive('notices', { keep: true })),
      works('other', () => life.world.receive('notices')),
    ]),
    isSerial: false,
  },
  {
    ...race(
      'one film looked at by two, and a claim',
      [sell({ amount: WITH_FILM }), begin(), send, complete],
      async (life) => [
        works('one', () => life.world.receive('checks', { keep: true })),
        works('other', () => life.world.receive('checks')),
        files('page', life),
      ],
    ),
    isSerial: false,
  },
];

async function filmIsNearlyLate(life: Life): Promise<void> {
  const { deadline = '' } = await life.claim();
  virtualDate.set(toInstant(toMillis(deadline) - 1));
}

async function minute(): Promise<void> {
  virtualDate.advance(60_000);
}

async function streamsOnly(life: Life): Promise<void> {
  while (await life.world.deliver('follow-policy-changes')) {}
}

async function sends(name: string, life: Life) {
  const letter = (await life.file()).letters.at(-1);
  return asks(name, life, 'dispatch-letter', {
    as: ANNA,
    parameters: { trackingNumber: life.sold.trackingNumber, letterId: letter?.letterId ?? '' },
    body: { version: letter?.version, channel: 'email' },
  });
}
