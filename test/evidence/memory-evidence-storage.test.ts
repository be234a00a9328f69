import { createMovableClock } from '../twins/fixed-clock.ts';
import { createMemoryEvidenceStorage } from '../twins/memory-evidence-storage.ts';
import { describeEvidenceStorage } from './evidence-storage-contract.ts';

describeEvidenceStorage('the twin in memory', async () => {
  const clock = createMovableClock('2026-03-05T10:00:00.000Z');
  const storage = createMemoryEvidenceStorage({ clock });
  return {
    storage,
    send: storage.send,
    now: clock.now,
    advanceMinutes: (minutes) => clock.advance({ minutes }),
    close: async () => {},
  };
});
