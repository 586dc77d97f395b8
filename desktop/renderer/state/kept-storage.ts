import type { EngineState } from '../../engine-contract.ts'

type EngineWatch = {
  readonly getState: () => EngineState
  readonly subscribe: (onChange: (state: EngineState) => void) => () => void
}

/**
 * Asks the browser, once somebody is signed in, to keep what is on disk when space runs short: unsent messages and the
 * device's key are there. Only a window may ask. `storage` is absent where the page is not served securely.
 */
export function watchKeptStorage(
  engine: EngineWatch,
  storage: Pick<StorageManager, 'persist' | 'persisted'> | undefined,
): () => void {
  let isAsked = storage === undefined
  const ask = ({ session }: EngineState) => {
    if (isAsked || session.kind !== 'signed-in') return
    isAsked = true
    // A no changes nothing here: it is the browser's to say, and it may say yes another time.
    storage
      ?.persisted()
      .then((isKept) => isKept || storage.persist())
      .catch(() => false)
  }
  ask(engine.getState())
  return engine.subscribe(ask)
}
