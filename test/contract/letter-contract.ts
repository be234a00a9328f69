import { emptyHead } from '../../functions/claims/timeline.ts';
import { someLetter } from '../builders/letter.ts';
import { someChange } from './case-changes.ts';
import type { Stores } from './stores.ts';

const PARCEL = someLetter().trackingNumber;

export function describeLetters(stores: () => Stores): void {
  it('are read as they were written, the oldest first, with all that was sent and answered', async () => {
    const { cases } = stores();
    const answered = someLetter({
      letterId: 'claim-1-2',
      status: 'answered',
      version: 4,
      createdAt: '2026-03-04T11:00:00.000Z',
      enclosures: ['upload-1'],
      channel: 'post',
      outgoingNumber: '26-000001',
      sentAt: '2026-03-04T12:00:00.000Z',
      sentBy: { role: 'specialist', id: 'anna' },
      replyDueAt: '2026-03-18T21:00:00.000Z',
      postalTrackingNumber: '39000024000019',
      pdf: { objectKey: 'letters/a.pdf', sha256: 'ab', size: 20_000, pages: 1 },
      replies: [
        {
          receivedAt: '2026-03-08T12:00:00.000Z',
          filedAt: '2026-03-09T12:00:00.000Z',
          by: { role: 'specialist', id: 'olga' },
          outcome: 'agreed',
          documents: ['upload-2'],
        },
      ],
      personal: {
        recipient: { name: 'Банк', address: 'Москва,\nа/я 1', email: 'otvet@bank.example' },
        subject: 'Запрос',
        body: 'Первый абзац.\nВторой.',
        replySummaries: ['Согласны.'],
      },
    });
    const change = someChange(emptyHead(PARCEL), { letters: [someLetter(), answered] });
    expect(await cases.commit(change)).toBe('committed');
    expect((await cases.read(PARCEL)).letters).toStrictEqual([answered, someLetter()]);
  });

  it('are replaced one by one, with the case that they were decided on', async () => {
    const { cases } = stores();
    await cases.commit(
      someChange(emptyHead(PARCEL), { letters: [someLetter(), someLetter({ letterId: 'claim-1-2' })] }),
    );
    const { head } = await cases.read(PARCEL);
    const discarded = someLetter({ status: 'discarded', version: 2 });
    expect(await cases.commit(someChange(head, { letters: [discarded], actions: [] }))).toBe('committed');
    const late = someLetter({ version: 9 });
    expect(await cases.commit(someChange(head, { letters: [late], actions: [] }))).toBe('conflict');
    expect((await cases.read(PARCEL)).letters).toStrictEqual([
      discarded,
      someLetter({ letterId: 'claim-1-2' }),
    ]);
  });

  it('are counted by year, each number once, also by many at once', async () => {
    const { letterNumbers } = stores();
    expect(await letterNumbers.next(2026)).toBe(1);
    const numbers = await Promise.all(Array.from({ length: 20 }, () => letterNumbers.next(2026)));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
    expect(await letterNumbers.next(2027)).toBe(1);
  });
}
