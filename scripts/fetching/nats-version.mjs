// Which nats-server is new enough: older ones have faults that anyone who can open the WebSocket port can use.
// Fixed in 2.12.12 on the 2.12 line and in 2.14.3 for all that came after; the 2.13 line got no fix.

export const remedyVersions = '2.12.12 (2.12 line), or 2.14.3 or newer'

/** "nats-server: v2.15.1" → [2, 15, 1]; undefined where there is no version. A pre-release counts as before its release. */
export function parseNatsVersion(text) {
  const found = /v?(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?/.exec(text)
  if (!found) return undefined
  const [major, minor, patch] = found.slice(1, 4).map(Number)
  return /^-(?:alpha|beta|rc|preview|dev)/i.test(found[4] ?? '') ? [major, minor, patch - 0.5] : [major, minor, patch]
}

export function isNewEnough([major, minor, patch]) {
  if (major !== 2) return major > 2
  if (minor === 12) return patch >= 12
  if (minor === 14) return patch >= 3
  return minor > 14
}
