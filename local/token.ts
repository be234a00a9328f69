import { portOf } from './settings.ts';

/** `npm run --silent token -- <role> [user]`: a console token of the running laptop and nothing else. */
const [role = 'specialist', user] = process.argv.slice(2);
const url = `http://127.0.0.1:${portOf(process.env)}/_local/token`;

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const response = await fetch(url, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ role, ...(user ? { user } : {}) }),
}).catch(() =>
  fail(`No laptop answers at ${new URL(url).origin}. Start it with npm start (PORT says where).`),
);

const answer = (await response.json()) as { access_token?: string; message?: string };
if (answer.access_token) console.log(answer.access_token);
else fail(answer.message ?? `The laptop answered ${response.status}.`);
