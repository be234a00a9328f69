/** Capital Latin letters that look like Cyrillic ones: one name typed on two keyboards is one name. */
const CYRILLIC_OF_LATIN: ReadonlyMap<string, string> = new Map([
  ['A', 'А'],
  ['B', 'В'],
  ['C', 'С'],
  ['E', 'Е'],
  ['H', 'Н'],
  ['K', 'К'],
  ['M', 'М'],
  ['O', 'О'],
  ['P', 'Р'],
  ['T', 'Т'],
  ['X', 'Х'],
  ['Y', 'У'],
  ['Ё', 'Е'],
]);

/** Longest first, as they read once letters are folded: `ooo` in Latin letters is `ооо` by then. */
const LEGAL_FORMS = [
  'Публичное акционерное общество',
  'Непубличное акционерное общество',
  'Закрытое акционерное общество',
  'Открытое акционерное общество',
  'Общество с ограниченной ответственностью',
  'Акционерное общество',
  'Индивидуальный предприниматель',
  'Крестьянское фермерское хозяйство',
  'Частный предприниматель',
  'Самозанятая',
  'Самозанятый',
  'ООО',
  'ПАО',
  'НАО',
  'ЗАО',
  'ОАО',
  'АО',
  'ИП',
  'ЧП',
  'КФХ',
  'ТОО',
  'LLC',
  'LTD',
  'JSC',
];

/** What a shop is introduced by, where it follows the name of who owns it. */
const SHOP = /^(?:[«"'„“]|(?:интернет[\s-]*)?магазин|маркет|торговая марка|бренд|shop|store|online)/iu;

/** Owners and shops stand apart by a comma or in brackets. */
const OWNER_AND_SHOP = /^([^,(;]+)[,(;]\s*(.+)$/su;

const MOST_ROUNDS = 8;

/**
 * A seller's name as it is meant, however it was typed: without legal form, quotes, case, punctuation and spaces, in
 * one alphabet, and without the shop that follows its owner. What is left is never empty while the name holds a
 * letter or a digit.
 */
export function normalizedSellerName(name: string): string {
  let normalized = withoutLegalForm(foldLetters(ownerIn(name)));
  // A letter can fold into another that folds again; a name has to be its own normal form.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const again = withoutLegalForm(foldLetters(normalized));
    if (again === normalized) break;
    normalized = again;
  }
  return normalized;
}

/**
 * Whether the name is a company's beyond doubt: it bears a company's legal form. Whatever else is written on a parcel may
 * be a person's name, and persons have namesakes everywhere.
 */
export function isCompanyName(name: string): boolean {
  const folded = ` ${foldLetters(name)} `;
  return namesSomebody(name) && [...words().companies].some((form) => folded.includes(` ${form} `));
}

/** Whether a seller can be told from another one by this name: «-» and «не указан» stand on parcels of many. */
export function namesSomebody(name: string): boolean {
  const normalized = normalizedSellerName(name);
  return normalized !== '' && !words().placeholders.has(normalized) && !words().legalForms.has(normalized);
}

const COMPANIES = [
  'Публичное акционерное общество',
  'Закрытое акционерное общество',
  'Открытое акционерное общество',
  'Акционерное общество',
  'Общество с ограниченной ответственностью',
  'ООО',
  'ПАО',
  'НАО',
  'ЗАО',
  'ОАО',
  'АО',
  'ТОО',
  'LLC',
  'LTD',
  'JSC',
];

const PLACEHOLDERS = [
  ...['нет', 'не указан', 'не указано', 'неизвестно', 'неизвестен', 'нет данных', 'б н', 'без имени'],
  ...['продавец', 'отправитель', 'магазин', 'интернет магазин', 'физлицо', 'физическое лицо', 'частное лицо'],
  ...['seller', 'sender', 'shop', 'unknown', 'none', 'n a'],
];

let foldedWords: Record<'legalForms' | 'companies' | 'placeholders', ReadonlySet<string>> | undefined;

/** Folded on first use: that takes long, and most functions that could ask for a seller's name never do. */
function words() {
  const fold = (texts: readonly string[]) => new Set(texts.map(foldLetters));
  foldedWords ??= {
    legalForms: fold(LEGAL_FORMS),
    companies: fold(COMPANIES),
    placeholders: fold(PLACEHOLDERS),
  };
  return foldedWords;
}

function ownerIn(name: string): string {
  const [, owner, shop] = OWNER_AND_SHOP.exec(name) ?? [];
  if (owner === undefined || shop === undefined) return name;
  const folded = foldLetters(owner);
  const bare = withoutLegalForm(folded);
  const isWholeOwner = bare !== folded || SHOP.test(shop);
  return bare !== '' && isWholeOwner && !words().legalForms.has(folded) ? owner : name;
}

function foldLetters(text: string): string {
  const capitals = text
    .normalize('NFKC')
    // Stress marks, and what is not seen at all.
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/\+/gu, ' плюс ')
    .replace(/&/gu, ' и ')
    .toUpperCase()
    .replace(/0(?=\p{L})|(?<=\p{L})0/gu, 'О');
  return [...capitals]
    .map((letter) => CYRILLIC_OF_LATIN.get(letter) ?? letter)
    .join('')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** At either end, as often as one stands there; a name that is nothing but a legal form is kept. */
function withoutLegalForm(folded: string): string {
  // Some forms end in another one: `публичное` is not what is left of a name.
  if (words().legalForms.has(folded)) return folded;
  const form = [...words().legalForms].find(
    (one) => folded.startsWith(`${one} `) || folded.endsWith(` ${one}`),
  );
  if (form === undefined) return folded;
  const rest = folded.startsWith(`${form} `)
    ? folded.slice(form.length + 1)
    : folded.slice(0, -form.length - 1);
  return withoutLegalForm(rest);
}
