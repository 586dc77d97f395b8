import type { Page } from '@playwright/test'

/** What the engine has on disk in a store of that name: from there on a closed tab loses nothing of it. */
export function loadKept(page: Page, wanted: string): Promise<unknown[]> {
  return page.evaluate(async (wanted) => {
    const answerOf = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const kept: unknown[] = []
    for (const { name } of await indexedDB.databases()) {
      const database = await answerOf(indexedDB.open(name ?? ''))
      const store = [...database.objectStoreNames].find((each) => each === wanted)
      if (store !== undefined) kept.push(...(await answerOf(database.transaction(store).objectStore(store).getAll())))
      database.close()
    }
    return kept
  }, wanted)
}
