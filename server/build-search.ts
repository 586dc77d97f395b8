import type { UserId } from '../common/ids.ts'
import { buildSearchService, type SearchPorts, type SearchService } from './search/search-service.ts'
import type { Store } from './store/store-port.ts'

export type SearchParts = Pick<SearchPorts, 'reachOf' | 'loadReached'> & {
  readonly store: Pick<Store, 'search' | 'rooms'>
  readonly trusted: Pick<SearchPorts, 'reachAll'>
  readonly contacts: { readonly listBlocked: (user: UserId) => Promise<readonly UserId[]> }
  /** Of bots. */
  readonly ledger: { readonly listOf: (makers: readonly UserId[]) => Promise<readonly UserId[]> }
}

export type SearchServices = {
  readonly search: SearchService['search']
  /** Wakes whoever fills the index in this process. */
  readonly searchWake: SearchWake
}

export type SearchWake = {
  readonly wake: () => void
  /** Resolves when somebody wakes it, or the time is over. */
  readonly sleep: (ms: number) => Promise<void>
}

/** Whom somebody has blocked, and their bots. */
export function buildListUnheard({ listBlocked }: SearchParts['contacts'], { listOf }: SearchParts['ledger']) {
  return async (user: UserId): Promise<readonly UserId[]> => {
    const blocked = await listBlocked(user)
    return [...blocked, ...(await listOf(blocked))]
  }
}

export function buildSearch({ store, reachOf, loadReached, trusted, contacts, ledger }: SearchParts): SearchServices {
  const searchWake = buildWake()
  const { search } = buildSearchService({
    ...{ reachOf, loadReached, reachAll: trusted.reachAll },
    store: store.search,
    loadRooms: store.rooms.loadRooms,
    listUnheard: buildListUnheard(contacts, ledger),
    wake: searchWake.wake,
  })
  return { search, searchWake }
}

function buildWake(): SearchWake {
  let isWoken = false
  let wakeUp: (() => void) | undefined
  return {
    wake: () => {
      isWoken = true
      wakeUp?.()
    },
    sleep: async (ms) => {
      if (!isWoken) {
        await new Promise<void>((awake) => {
          const timer = setTimeout(awake, ms)
          wakeUp = () => {
            clearTimeout(timer)
            awake()
          }
        })
      }
      wakeUp = undefined
      isWoken = false
    },
  }
}
