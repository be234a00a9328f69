import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoFile, DemoService } from './service-calls.ts';

/** What one parcel has by now; the steps of its story pass it on. */
export interface Parcel {
  trackingNumber: string;
  link: string;
  claimId: string;
  /** Of the claim filed last, where there are two. */
  otherClaimId: string;
  evidence: string[];
  letterId: string;
}

export type Step = (service: DemoService, parcel: Parcel) => Promise<void>;

export interface Story {
  /** What the desk shows of it in the end. */
  about: string;
  /** Kopecks. */
  amount: number;
  region: keyof typeof offices;
  seller: { name: string; taxNumber?: string; phone?: string };
  phone: string;
  email?: string;
  locale?: 'en';
  /** Days and hours after the beginning (day 0, hour 0), each with what happens then; the first one sells. */
  steps: [day: number, hour: number, told: string, step: Step][];
}

export const offices = {
  moscow: { index: '101000', region: 'Москва', timeZone: 'Europe/Moscow' },
  kaliningrad: { index: '236000', region: 'Калининградская область', timeZone: 'Europe/Kaliningrad' },
  ryazan: { index: '390000', region: 'Рязанская область', timeZone: 'Europe/Moscow' },
  novosibirsk: { index: '630000', region: 'Новосибирская область', timeZone: 'Asia/Krasnoyarsk' },
  vladivostok: { index: '690000', region: 'Приморский край', timeZone: 'Asia/Vladivostok' },
  kamchatka: { index: '683000', region: 'Камчатский край', timeZone: 'Asia/Kamchatka' },
};

function fileOf(name: string, contentType: string): DemoFile {
  return { name, contentType, bytes: readFileSync(join(import.meta.dirname, 'files', name)) };
}
const FILM_WRITER = 'Lavf59.27.100';

/** Everybody films the same box here, so each film says by whom it was written: no two are the same file. */
function filmNamed(name: string): DemoFile {
  const { bytes, ...rest } = fileOf('unboxing.webm', 'video/webm');
  const own = Buffer.from(bytes);
  const place = own.indexOf(FILM_WRITER);
  if (place < 0) throw new Error('The demo film does not say who wrote it.');
  own.write(name.slice(-FILM_WRITER.length).padStart(FILM_WRITER.length), place, 'latin1');
  return { ...rest, bytes: own };
}
const photo = (name: 'item' | 'receipt' | 'chat') => fileOf(`${name}.jpg`, 'image/jpeg');

const romashka = { name: 'ООО «Ромашка»', taxNumber: '7707083893' };
const tekhnomir = { name: 'ИП Петров А. С., магазин «ТехноМир»', taxNumber: '500100732259' };
const obuv = { name: 'ООО «Обувь-Онлайн»', phone: '+74951234567' };

export const nothing: Step = async () => {};

/** Left out: a film of the parcel's own. */
export function filmed(name?: string): Step {
  return async (service, parcel) => {
    const film = filmNamed(name ?? parcel.trackingNumber);
    parcel.evidence.push(await service.customer(parcel.link).upload(film));
  };
}

export function filed(kind: string, amount: number, description: string, device?: string): Step {
  return async (service, parcel) => {
    const given = { kind, amount, description, ...(device && { device }) };
    const claim = await service.customer(parcel.link).file(given);
    if (parcel.claimId === '') parcel.claimId = claim.claimId;
    parcel.otherClaimId = claim.claimId;
  };
}

function filmedAndFiled(kind: string, amount: number, description: string): Step {
  return async (service, parcel) => {
    await filmed()(service, parcel);
    await filed(kind, amount, description)(service, parcel);
  };
}

export function acted(user: string, action: string, body: object = {}): Step {
  return async (service, { trackingNumber, claimId }) => {
    await service.desk.act(user, trackingNumber, claimId, action, body);
  };
}

function took(user: string): Step {
  return async (service, { trackingNumber, claimId }) => {
    await service.desk.post(user, `/v1/cases/${trackingNumber}/claims/${claimId}/assignee`, {
      assignee: user,
    });
  };
}

function customerActed(action: string, body: object): Step {
  return async (service, { link, claimId }) => {
    await service.customer(link).act(claimId, action, body);
  };
}

