import type { NetFault } from '../../bridge.ts'

const faults: readonly (readonly [RegExp, NetFault])[] = [
  [/ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED)/, 'offline'],
  [/ERR_(NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED)/, 'name-unknown'],
  [/ERR_CONNECTION_REFUSED/, 'refused'],
  [/ERR_CERT_DATE_INVALID/, 'certificate-expired'],
  [/ERR_CERT_COMMON_NAME_INVALID/, 'certificate-other-name'],
  [/ERR_CERT_/, 'certificate-untrusted'],
  [/ERR_SSL_/, 'not-secure'],
  [/ERR_PROXY_AUTH_/, 'proxy-asks'],
  [/ERR_(PROXY|TUNNEL|HTTPS_PROXY)_/, 'proxy'],
]

/** The one place that reads Chromium's words for what went wrong (`net::ERR_…`). */
export function netFaultOf(cause: unknown): NetFault {
  const text = cause instanceof Error ? cause.message : ''
  return faults.find(([pattern]) => pattern.test(text))?.[1] ?? 'not-answering'
}
