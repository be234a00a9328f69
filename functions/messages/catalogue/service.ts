/**
 * How customers reach the service by telephone. A number of the operator: put yours here before you deploy
 * (`dialled` in E.164, `shown` as people in Russia read it).
 */
export const hotline = { dialled: '+78005550199', shown: '8 800 555-01-99' } as const;

/** Who writes, at the head of every letter. Of the operator as well: put yours here before you deploy. */
export const letterhead = {
  name: 'Защищённая покупка',
  about: 'служба защиты покупателей при оплате наложенным платежом',
  address: '101000, г. Москва, а/я 99',
  email: 'pisma@zashchita.example',
} as const;