/** A letter from its template, with the addressee filled in, and sent. */
function wrote(user: string, kind: string, recipient: object): Step {
  return async (service, parcel) => {
    const { trackingNumber, claimId } = parcel;
    const draft = await service.desk.post(user, `/v1/cases/${trackingNumber}/claims/${claimId}/letters`, {
      kind,
    });
    const letters = `/v1/cases/${trackingNumber}/letters/${draft.letterId}`;
    const changed = await service.desk.post(user, letters, {
      version: draft.version,
      recipient,
      // What the template left open, a specialist knows: here the customer said it on the telephone.
      subject: draft.subject.replaceAll('____', 'по заявлению покупателя'),
      body: draft.body.replaceAll('____', 'по заявлению покупателя'),
      enclosures: draft.enclosures,
    });
    await service.desk.post(user, `${letters}/send`, { version: changed.version, channel: 'email' });
    parcel.letterId = draft.letterId;
  };
}

function replied(user: string, outcome: string, summary: string): Step {
  return async (service, { trackingNumber, letterId }) => {
    const receivedAt = await service.now();
    await service.desk.post(user, `/v1/cases/${trackingNumber}/letters/${letterId}/replies`, {
      receivedAt,
      outcome,
      summary,
    });
  };
}

/** What the carrier's tracking says of the money: accepted four hours ago, and since a moment paid out, if it is. */
function carrierTells(orderNumber: string, amount: number, isPaidOut = false): Step {
  return async (service, { trackingNumber }) => {
    const now = Date.parse(await service.now());
    // The carrier's times are Moscow times.
    const at = (hoursAgo: number) =>
      new Date(now + (3 - hoursAgo) * 3_600_000).toISOString().replace('Z', '+03:00');
    const event = { number: orderNumber, amount, payeeOffice: '500100' };
    const events = [
      { ...event, type: 1, at: at(4) },
      ...(isPaidOut ? [{ ...event, type: 3, at: at(0) }] : []),
    ];
    await service.tellCarrier(trackingNumber, events);
  };
}

/** The order of the next payout is treated so. */
function provider(told: object, then: Step): Step {
  return async (service, parcel) => {
    await service.behavePayouts({ next: 1, on: 'submit', ...told });
    await then(service, parcel);
  };
}

const refusal = {
  reasonCode: 'evidence-insufficient',
  clause: '4.2',
  evidence: ['Видео распаковки: съёмка начинается с уже открытой коробки'],
  explanation: 'На видео не видно, как вскрывали посылку.',
  whatWouldChange:
    'Снимок наклейки с номером на этой коробке или ответ продавца, в котором он признаёт ошибку.',
};
const BRICK = 'Вместо телефона в коробке кирпич. Коробка была запечатана, вскрывала под запись.';
const seller = {
  name: 'ООО «Ромашка»',
  address: '101000, Москва, ул. Мясницкая, д. 26',
  email: 'office@romashka.example',
};
const bank = {
  name: 'АО «Банк Пример», отдел претензий',
  address: '109012, Москва, ул. Ильинка, д. 1',
  email: 'claims@bank.example',
};

/**
 * A week and a bit at the desk: a story for every state that stays (an approved claim goes on to its payout within a
 * moment), and for what specialists and supervisors look for in a queue.
 */
