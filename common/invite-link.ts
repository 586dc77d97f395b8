/** Where an invitation leads. `server`: its origin, where the link says it. */
export type InviteLink = { readonly code: string; readonly server?: string }

const mostCharacters = 512
const codePattern = /^[\w-]{22,64}$/
// Not by `URL`: browsers and Node disagree about the host of `natter://…`.
const ofShell = /^natter:\/\/invite\/(?:([^/]+)\/)?([^/]+)\/?$/
const ofServer = /^(https?):\/\/([^/]+)\/invite\/([^/?#]+)\/?$/i
const hostPattern = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*|\[::1\])$/
const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])$/

export function parseInviteCode(text: unknown): string | undefined {
  return typeof text === 'string' && codePattern.test(text) ? text : undefined
}

/**
 * `<server>/invite/<code>`, as a server makes them; `natter://invite/<code>` and `natter://invite/<host>/<code>` on the
 * desktop, the second for a server it may not know yet. Any page can hand one over: it names a place to ask about, and
 * nobody joins by opening it.
 */
export function parseInviteLink(text: unknown): InviteLink | undefined {
  if (typeof text !== 'string' || text.length > mostCharacters) return undefined
  const own = ofShell.exec(text)
  if (own !== null) {
    const code = parseInviteCode(own[2])
    if (code === undefined || own[1] === undefined) return code === undefined ? undefined : { code }
    const server = originOf(own[1])
    return server === undefined ? undefined : { code, server }
  }
  const made = ofServer.exec(text)
  const code = parseInviteCode(made?.[3])
  const server = originOf(made?.[2] ?? '')
  if (made === null || code === undefined || server === undefined) return undefined
  // In the clear only where no network is crossed.
  return server.startsWith(`${made[1]?.toLowerCase()}:`) ? { code, server } : undefined
}

/** For whoever has the app on this computer: the address of an invitation, as the desktop opens it. */
export function buildShellInvite(server: string, code: string): string {
  return `natter://invite/${server.replace(/^https?:\/\//i, '').replace(/\/.*$/, '')}/${code}`
}

/** A host, perhaps with its port. Loopback is reached over http, all else over https. */
function originOf(text: string): string | undefined {
  const [, host = '', port] = /^(.+?)(?::([0-9]{1,5}))?$/.exec(text.toLowerCase()) ?? []
  if (host.length > 253 || !hostPattern.test(host) || Number(port ?? 1) > 65_535 || port === '0') return undefined
  const scheme = loopback.test(host) ? 'http' : 'https'
  return `${scheme}://${host}${port === undefined ? '' : `:${Number(port)}`}`
}
