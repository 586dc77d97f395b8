import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'

/**
 * Asks a server of this machine, whatever certificate it shows: it is for the name people call it by, not for the
 * loopback, and nothing secret is said. Answers `{status, body}`.
 */
export function askAnyCertificate(url, withinMs) {
  const isSecure = url.startsWith('https:')
  return new Promise((answer, refuse) => {
    const options = { timeout: withinMs, ...(isSecure ? { rejectUnauthorized: false } : {}), agent: false }
    const request = (isSecure ? getSecure : getPlain)(url, options, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text) => {
        body += text
      })
      response.on('end', () => answer({ status: response.statusCode, body }))
      response.on('error', refuse)
    })
    request.on('timeout', () => request.destroy(new Error('no answer in time')))
    request.on('error', refuse)
  })
}
