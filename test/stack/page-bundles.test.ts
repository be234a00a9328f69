import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPages } from '../../lib/page-bundles.ts';

const HTML =
  '<html><head><link rel="stylesheet" href="page.css"><script type="module" src="main.tsx"></script></head></html>';
/** A page with all that there may be: a part that comes later, one that both share, a worker, a drawing, a kept name. */
const PAGE = {
  'index.html': HTML,
  'page.css': 'body { background: url(./drawings/box.svg); }',
  'main.tsx': `
    import drawing from './drawings/box.svg';
    import { shared } from './shared.ts';
    console.log(drawing, shared, 'Посылка', WORKER_URLS.partDigest);
    void import('./later.ts');`,
  'later.ts': `import { shared } from './shared.ts'; console.log('later', shared);`,
  'shared.ts': `export const shared = 'in both';`,
  'upload/part-digest.worker.ts': `postMessage('from the worker');`,
  'drawings/box.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'static/robots.txt': 'Disallow: /',
};

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'pages-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const write = (files: Record<string, string>, page = 'customer') => {
  for (const [file, text] of Object.entries(files)) {
    const to = path.join(scratch, 'web', page, file);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
};
const build = (to = 'out') => buildPages(path.join(scratch, to), path.join(scratch, 'web'));
const built = (file: string, to = 'out') => readFileSync(path.join(scratch, to, file), 'utf8');
const filesOf = (to = 'out') =>
  (readdirSync(path.join(scratch, to), { recursive: true }) as string[])
    .filter((file) => path.extname(file) !== '')
    .sort();

describe('a page', () => {
  it('names its files after their content, and its HTML names them and announces what they import', () => {
    write(PAGE);
    const [page] = build().pages;
    const html = built('root/index.html');
    expect(page?.scripts).toHaveLength(2);
    const [entry = '', chunk = ''] = page?.scripts ?? [];
    expect(entry).toMatch(/^assets\/main-[A-Z0-9]{8}\.js$/);
    expect(html).toContain(`<script type="module" src="/${entry}">`);
    expect(html).toContain(`<link rel="modulepreload" href="/${chunk}">`);
    expect(html).toContain(`<link rel="stylesheet" href="/${page?.styles[0]}">`);
    expect(page?.styles[0]).toMatch(/^assets\/page-[A-Z0-9]{8}\.css$/);
    expect(built(chunk)).toContain('in both');
  });

  it('runs a first question before the rest, and says that it is loaded at once', () => {
    const script = '<script type="module" src="main.tsx">';
    write({
      ...PAGE,
      'index.html': HTML.replace(
        script,
        `<script type="module" async src="first-question.ts"></script>${script}`,
      ),
      'first-question.ts': `export const question = 'asked early'; console.log(question);`,
      'main.tsx': `import { question } from './first-question.ts'; console.log('main', question);`,
    });
    const [page] = build().pages;
    const [, early = ''] = /async src="\/([^"]+)"/.exec(built('root/index.html')) ?? [];
    expect(page?.scripts).toContain(early);
    expect(page?.lazy.map(({ file }) => file)).not.toContain(early);
    const texts = (page?.scripts ?? []).map((file) => built(file));
    expect(texts.filter((text) => text.includes('asked early'))).toHaveLength(1);
  });

  it('loads later what is imported later, and starts its workers by an address of their own', () => {
    write(PAGE);
    const [page] = build().pages;
    const fileOf = (part: string) => page?.lazy.find(({ name }) => name.includes(part))?.file ?? '';
    const [entry = ''] = page?.scripts ?? [];
    expect(page?.scripts.map((script) => built(script)).join()).not.toContain('"later"');
    expect(built(fileOf('later.ts'))).toContain('"later"');
    expect(built(fileOf('partDigest'))).toContain('from the worker');
    expect(built(entry)).toContain(`/${fileOf('partDigest')}`);
  });

  it('takes drawings in under a hash, keeps the names of static files and Russian letters as they are', () => {
    write(PAGE);
    const [page] = build().pages;
    const drawing = filesOf().find((file) => file.endsWith('.svg')) ?? '';
    expect(drawing).toMatch(/^assets\/box-[A-Z0-9]{8}\.svg$/);
    expect(built(page?.scripts[0] ?? '')).toContain(`/${drawing}`);
    expect(built(page?.styles[0] ?? '')).toContain(drawing.slice('assets/'.length));
    expect(built('root/robots.txt')).toBe('Disallow: /');
    expect(built(page?.scripts[0] ?? '')).toContain('Посылка');
  });

  it('comes out the same wherever it is built, and nothing of an older build stays', () => {
    write(PAGE);
    build('one');
    build('elsewhere/two');
    expect(filesOf('elsewhere/two')).toEqual(filesOf('one'));
    for (const file of filesOf('one')) expect(built(file, 'elsewhere/two')).toBe(built(file, 'one'));
    const before = filesOf('one');
    write({ 'shared.ts': `export const shared = 'changed';` });
    build('one');
    expect(filesOf('one')).toHaveLength(before.length);
    expect(filesOf('one')).not.toEqual(before);
  });

  it('of the console lies below its own path', () => {
    write(PAGE);
    write({ 'index.html': HTML, 'page.css': '', 'main.tsx': 'console.log("console")' }, 'console');
    expect(build().pages.map(({ name, html }) => [name, html])).toEqual([
      ['customer', 'root/index.html'],
      ['console', 'root/console/index.html'],
    ]);
  });

  it('is refused when its HTML has no place for what was built, or two workers share a name', () => {
    write({ ...PAGE, 'index.html': HTML.replace('main.tsx', 'other.tsx') });
    expect(() => build()).toThrow('must hold src="main.tsx" once');
    write({ ...PAGE, 'other/part-digest.worker.ts': '' });
    expect(() => build()).toThrow('called partDigest');
  });
});
