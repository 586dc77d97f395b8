import { isIP } from 'node:net'
import type { TlsSettings } from './tls-settings.ts'

/**
 * How this server speaks to the broker. `never`: in the clear, within this machine, where a certificate is for other
 * names than the loopback's. `as-offered`: encrypted where the broker asks for it. `always`: or not at all.
 */
export type BrokerTls =
  | { readonly kind: 'never' }
  | { readonly kind: 'as-offered' }
  | { readonly kind: 'always'; readonly caFile?: string }

/** Where this server finds the broker, and what clients are told. */
export type BrokerAddress = {
  readonly natsUrls: readonly string[]
  readonly natsTls: BrokerTls
  readonly natsWsUrls: readonly string[]
}

type Given = {
  readonly NATTER_HOST: string
  readonly NATTER_NATS_PORT: number
  readonly NATTER_NATS_WS_PORT: number
  readonly NATTER_NATS_URL?: readonly string[] | undefined
  readonly NATTER_NATS_WS_URL?: readonly string[] | undefined
}

/** Where people find this server when nobody has said: by the name that its certificate says, where it listens everywhere. */
export function buildOwnAddress(host: string, port: number, { certificate }: TlsSettings): string {
  const isWildcard = host === '0.0.0.0' || host === '::'
  const named = isWildcard ? certificate?.names.find((name) => !name.startsWith('*')) : undefined
  const scheme = certificate === undefined ? 'http' : 'https'
  return `${scheme}://${inUrl(named ?? (isWildcard ? '127.0.0.1' : host))}:${port}`
}

export function buildBrokerAddress(given: Given, { certificate, caFile }: TlsSettings): BrokerAddress {
  const isWildcard = given.NATTER_HOST === '0.0.0.0' || given.NATTER_HOST === '::'
  const near = isWildcard ? '127.0.0.1' : given.NATTER_HOST
  // A wildcard is nowhere to go. A certificate says under which name this machine is known elsewhere.
  const named = isWildcard ? certificate?.names.find((name) => !name.startsWith('*')) : undefined
  const webSocket = `${certificate === undefined ? 'ws' : 'wss'}://${inUrl(named ?? near)}:${given.NATTER_NATS_WS_PORT}`
  return {
    natsUrls: given.NATTER_NATS_URL ?? [`nats://${inUrl(near)}:${given.NATTER_NATS_PORT}`],
    natsTls: chooseTls(given.NATTER_NATS_URL, certificate !== undefined, caFile),
    natsWsUrls: given.NATTER_NATS_WS_URL ?? [webSocket],
  }
}

function chooseTls(
  urls: readonly string[] | undefined,
  hasCertificate: boolean,
  caFile: string | undefined,
): BrokerTls {
  if (urls === undefined) return { kind: 'never' }
  const leavesMachine = urls.some((url) => !isLoopback(url.replace(/^\w+:\/\//, '').replace(/:\d+$/, '')))
  const isWanted =
    caFile !== undefined || urls.some((url) => url.startsWith('tls:')) || (hasCertificate && leavesMachine)
  if (!isWanted) return { kind: 'as-offered' }
  return { kind: 'always', ...(caFile === undefined ? {} : { caFile }) }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
}

function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}
