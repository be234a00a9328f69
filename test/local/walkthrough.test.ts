import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

it('the walkthrough says in one sentence that no laptop answers', async () => {
  const file = fileURLToPath(new URL('../../local/walkthrough.ts', import.meta.url));
  const running = promisify(execFile)(process.execPath, [file], {
    env: { ...process.env, NODE_OPTIONS: '', PORT: '9' },
  });
  await expect(running).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'No laptop answers at http://127.0.0.1:9. Start it with npm start (PORT says where).\n',
  });
}, 20_000);
