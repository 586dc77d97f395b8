/** What the build made: a version of its own for each build that differs, and the digest of every file by its path. */
export type BuiltApp = {
  readonly version: string
  readonly files: Readonly<Record<string, string>>
  /** The same of what is kept once it was used: a page is whole without it. */
  readonly onUse: Readonly<Record<string, string>>
}

export type KeptAppDeps = {
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'match' | 'delete'>
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>
}

const namePrefix = 'natter-app-'

/**
 * The app's files in a cache of the browser, one cache a version. Only what is byte for byte what was built is written: the page of a captive portal or of another version never gets in, and nothing of a person is there.
 */
export function buildKeptApp({ caches, fetch }: KeptAppDeps, { version, files, onUse }: BuiltApp) {
  const name = `${namePrefix}${version}`

  async function listMissing(cache: Cache): Promise<string[]> {
    const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname))
    return Object.keys(files).filter((path) => !kept.has(path))
  }

  async function load(path: string): Promise<Response> {
    // no-cache: the server says whether what the browser has is still right, and sends only what isn't. Its headers,
    // the content policy among them, are then those of today.
    const integrity = files[path] ?? onUse[path] ?? ''
    const response = await fetch(path, { integrity, cache: 'no-cache', redirect: 'error' })
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}`)
    return response
  }

  /** Keeps what is missing, all of it or nothing. Rejects where a file cannot be had or does not fit. */
  async function fill(): Promise<void> {
    const cache = await caches.open(name)
    const missing = await listMissing(cache)
    const loaded = await Promise.all(missing.map(async (path) => ({ path, response: await load(path) })))
    await Promise.all(loaded.map(({ path, response }) => cache.put(path, response)))
  }

  return {
    fill,

    /** Fills a new version's cache. What cannot be filled is not left half full. */
    async install(): Promise<void> {
      try {
        await fill()
      } catch (cause) {
        await caches.delete(name)
        throw cause
      }
    },

    /** The page, if all that it will ask for is there as well: a page without its script is worse than the browser's own. */
    async findPage(): Promise<Response | undefined> {
      const cache = await caches.open(name)
      if ((await listMissing(cache)).length > 0) return undefined
      return cache.match('/', { ignoreVary: true })
    },

    /** A file of this version; one whose name carries a hash, of any version that is kept. */
    async findFile(path: string): Promise<Response | undefined> {
      return caches.match(path, path in files ? { cacheName: name, ignoreVary: true } : { ignoreVary: true })
    },

    isKeptOnUse: (path: string) => Object.hasOwn(onUse, path),

    /** From the server, and kept from then on. */
    async loadOnUse(path: string): Promise<Response> {
      const response = await load(path)
      const copy = response.clone()
      // Whoever asked waits for no disk, and a full one is no reason to answer nothing.
      void caches
        .open(name)
        .then((cache) => cache.put(path, copy))
        .catch(() => undefined)
      return response
    },

    /** Keeps the version before this one: tabs that show it may still ask for its files, which the server has no more. */
    async removeOld(): Promise<void> {
      // In the order in which they were made.
      const others = (await caches.keys()).filter((each) => each.startsWith(namePrefix) && each !== name)
      // What was used goes on: the name carries a hash, so it is the same file in every version that has it.
      const cache = await caches.open(name)
      for (const path of Object.keys(onUse)) {
        const kept = await caches.match(path, { ignoreVary: true })
        if (kept !== undefined) await cache.put(path, kept)
      }
      await Promise.all(others.slice(0, -1).map((each) => caches.delete(each)))
    },
  }
}
