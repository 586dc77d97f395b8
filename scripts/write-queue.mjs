// A MongoDB keeps each write atomic: of two updates with one condition, one finds it changed. The compatible server that
// stands in here finds first and writes afterwards, so that both may win, seen under load as a lease held twice. Behind
// this queue its writes come one after the other, as a MongoDB would have them; reads pass as they come.
import { createServer, Socket } from 'node:net'

const writes = new Set(['findAndModify', 'findandmodify', 'update', 'insert', 'delete'])
const OP_MSG = 2013

/** Listens on `port` of the loopback, and hands all on to `target`. Answers its end. */
export async function startWriteQueue(port, target) {
  let last = Promise.resolve()
  const sockets = new Set()
  const server = createServer((client) => {
    const upstream = new Socket().connect(target, '127.0.0.1')
    /** Of the answers under way on this connection: a driver asks one thing at a time. */
    let answered = () => {}
    const end = () => {
      answered()
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    client.on(
      'data',
      splitMessages((message) => {
        if (!isWrite(message)) return upstream.write(message)
        last = last.then(() => {
          if (upstream.destroyed) return undefined
          return new Promise((done) => {
            answered = done
            upstream.write(message)
          })
        })
      }),
    )
    upstream.on(
      'data',
      splitMessages((message) => {
        client.write(message)
        answered()
      }),
    )
  })
  await new Promise((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening))
  return async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((closed) => server.close(closed))
  }
}

/** Each message of the wire protocol begins with its length. */
function splitMessages(take) {
  let kept = Buffer.alloc(0)
  return (chunk) => {
    kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk])
    while (kept.length >= 4 && kept.length >= kept.readInt32LE(0)) {
      const length = kept.readInt32LE(0)
      take(kept.subarray(0, length))
      kept = kept.subarray(length)
    }
  }
}

/** By the command's name, the first key of the document: behind header, flags, kind, length and type. */
export function isWrite(message) {
  if (message.length < 30 || message.readInt32LE(12) !== OP_MSG) return false
  const start = 26
  return writes.has(message.toString('latin1', start, message.indexOf(0, start)))
}
