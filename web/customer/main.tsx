import { render } from 'preact';
import { App } from './app.tsx';
import { api, ask as given, language, watch } from './first-question.ts';
import { loadLanguage } from './texts.ts';
import { createUploads, type Uploads } from './uploads.ts';

// To the compiler an import may change; this does not.
const ask = given;
const uploads: Uploads | undefined =
  ask === undefined
    ? undefined
    : createUploads({
        async load() {
          const [{ createBrowserUploader }, { createServiceUploadApi }] = await Promise.all([
            import('./upload/browser-uploader.ts'),
            import('./upload/service-upload-api.ts'),
          ]);
          // Nothing is sent before the policy has been read.
          const policy = watch?.state.get().policy;
          return createBrowserUploader(createServiceUploadApi(ask), {
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

const first = await loadLanguage(language.locale).catch(async () => {
  // English did not come through; Russian is here, and the switch tries again.
  language.locale = 'ru';
  return loadLanguage('ru');
});
const page = document.getElementById('page');
if (!page) throw new Error('The page has no place to be drawn in.');
page.replaceChildren();
render(
  <App
    api={api}
    watch={watch}
    uploads={uploads}
    first={first}
    onLanguage={({ locale }) => {
      language.locale = locale;
    }}
  />,
  page,
);
