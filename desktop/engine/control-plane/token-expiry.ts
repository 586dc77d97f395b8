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

/** In ms; undefined where the token says nothing. */
export function expiresAtOf(jwt: string): number | undefined {
  const seconds = readJwtClaims(jwt)?.exp
  return typeof seconds === 'number' ? seconds * 1_000 : undefined
}
