import type { Page } from 'playwright-core';

/** How many uploads, and pieces of recordings, the browser's storage holds. */
export function countKept(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const request = indexedDB.open('protected-purchase-uploads');
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const counts = ['uploads', 'pieces'].map(
      (store) =>
        new Promise<number>((resolve) => {
          const counting = database.transaction(store).objectStore(store).count();
          counting.onsuccess = () => resolve(counting.result);
        }),
    );
    return Promise.all(counts);
  });
}

/** The copy of a file is written beside the sending of it. */
export async function untilFileIsKept(page: Page, uploadId: string): Promise<void> {
  await page.waitForFunction(async (id) => {
    const request = indexedDB.open('protected-purchase-uploads');
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const reading = database.transaction('uploads').objectStore('uploads').get(id);
    await new Promise((resolve) => {
      reading.onsuccess = resolve;
    });
    return reading.result?.file !== undefined;
  }, uploadId);
}
