import { z } from 'zod'
import { serverInfoSchema, userSchema } from '../../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { parseInviteCode, parseInviteLink } from '../../../common/invite-link.ts'
import { fitVersions } from '../../../common/version-fit.ts'
import type { FoundServer, Invitation, ServerFault } from '../../bridge.ts'
import { isThisMachine, readBrokers } from '../serving/content-policy.ts'
import { netFaultOf } from '../serving/net-fault.ts'
import { readLimited, type SessionFetch } from '../serving/server-relay.ts'
import { parseJson } from './account-book.ts'

export type ParsedAddress = { readonly url: string; readonly invite?: string }

const invitePath = /^\/(?:invite|i)\/([\w-]{1,128})\/?$/

/** An address as people type it, or an invite link, which names its server: "chat.example.org", "https://…/invite/…". */
export function parseServerAddress(typed: string): ParsedAddress | 'address-invalid' | 'needs-https' {
  const text = typed.trim()
  const link = parseInviteLink(text)
  if (link?.server !== undefined) return { url: link.server, invite: link.code }
  if (text === '' || text.length > 300 || /\s/.test(text)) return 'address-invalid'
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${isLocal(text) ? 'http' : 'https'}://${text}`
  if (!URL.canParse(full)) return 'address-invalid'
  const url = new URL(full)
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return 'address-invalid'
  // Words in the clear only where no network is crossed.
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) return 'needs-https'
  const invite = invitePath.exec(url.pathname)?.[1]
  return { url: url.origin, ...(invite !== undefined && { invite }) }
}

const isLocal = (text: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/i.test(text)

const patienceMs = 8_000
/** No more than is shown: a server of another version is one too. */
const foundSchema = serverInfoSchema
  .pick({ name: true, registration: true })
  .extend({ version: z.string().max(100).catch('') })

export type CheckPorts = { readonly fetch: SessionFetch; readonly now: () => number; readonly appVersion: string }

/** Asks what answers there whether it is a Natter server, and what it is called; each way of failing has its own word. */
export async function checkServer(
  typed: string,
  { fetch, now, appVersion }: CheckPorts,
): Promise<FoundServer | { readonly fault: ServerFault }> {
  const address = parseServerAddress(typed)
  if (typeof address === 'string') return { fault: address }
  const startedAt = now()
  try {
    const answer = await fetch(address.url + apiPaths.serverInfo, {
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
    })
    const answersInMs = Math.max(1, Math.round(now() - startedAt))
    // A proxy's word: no server of ours has it.
    if (answer.status === 407) return { fault: 'proxy-asks' }
    if (answer.status >= 500) return { fault: 'server-broken' }
    const info = foundSchema.safeParse(await readSmall(answer))
    if (!answer.ok || !info.success) return { fault: 'no-natter' }
    const brokers = readBrokers(answer.headers.get('content-security-policy'))
    const invitation =
      address.invite === undefined ? undefined : await askInvitation(address.url, address.invite, fetch)
    const { version, ...told } = info.data
    const fit = fitVersions(appVersion, version)
    return { ...address, ...told, fit, brokers, answersInMs, ...(invitation !== undefined && { invitation }) }
  } catch (cause) {
    return { fault: netFaultOf(cause) }
  }
}

const invitationSchema = z.object({
  by: userSchema.pick({ displayName: true }),
  room: z.object({ name: z.string() }).optional(),
})

/** Asked without an account. What cannot be asked is not known; the page asks again once there is somebody. */
async function askInvitation(server: string, code: string, fetch: SessionFetch): Promise<Invitation | undefined> {
  if (parseInviteCode(code) === undefined) return { kind: 'dead' }
  const answer = await fetch(server + apiPaths.invite(code), {
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => undefined)
  if (answer === undefined || answer.status === 429 || answer.status >= 500) return undefined
  if (!answer.ok) return { kind: 'dead' }
  const told = invitationSchema.safeParse(await readSmall(answer).catch(() => undefined))
  if (!told.success) return undefined
  const by = told.data.by.displayName.slice(0, 200)
  const { room } = told.data
  return room === undefined ? { kind: 'account', by } : { kind: 'room', room: room.name.slice(0, 200), by }
}

const mostBytes = 64 * 1_024

/** What is not JSON, or far too much of it, is no answer of ours. */
async function readSmall(answer: Response): Promise<unknown> {
  const text = await readLimited(answer, mostBytes)
  return text === undefined ? undefined : parseJson(text)
}
