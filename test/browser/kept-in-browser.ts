import type { Page } from 'playwright-core';
import { until } from '../e2e/until.ts';

/** How much the browser's storage holds: uploads, their files and pieces, what was not begun, what is paused. */
export function countKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const request = indexedDB.open('protected-purchase-uploads');
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const counts = [...database.objectStoreNames].map(
      (store) =>
        new Promise<number>((resolve) => {
          const counting = database.transaction(store).objectStore(store).count();
          counting.onsuccess = () => resolve(counting.result);
        }),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  });
}

/** Whether the device keeps the file of an upload itself, so that nobody has to choose it again. */
export function isFileKept(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const opening = indexedDB.open('protected-purchase-uploads');
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const database = opening.result;
    const transaction = database.transaction(['uploads', 'files']);
    const uploads: IDBRequest<{ fileIn: string }[]> = transaction.objectStore('uploads').getAll();
    const files = transaction.objectStore('files').getAllKeys();
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    database.close();
    return uploads.result.some(({ fileIn }) => files.result.includes(fileIn));
  });
}

/** The copy of a file is written beside the sending of it. */
export const untilFileIsKept = (page: Page) => until('the device keeps the file', () => isFileKept(page));

/** The same of a file that the server has not begun to take. */
export async function untilUnbegunIsKept(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const request = indexedDB.open('protected-purchase-uploads');
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const counting = database.transaction('unbegun').objectStore('unbegun').count();
    await new Promise((resolve) => {
      counting.onsuccess = resolve;
    });
    return counting.result === 1;
  });
}
