import { render } from 'preact';
import { createCustomerApi } from './api.ts';
import { App } from './app.tsx';
import { watchPolicy } from './policy-watch.ts';
import { chosenLocale, loadLanguage } from './texts.ts';
import { readToken } from './token.ts';
import { createUploads, type Uploads } from './uploads.ts';

let locale = chosenLocale();
const token = readToken();
const api = token === undefined ? undefined : createCustomerApi(token, () => locale);
// Asked before anything is drawn: on a slow line this answer is what everybody waits for.
const watch = api && watchPolicy(api);
const uploads: Uploads | undefined =
  token === undefined
    ? undefined
    : createUploads({
        async load() {
          const [{ createBrowserUploader }, { createFetchUploadApi }] = await Promise.all([
            import('./upload/browser-uploader.ts'),
            import('./upload/fetch-upload-api.ts'),
          ]);
          const uploadApi = createFetchUploadApi({ token: () => token, language: () => locale });
          // Nothing is sent before the policy has been read.
          const policy = watch?.state.get().policy;
          return createBrowserUploader(uploadApi, {
            ...(policy && {
              policyId: policy.policyId,
              filesPerPolicy: policy.film.filesPerPolicy + policy.documents.filesPerPolicy,
            }),
          });
        },
        onChanged: () => void watch?.refresh(),
      });

// Another link in the same tab is another parcel: everything begins anew.
addEventListener('hashchange', () => location.reload());

const first = await loadLanguage(locale);
const page = document.getElementById('page');
if (!page) throw new Error('The page has no place to be drawn in.');
page.replaceChildren();
render(
  <App
    api={api}
    watch={watch}
    uploads={uploads}
    first={first}
    onLanguage={(language) => {
      locale = language.locale;
    }}
  />,
  page,
);
