import { lazily } from './lazily.tsx';

const load = async () => (await import('./screens.ts')).screens;

export const AnswerForm = lazily(async () => (await load()).AnswerForm);
export const AppealForm = lazily(async () => (await load()).AppealForm);
export const ClaimForm = lazily(async () => (await load()).ClaimForm);
export const FilmScreen = lazily(async () => (await load()).FilmScreen);
export const PayeeForm = lazily(async () => (await load()).PayeeForm);
