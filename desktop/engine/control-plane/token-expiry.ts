/** What stands in the middle part of a JWT, unverified: for what a client wants to know of its own tokens. */
export function readJwtClaims(jwt: string): Readonly<Record<string, unknown>> | undefined {
  const middle = jwt.split('.')[1]
  if (middle === undefined) return undefined
  try {
    const text = atob(middle.replaceAll('-', '+').replaceAll('_', '/'))
    const claims: unknown = JSON.parse(text)
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** From issue to expiry, in ms: our clock may be hours off the one that wrote them. Undefined where the token says nothing. */
export function lifeMsOf(jwt: string): number | undefined {
  const { iat, exp } = readJwtClaims(jwt) ?? {}
  return typeof iat === 'number' && typeof exp === 'number' ? Math.max(1_000, (exp - iat) * 1_000) : undefined
}
