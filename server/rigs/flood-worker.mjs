// A thread that floods the broker with a genuine credential, as fast as a socket takes it, past every client library. It
// comes back whenever it is closed, until the broker refuses it. What it does stands in `workerData`.
import { createPrivateKey, sign } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { WebSocket } from 'ws'

/** `chunk`: lines of the protocol, sent again and again; `connections`: how many at once. */
const { wsUrl, jwt, seed, chunk, connections } = workerData
// What precedes the 32 raw bytes in DER (RFC 8410); a seed is base 32 of two prefix bytes, these, and a checksum.
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')
const bits = [...seed].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
const bytes = Buffer.from(
  bits
    .join('')
    .match(/.{8}/g)
    ?.map((byte) => Number.parseInt(byte, 2)) ?? [],
)
const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, bytes.subarray(2, 34)]), format: 'der', type: 'pkcs8' })
const mostBuffered = 2 ** 20
let sentBytes = 0
let opened = 0

function open() {
  const socket = new WebSocket(wsUrl)
  let said = ''
  let isFlooding = false
  const pump = () => {
    if (socket.readyState !== WebSocket.OPEN) return
    for (let count = 0; count < 4 && chunk !== '' && socket.bufferedAmount < mostBuffered; count++) {
      socket.send(chunk)
      sentBytes += chunk.length
    }
    setImmediate(pump)
  }
  socket.on('message', (data) => {
    if (isFlooding) return
    said += String(data)
    const info = /INFO (\{.*?\}) ?\r\n/s.exec(said)
    if (info !== null && !said.includes('sent')) {
      const signature = sign(null, Buffer.from(JSON.parse(info[1]).nonce), key).toString('base64url')
      const about = { verbose: false, pedantic: false, headers: true, no_responders: true, protocol: 1, lang: 'flood' }
      socket.send(`CONNECT ${JSON.stringify({ ...about, version: '1', jwt, sig: signature })}\r\nPING\r\n`)
      said = 'sent'
    } else if (said.includes('PONG')) {
      isFlooding = true
      opened++
      parentPort.postMessage({ kind: 'open', opened })
      pump()
    } else if (/Authorization|Authentication/.test(said)) {
      parentPort.postMessage({ kind: 'refused', sentBytes })
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    parentPort.postMessage({ kind: 'closed', sentBytes })
    if (isFlooding && chunk !== '') open()
  })
}

for (let count = 0; count < connections; count++) open()
