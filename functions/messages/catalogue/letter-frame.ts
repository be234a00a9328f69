import type { Locale } from '../../contracts/primitives.ts';

/** What stands on the paper around every letter. */
export interface LetterFrame {
  number: string;
  date: string;
  /** In the place of a number and a date while there are none. */
  blank: string;
  to: string;
  enclosures: string;
  enclosure: string;
  closing: string;
  signatory: string;
  contact: string;
  page: string;
  /** Across the page, and in words for whoever does not see it. */
  draft: string;
  draftNote: string;
}

export const letterFrame: Record<Locale, LetterFrame> = {
  ru: {
    number: 'Исх. № {number}',
    date: 'от {date}',
    blank: '____________',
    to: 'Кому: {name}',
    enclosures: 'Приложения:',
    enclosure: '{what} (файл «{file}»)',
    closing: 'С уважением,',
    signatory: 'специалист службы «Защищённая покупка»',
    contact: 'Телефон для справок: {phone}. В ответе укажите исходящий номер этого письма.',
    page: 'стр. {page} из {pages}',
    draft: 'ПРОЕКТ',
    draftNote: 'Проект письма, не отправлено.',
  },
  en: {
    number: 'Our ref. {number}',
    date: '{date}',
    blank: '____________',
    to: 'To: {name}',
    enclosures: 'Enclosures:',
    enclosure: '{what} (file “{file}”)',
    closing: 'Yours faithfully,',
    signatory: 'specialist of the «Защищённая покупка» service',
    contact: 'Questions: {phone}. Please name the reference of this letter in your answer.',
    page: 'page {page} of {pages}',
    draft: 'DRAFT',
    draftNote: 'Draft of a letter, not sent.',
  },
};
