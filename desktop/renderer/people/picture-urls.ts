/**
 * Addresses of pictures in this window. One that is shown stays; of those that are not, the last few, so that who scrolls back finds
 * them; the rest is given back to the browser, which else keeps every picture until the window closes.
 */
export type PictureUrls = {
  readonly get: (key: string) => string | undefined
  readonly put: (key: string, url: string) => void
  /** It is shown, until what is answered is called. */
  readonly hold: (key: string) => () => void
}

const mostUnused = 200

export function buildPictureUrls(revoke: (url: string) => void, most = mostUnused): PictureUrls {
  const urls = new Map<string, string>()
  const shown = new Map<string, number>()
  /** The one that was let go first comes first. */
  const unused = new Set<string>()

  function trim(): void {
    for (const key of unused) {
      if (unused.size <= most) return
      unused.delete(key)
      const url = urls.get(key)
      urls.delete(key)
      if (url !== undefined) revoke(url)
    }
  }

  return {
    get: (key) => urls.get(key),
    put(key, url) {
      urls.set(key, url)
      if (shown.has(key)) return
      unused.add(key)
      trim()
    },
    hold(key) {
      shown.set(key, (shown.get(key) ?? 0) + 1)
      unused.delete(key)
      return () => {
        const count = (shown.get(key) ?? 1) - 1
        if (count > 0) return void shown.set(key, count)
        shown.delete(key)
        if (!urls.has(key)) return
        unused.add(key)
        trim()
      }
    },
  }
}
