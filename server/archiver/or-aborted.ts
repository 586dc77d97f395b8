/**
 * What `work` comes to, or a rejection with the signal's reason as soon as that comes: an orderly stop waits for what is
 * being written, never for the answer of a broker that may be away. Work that comes to something after all is `undone`.
 */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal, undo: (late: T) => void = () => {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      work.then(undo, () => {})
      reject(signal.reason)
    }
    if (signal.aborted) return giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}
