import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'

/**
 * What is to be done once an answer is read or nobody waits for it any more: at once where they are gone already.
 * The end of the connection counts beside that of the answer: one that waits behind others on its connection (pipelining)
 * never hears of it.
 */
export function atEnd({ raw, request }: FastifyReply, act: () => void): void {
  const { socket } = request.raw
  const end = () => {
    raw.off('close', end)
    forgetEnd(socket, end)
    act()
  }
  raw.once('close', end)
  // Gone while the answer was made: nobody says so any more.
  if (raw.destroyed || socket.destroyed) end()
  else onEnd(socket, end)
}

/** One listener a connection, however many answers wait on it. */
const endsOf = new WeakMap<Socket, Set<() => void>>()

function onEnd(socket: Socket, end: () => void): void {
  const known = endsOf.get(socket)
  if (known !== undefined) {
    known.add(end)
    return
  }
  const ends = new Set([end])
  endsOf.set(socket, ends)
  socket.once('close', () => {
    for (const each of [...ends]) each()
  })
}

function forgetEnd(socket: Socket, end: () => void): void {
  endsOf.get(socket)?.delete(end)
}
