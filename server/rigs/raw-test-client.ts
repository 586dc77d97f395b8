import { once } from 'node:events'
import { WebSocket } from 'ws'
import { buildTestAuthenticator, type TestIdentity } from './nats-test-client.ts'
import type { TestNats } from './nats-test-server.ts'

/** For tests: one `HPUB`, byte for byte, as an attacker would write it past every client library. */
export function buildHeaderedPublish(subject: string, headerLines: readonly string[], body: string): string {
  const head = `NATS/1.0\r\n${headerLines.map((line) => `${line}\r\n`).join('')}\r\n`
  const headBytes = Buffer.byteLength(head)
  return `HPUB ${subject} ${headBytes} ${headBytes + Buffer.byteLength(body)}\r\n${head}${body}\r\n`
}

/** Signs in with a real credential over a bare socket, writes the lines as they are, waits until the broker has read them. */
export async function writeRawLines(
  nats: Pick<TestNats, 'wsUrl'>,
  who: TestIdentity,
  jwt: string,
  lines: readonly string[],
): Promise<void> {
  const socket = new WebSocket(nats.wsUrl)
  let said = ''
  socket.on('message', (data) => {
    said += String(data)
  })
  while (!said.includes('\r\n')) await once(socket, 'message')
  const { nonce } = JSON.parse(said.slice(said.indexOf('{'), said.indexOf('\r\n'))) as { nonce: string }
  const { sig } = buildTestAuthenticator(who, jwt)(nonce)
  const about = { verbose: false, pedantic: false, headers: true, protocol: 1, lang: 'raw', version: '1' }
  const proof = { jwt, sig: Buffer.from(sig, 'base64').toString('base64url') }
  socket.send(`CONNECT ${JSON.stringify({ ...about, ...proof })}\r\n${lines.join('')}PING\r\n`)
  while (!said.includes('PONG')) await once(socket, 'message')
  socket.terminate()
}
