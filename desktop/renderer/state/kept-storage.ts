import type { SessionView } from '../../engine-contract.ts'

type SessionWatch = {
  readonly read: () => SessionView
  readonly watch: (onChange: (session: SessionView) => void) => () => void
}

/**
 * Asks the browser, once somebody is signed in, to keep what is on disk when space runs short: unsent messages and the
 * device's key are there. Only a window may ask. `storage` is absent where the page is not served securely.
 */
export function watchKeptStorage(
  session: SessionWatch,
  storage: Pick<StorageManager, 'persist' | 'persisted'> | undefined,
): () => void {
  let isAsked = storage === undefined
  const ask = ({ kind }: SessionView) => {
    if (isAsked || kind !== 'signed-in') return
    isAsked = true
    // A no changes nothing here: it is the browser's to say, and it may say yes another time.
    storage
      ?.persisted()
      .then((isKept) => isKept || storage.persist())
      .catch(() => false)
  }
  ask(session.read())
  return session.watch(ask)
}
