import { chosenLocale } from '../shared/locale.ts';
import { createCustomerApi } from './api.ts';
import { createAskService } from './ask-service.ts';
import { watchPolicy } from './policy-watch.ts';
import { readToken } from './token.ts';

/**
 * What the page asks before it is all there: on a slow line everybody waits for this answer, so it is on its way while
 * the rest of the page still comes.
 */
export const language = { locale: chosenLocale() };
export const token = readToken();
export const ask = token === undefined ? undefined : createAskService(token, () => language.locale);
export const api = ask && createCustomerApi(ask);
export const watch = api && watchPolicy(api);
