import { acted, filed, filmed, nothing, type Step, type Story } from './desk-story.ts';

/** A seller whose parcels are claimed again and again: the next clerk is told before the buyer pays. */
export const watchedSeller = {
  name: 'ИП Громов К. В., магазин «ТехноСкидка»',
  taxNumber: '500100123426',
};
/** A seller that nobody else complained of. */
const sputnik = { name: 'ООО «Спутник-Авто»', taxNumber: '7701234560' };

/** One film, sent in for two parcels from the same device. */
const COPIED_FILM = 'copied film';
const ONE_DEVICE = '5e2d0c7a91b84f3e8a6d1c0b9f7e4d32';

function cheated(
  about: string,
  of: Pick<Story, 'amount' | 'region' | 'phone'> & { day: number; description: string },
): Story {
  const { day, description, ...sold } = of;
  const evidence = ['Разговор с покупателем', 'Снимок вещи рядом с наклейкой'];
  return {
    ...{ about, ...sold, seller: watchedSeller },
    steps: [
      [day, 0, 'sold', nothing],
      [day, 5, 'the customer files a claim', filed('wrong-item', sold.amount, description)],
      [day + 1, 2, 'boris approves', acted('boris', 'approve', { evidence })],
    ],
  };
}

const copied: Step = async (service, parcel) => {
  await filmed(COPIED_FILM)(service, parcel);
  await filed('foreign-object', 489_000, 'В коробке обрезки картона.', ONE_DEVICE)(service, parcel);
};

/** What signals and warnings show: four buyers deceived by one seller, and one film in two cases. */
export const storiesOfSignals: Story[] = [
  cheated('paid: the first of four on one seller', {
    ...{ amount: 249_000, region: 'ryazan', phone: '+79160000031', day: 1 },
    description: 'Вместо колонки пришёл брелок.',
  }),
  cheated('paid: the second of four on one seller', {
    ...{ amount: 199_000, region: 'moscow', phone: '+79160000032', day: 2 },
    description: 'Вместо часов прислали ремешок.',
  }),
  cheated('paid: the third of four on one seller', {
    ...{ amount: 279_000, region: 'ryazan', phone: '+79160000033', day: 3 },
    description: 'Вместо планшета детская книжка.',
  }),
  cheated('paid: the fourth of four on one seller', {
    ...{ amount: 229_000, region: 'novosibirsk', phone: '+79160000034', day: 5 },
    description: 'Пришла другая модель, вдвое дешевле.',
  }),
  {
    about: 'a film that another parcel has as well',
    amount: 489_000,
    region: 'kaliningrad',
    seller: sputnik,
    phone: '+79160000035',
    steps: [
      [5, 3, 'sold', nothing],
      [6, 6, 'films and files', copied],
    ],
  },
  {
    about: 'the same film and device, another phone: signals say so',
    amount: 489_000,
    region: 'vladivostok',
    // From here the analyst comes to the seller that clerks are told of.
    seller: watchedSeller,
    phone: '+79160000036',
    steps: [
      [6, 1, 'sold', nothing],
      [8, 3, 'films and files', copied],
    ],
  },
];
