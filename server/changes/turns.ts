import { Mutex } from 'async-mutex'

export type InTurn<Key> = <T>(key: Key, work: () => Promise<T>) => Promise<T>

/** One piece of work a key at a time in this process, in the order they came: they would only outrun each other. */
export function createTurns<Key>(): InTurn<Key> {
  const mutexes = new Map<Key, Mutex>()
  return async (key, work) => {
    const mutex = mutexes.get(key) ?? new Mutex()
    mutexes.set(key, mutex)
    try {
      return await mutex.runExclusive(work)
    } finally {
      // Nobody holds it and nobody waits: whoever comes next makes another one.
      if (!mutex.isLocked()) mutexes.delete(key)
    }
  }
}
