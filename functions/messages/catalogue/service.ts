/**
 * How customers reach the service by telephone. A number of the operator: put yours here before you deploy
 * (`dialled` in E.164, `shown` as people in Russia read it).
 */
export const hotline = { dialled: '+78005550199', shown: '8 800 555-01-99' } as const;
