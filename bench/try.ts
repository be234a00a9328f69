import { countPolicies } from './count-policies.ts';
import { startCountedService } from './counted-service.ts';

process.on('unhandledRejection', (e) => console.error('UNHANDLED', e));
const s = await startCountedService();
const c = s.counted,
  f = s.followed;
s.counted = async (w) => {
  const u = await c(w);
  console.log('counted', performance.now() | 0);
  return u;
};
try {
  console.dir(await countPolicies(s), { depth: 9, compact: 6, breakLength: 200 });
} catch (e) {
  console.error('ERR', e);
} finally {
  await s.close();
}
