import { AnswerForm } from './answer-form.tsx';
import { AppealForm } from './appeal-form.tsx';
import { ClaimForm } from './claim-form.tsx';
import { FilmScreen } from './film-screen.tsx';
import { PayeeForm } from './payee-form.tsx';

/** What most visits do not need: one file, because each further one is another question over a bad line. */
export const screens = { AnswerForm, AppealForm, ClaimForm, FilmScreen, PayeeForm };
