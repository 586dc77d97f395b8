import type { Authenticator } from 'nats.ws'
import type { DeviceKey } from './device-key.ts'

/**
 * The library wants the nonce signed the moment it reads it; the key may be in another process. So the broker's first
 * words, which bring the nonce, are held back until the signature is there. Everything after them passes untouched.
 */
export type NonceSigning = {
  /** The socket as the library is to see it. */
  hold(socket: WebSocket): WebSocket
  readonly authenticator: Authenticator
}

export function buildNonceSigning(jwt: string, key: DeviceKey): NonceSigning {
  let signed: { readonly nonce: string; readonly sig: string } | undefined
  const sign = async (info: string) => {
    const nonce = nonceOf(info)
    if (nonce !== undefined) signed = { nonce, sig: await key.sign(nonce) }
  }
  return {
    hold: (socket) => holdBack(socket, sign),
    authenticator: (nonce) => {
      if (nonce === undefined || signed?.nonce !== nonce) throw new Error('the broker asks for another nonce')
      return { jwt, nkey: key.publicKey, sig: signed.sig }
    },
  }
}

type SocketFace = Pick<
  WebSocket,
  'onopen' | 'onmessage' | 'onclose' | 'onerror' | 'binaryType' | 'bufferedAmount' | 'send' | 'close'
>

/** A socket whose first line comes only when something was done with it. */
function holdBack(socket: WebSocket, onFirstLine: (line: string) => Promise<void>): WebSocket {
  const held: MessageEvent[] = []
  const decoder = new TextDecoder()
  let told = ''
  let isWaiting = true
  const face: SocketFace = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    get binaryType() {
      return socket.binaryType
    },
    set binaryType(type) {
      socket.binaryType = type
    },
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    send: (data: string | Uint8Array<ArrayBuffer>) => socket.send(data),
    close: () => socket.close(),
  }
  const self = face as unknown as WebSocket
  const pass = () => {
    isWaiting = false
    for (const event of held.splice(0)) face.onmessage?.call(self, event)
  }
  socket.onopen = (event) => face.onopen?.call(self, event)
  socket.onclose = (event) => face.onclose?.call(self, event)
  socket.onerror = (event) => face.onerror?.call(self, event)
  socket.onmessage = (event) => {
    if (!isWaiting) return face.onmessage?.call(self, event)
    const isFirst = !told.includes('\r\n')
    held.push(event)
    if (isFirst) told += decoder.decode(event.data, { stream: true })
    if (isFirst && told.includes('\r\n')) onFirstLine(told).then(pass, () => socket.close())
  }
  return self
}

function nonceOf(info: string): string | undefined {
  try {
    const told: unknown = JSON.parse(/^INFO (.*?)\r\n/s.exec(info)?.[1] ?? '')
    const nonce = typeof told === 'object' && told !== null && 'nonce' in told ? told.nonce : undefined
    return typeof nonce === 'string' ? nonce : undefined
  } catch {
    // The library says what is wrong with it.
    return undefined
  }
}
