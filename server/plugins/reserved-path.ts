/** First segments that are the server's own: nothing under them is ever a page of the app, however it is spelled. */
const reserved: ReadonlySet<string> = new Set(['api', 'healthz', 'readyz', 'metrics'])
/** `%252F` is `%2F` is `/`: whoever stands in front may have decoded once already, or not. */
const mostDecodings = 3

/**
 * Whether an address means a call of the server by any reading: letters of the other case, encoded, doubled or trailing
 * slashes, dots, backslashes, parameters of a segment. Such an address is answered as an unknown call, never with a page:
 * a probe that is answered 200 takes the app for a server in health.
 * @param url as it came, with or without a query
 */
export function isReservedPath(url: string): boolean {
  let path = url.split(/[?#]/)[0] ?? ''
  if (isReservedSpelling(path)) return true
  for (let round = 0; round < mostDecodings; round++) {
    const decoded = decode(path)
    // Nobody can say what it means.
    if (decoded === undefined) return true
    if (decoded === path) return false
    if (isReservedSpelling(decoded)) return true
    path = decoded
  }
  return true
}

function isReservedSpelling(path: string): boolean {
  const segments: string[] = []
  for (const raw of path.normalize('NFKC').split(/[/\\]/)) {
    const segment = (raw.split(';')[0] ?? '').replaceAll(/[\s\p{C}]/gu, '').toLowerCase()
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
    // On the way too: `/api/../r/…` is no address that a browser sends.
    if (segments[0] !== undefined && reserved.has(segments[0])) return true
  }
  return false
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
