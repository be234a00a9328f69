import type { Page } from 'playwright-core';

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

/** The copy of a file is written beside the sending of it. */
export async function untilFileIsKept(page: Page, uploadId: string): Promise<void> {
  await page.waitForFunction(async (id) => {
    const request = indexedDB.open('protected-purchase-uploads');
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const read = (store: string, key: string) =>
      new Promise<{ fileIn?: string } | undefined>((resolve) => {
        const reading = database.transaction(store).objectStore(store).get(key);
        reading.onsuccess = () => resolve(reading.result);
      });
    const upload = await read('uploads', id);
    return upload?.fileIn !== undefined && (await read('files', upload.fileIn)) !== undefined;
  }, uploadId);
}

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