export const stories: Story[] = [
  {
    about: 'lapsed: the film never came',
    amount: 520_000,
    region: 'moscow',
    seller: tekhnomir,
    phone: '+79160000001',
    steps: [
      [0, 0, 'sold', nothing],
      [
        0,
        1,
        'the customer files a claim and never sends the film',
        filed('wrong-item', 520_000, 'Прислали другую модель.'),
      ],
    ],
  },
  {
    about: 'needs attention: nobody looked at it in time',
    amount: 245_000,
    region: 'novosibirsk',
    seller: obuv,
    phone: '+79160000002',
    steps: [
      [0, 0, 'sold', nothing],
      [
        0,
        2,
        'the customer files a claim that nobody takes',
        filed('wrong-item', 245_000, 'Размер 37 вместо 42.'),
      ],
    ],
  },
  {
    about: 'paid by two people',
    amount: 3_490_000,
    region: 'ryazan',
    seller: romashka,
    phone: '+79160000003',
    email: 'pokupatel@example.ru',
    steps: [
      [0, 0, 'sold', nothing],
      [0, 3, 'films and files', filmedAndFiled('foreign-object', 3_490_000, BRICK)],
      [
        1,
        0,
        'anna proposes the whole sum',
        acted('anna', 'propose', { evidence: ['Видео распаковки, 0:12: в коробке кирпич'] }),
      ],
      [1, 2, 'vera approves', acted('vera', 'approve-proposal')],
    ],
  },
  {
    about: 'paid by one person',
    amount: 289_900,
    region: 'kaliningrad',
    seller: obuv,
    phone: '+79160000004',
    steps: [
      [0, 0, 'sold', nothing],
      [0, 4, 'the customer files a claim', filed('empty-or-incomplete', 289_900, 'В коробке один ботинок.')],
      [1, 3, 'boris approves', acted('boris', 'approve', { evidence: ['Разговор с покупателем'] })],
    ],
  },
  {
    about: 'refused; the customer can still appeal',
    amount: 460_000,
    region: 'moscow',
    seller: tekhnomir,
    phone: '+79160000005',
    steps: [
      [0, 1, 'sold', nothing],
      [1, 0, 'films and files', filmedAndFiled('foreign-object', 460_000, 'В коробке пакет с песком.')],
      [2, 1, 'anna refuses', acted('anna', 'refuse', refusal)],
    ],
  },
  {
    about: 'in appeal: anna refused, so another one decides',
    amount: 712_000,
    region: 'vladivostok',
    seller: romashka,
    phone: '+79160000006',
    steps: [
      [0, 1, 'sold', nothing],
      [1, 1, 'films and files', filmedAndFiled('foreign-object', 712_000, BRICK)],
      [3, 0, 'anna refuses', acted('anna', 'refuse', refusal)],
      [
        6,
        2,
        'the customer appeals',
        customerActed('appeal', { reason: 'Наклейка с номером видна на 3-й секунде, коробка закрыта.' }),
      ],
    ],
  },
  {
    about: 'refused again after an appeal',
    amount: 298_000,
    region: 'moscow',
    seller: obuv,
    phone: '+79160000007',
    steps: [
      [0, 1, 'sold', nothing],
      [0, 5, 'the customer files a claim', filed('other', 298_000, 'Не понравился цвет.')],
      [
        1,
        5,
        'anna refuses',
        acted('anna', 'refuse', {
          ...refusal,
          reasonCode: 'not-covered',
          clause: '3.1',
          evidence: ['Описание покупателя'],
        }),
      ],
      [2, 2, 'the customer appeals', customerActed('appeal', { reason: 'Хочу вернуть.' })],
      [
        4,
        1,
        'boris refuses for good',
        acted('boris', 'refuse', {
          ...refusal,
          reasonCode: 'not-covered',
          clause: '3.1',
          evidence: ['Описание покупателя'],
        }),
      ],
    ],
  },
  {
    about: 'withdrawn by the customer',
    amount: 150_000,
    region: 'ryazan',
    seller: obuv,
    phone: '+79160000008',
    steps: [
      [1, 1, 'sold', nothing],
      [2, 0, 'the customer files a claim', filed('damaged', 150_000, 'Помята коробка.')],
      [2, 5, 'the customer withdraws it', customerActed('withdraw', {})],
    ],
  },
  {
    about: 'refunded by the seller, in two parts',
    amount: 480_000,
    region: 'moscow',
    seller: romashka,
    phone: '+79160000009',
    email: 'elena@example.ru',
    steps: [
      [0, 2, 'sold', nothing],
      [0, 6, 'films and files', filmedAndFiled('wrong-item', 480_000, 'Чехол вместо наушников.')],
      [1, 4, 'boris writes to the seller', wrote('boris', 'claim-to-seller', seller)],
      [3, 2, 'the seller agrees', replied('boris', 'agreed', 'Готовы вернуть деньги двумя платежами.')],
      [4, 3, 'the first part has come', acted('boris', 'seller-refunded', { amount: 200_000 })],
      [6, 3, 'the rest has come', acted('boris', 'seller-refunded', { amount: 280_000 })],
    ],
  },
  {
    about: 'recovered through the bank',
    amount: 390_000,
    region: 'novosibirsk',
    seller: tekhnomir,
    phone: '+79160000010',
    steps: [
      [0, 2, 'sold', nothing],
      [0, 7, 'films and files', filmedAndFiled('counterfeit', 390_000, 'Подделка: логотип с ошибкой.')],
      [1, 5, 'anna writes to the bank', wrote('anna', 'request-to-bank', bank)],
      [5, 2, 'the bank agrees', replied('anna', 'agreed', 'Операция оспорена, сумма возвращена.')],
      [5, 3, 'the money has come', acted('anna', 'bank-recovered', { amount: 390_000 })],
    ],
  },
  {
    about: 'no answer to the recall: the next letter is proposed',
    amount: 615_000,
    region: 'moscow',
    seller: tekhnomir,
    phone: '+79160000011',
    steps: [
      [1, 0, 'sold', nothing],
      [1, 1, 'the carrier has the money', carrierTells('ПП-771-198340', 615_000)],
      [1, 2, 'films and files', filmedAndFiled('foreign-object', 615_000, BRICK)],
      [
        1,
        6,
        'boris recalls the money order',
        wrote('boris', 'recall-of-money-order', {
          name: 'Отделение почтовой связи 500100',
          address: '500100, Московская область',
          email: 'ops500100@post.example',
        }),
      ],
    ],
  },
  {
    about: 'two claims of one event, joined',
    amount: 275_000,
    region: 'kamchatka',
    seller: obuv,
    phone: '+79160000012',
    steps: [
      [2, 1, 'sold', nothing],
      [3, 1, 'the customer files a claim', filed('wrong-item', 275_000, 'Прислали не тот товар.')],
      [3, 2, 'and another one about the same', filed('empty-or-incomplete', 275_000, 'И нет зарядки.')],
      [
        4,
        2,
        'anna joins them',
        async (service, { trackingNumber, claimId, otherClaimId }) => {
          await service.desk.act('anna', trackingNumber, claimId, 'merge', { intoClaimId: otherClaimId });
        },
      ],
    ],
  },
  {
    about: 'in review with anna, nearly due, with a bookmark in the film',
    amount: 899_000,
    region: 'moscow',
    seller: romashka,
    phone: '+79160000013',
    email: 'ivan@example.ru',
    steps: [
      [2, 2, 'sold', nothing],
      [3, 3, 'films and files', filmedAndFiled('foreign-object', 899_000, BRICK)],
      [5, 1, 'anna takes it', took('anna')],
      [
        5,
        2,
        'anna marks the moment',
        async (service, { trackingNumber, evidence }) => {
          const path = `/v1/cases/${trackingNumber}/evidence/${evidence[0]}/bookmarks`;
          await service.desk.post('anna', path, { second: 12, note: 'В коробке виден кирпич' });
        },
      ],
    ],
  },
  {
    about: 'nobody took it for more than a day',
    amount: 210_000,
    region: 'kaliningrad',
    seller: obuv,
    phone: '+79160000014',
    steps: [
      [4, 0, 'sold', nothing],
      [5, 6, 'the customer files a claim', filed('wrong-item', 210_000, 'Зелёный шарф вместо синего.')],
    ],
  },
  {
    about: 'waits for a reply of the seller',
    amount: 1_250_000,
    region: 'ryazan',
    seller: romashka,
    phone: '+79160000015',
    steps: [
      [4, 1, 'sold', nothing],
      [4, 6, 'films and files', filmedAndFiled('foreign-object', 1_250_000, BRICK)],
      [6, 1, 'anna writes to the seller', wrote('anna', 'claim-to-seller', seller)],
    ],
  },
  {
    about: 'waits for documents of the customer',
    amount: 295_000,
    region: 'novosibirsk',
    seller: tekhnomir,
    phone: '+79160000016',
    steps: [
      [5, 0, 'sold', nothing],
      [5, 4, 'the customer files a claim', filed('damaged', 295_000, 'Экран треснул.')],
      [
        6,
        3,
        'boris asks for a picture',
        acted('boris', 'ask-for-more', {
          question: 'Пришлите, пожалуйста, снимок повреждения и упаковки.',
          requestedDocuments: ['item-photo', 'packaging-photo'],
        }),
      ],
    ],
  },
  {
    about: 'answered with documents, back with anna',
    amount: 280_000,
    region: 'moscow',
    seller: obuv,
    phone: '+79160000017',
    steps: [
      [4, 2, 'sold', nothing],
      [5, 2, 'the customer files a claim', filed('damaged', 280_000, 'Порвана подошва.')],
      [
        6,
        0,
        'anna asks for a picture',
        acted('anna', 'ask-for-more', {
          question: 'Пришлите снимок и переписку с продавцом.',
          requestedDocuments: ['item-photo', 'seller-correspondence'],
        }),
      ],
      [
        7,
        2,
        'the customer answers with two documents',
        async (service, { link, claimId }) => {
          const customer = service.customer(link);
          const item = await customer.upload(photo('item'), {
            purpose: 'document',
            documentKind: 'item-photo',
          });
          const chat = await customer.upload(photo('chat'), {
            purpose: 'document',
            documentKind: 'seller-correspondence',
          });
          await customer.act(claimId, 'answer', {
            answer: 'Вот снимок и ответ продавца.',
            documents: [item, chat],
          });
        },
      ],
    ],
  },
  {
    about: 'waits for the second person',
    amount: 2_490_000,
    region: 'moscow',
    seller: romashka,
    phone: '+79160000018',
    email: 'olga@example.ru',
    steps: [
      [5, 1, 'sold', nothing],
      [6, 1, 'films and files', filmedAndFiled('foreign-object', 2_490_000, BRICK)],
      [
        7,
        4,
        'boris proposes the sum',
        async (service, { trackingNumber, claimId, evidence }) => {
          await service.desk.act('boris', trackingNumber, claimId, 'propose', {
            evidence: ['Видео распаковки, 0:12: в коробке кирпич'],
            files: evidence.map((evidenceId) => ({ evidenceId, second: 12 })),
            explanation: 'Коробка запечатана, вес на наклейке совпадает с кирпичом.',
          });
        },
      ],
    ],
  },
  {
    about: 'needs attention: the provider turned the payout down',
    amount: 260_000,
    region: 'ryazan',
    seller: obuv,
    phone: '+79160000019',
    steps: [
      [6, 2, 'sold', nothing],
      [6, 5, 'the customer files a claim', filed('empty-or-incomplete', 260_000, 'Коробка пустая.')],
      [
        7,
        5,
        'anna approves, the provider turns it down',
        provider({ mode: 'reject' }, acted('anna', 'approve', { evidence: ['Разговор с покупателем'] })),
      ],
    ],
  },
  {
    about: 'the payout is on its way',
    amount: 230_000,
    region: 'vladivostok',
    seller: obuv,
    phone: '+79160000020',
    steps: [
      [7, 0, 'sold', nothing],
      [7, 3, 'the customer files a claim', filed('empty-or-incomplete', 230_000, 'Внутри только бумага.')],
      [
        8,
        5,
        'boris approves, the money takes days',
        provider(
          { mode: 'pending-for', seconds: 259_200 },
          acted('boris', 'approve', { evidence: ['Разговор с покупателем'] }),
        ),
      ],
    ],
  },
  {
    about: 'waits for the film',
    amount: 1_799_000,
    region: 'kamchatka',
    seller: tekhnomir,
    phone: '+79160000021',
    steps: [
      [7, 1, 'sold', nothing],
      [7, 6, 'the customer files a claim', filed('foreign-object', 1_799_000, 'В коробке бутылки с водой.')],
    ],
  },
  {
    about: 'new in the queue, with a film',
    amount: 799_000,
    region: 'vladivostok',
    seller: romashka,
    phone: '+79160000022',
    steps: [
      [7, 2, 'sold', nothing],
      [8, 1, 'films and files', filmedAndFiled('foreign-object', 799_000, BRICK)],
    ],
  },
  {
    about: 'new in the queue, by an English-speaking customer',
    amount: 249_000,
    region: 'moscow',
    seller: obuv,
    phone: '+79160000023',
    email: 'john@example.com',
    locale: 'en',
    steps: [
      [7, 3, 'sold', nothing],
      [
        8,
        2,
        'the customer files a claim',
        filed('wrong-item', 249_000, 'A scarf came instead of the boots.'),
      ],
    ],
  },
  {
    about: 'urgent: the money has not reached the seller yet',
    amount: 5_990_000,
    region: 'moscow',
    seller: tekhnomir,
    phone: '+79160000024',
    steps: [
      [8, 0, 'sold', nothing],
      [
        8,
        4,
        'the carrier has the money, the customer films and files',
        async (service, parcel) => {
          await carrierTells('ПП-771-204518', 5_990_000)(service, parcel);
          await filmedAndFiled('foreign-object', 5_990_000, BRICK)(service, parcel);
        },
      ],
    ],
  },
  {
    about: 'sold yesterday, no claim yet: take one down on the telephone (+7 916 000-00-25)',
    amount: 279_000,
    region: 'ryazan',
    seller: obuv,
    phone: '+79160000025',
    steps: [[7, 4, 'sold', nothing]],
  },
  {
    about: 'a receipt filed by a specialist for the customer',
    amount: 290_000,
    region: 'ryazan',
    seller: romashka,
    phone: '+79160000026',
    steps: [
      [6, 4, 'sold', nothing],
      [
        7,
        1,
        'boris takes the claim down on the telephone and files the receipt',
        async (service, parcel) => {
          const { trackingNumber } = parcel;
          const claim = await service.desk.post('boris', `/v1/cases/${trackingNumber}/claims`, {
            kind: 'overcharged',
            description: 'Взяли 2 900 рублей вместо обещанных 1 900.',
            amount: 100_000,
          });
          parcel.claimId = claim.claimId;
          await service.desk.upload('boris', trackingNumber, photo('receipt'), { documentKind: 'receipt' });
        },
      ],
    ],
  },
];
