import { connect, createServer, type Socket } from 'node:net'

/** What reads and writes in two steps there: the first key of the command says which it is. */
const writes = new Set(['findAndModify', 'findandmodify', 'update', 'insert', 'delete', 'createIndexes'])
const OP_MSG = 2013

type Place = { readonly host: string; readonly port: number }

/**
 * For tests on a server that is not MongoDB. FerretDB 1 answers an update in two steps, read and write, so two racing
 * updates both find the old document (tried: eight of eight take one lease; under load a lease was held twice). MongoDB
 * promises that each is atomic. This stands in front and lets one write through at a time, and reads as they come: races
 * between commands stay as they are, those inside one go.
 */
export async function startTurnstile(
  target: Place,
  listenOn: Place = { host: '127.0.0.1', port: 0 },
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  let turn: Promise<void> = Promise.resolve()
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const onward = connect(target)
    /** Of the write under way on this connection: a driver asks one thing at a time. */
    let answered = () => {}
    const end = () => {
      client.destroy()
      onward.destroy()
      answered()
    }
    for (const socket of [client, onward]) {
      sockets.add(socket.setNoDelay(true).on('error', end))
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    readMessages(client, (message) => {
      if (!isWrite(message)) return void onward.write(message)
      turn = turn.then(
        () =>
          new Promise<void>((done) => {
            if (onward.destroyed) return done()
            answered = done
            onward.write(message)
          }),
      )
    })
    readMessages(onward, (message) => {
      client.write(message)
      answered()
    })
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed).listen(listenOn.port, listenOn.host, done)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the turnstile has no port')
  const stop = async () => {
    const closed = new Promise((done) => server.close(done))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { port: address.port, stop }
}

/** By the command's name, the first key of the document: behind header, flags, kind, length and type. */
export function isWrite(message: Buffer): boolean {
  const start = 26
  if (message.length < start + 4 || message.readInt32LE(12) !== OP_MSG) return false
  return writes.has(message.toString('latin1', start, message.indexOf(0, start)))
}

/** Messages of the wire protocol begin with their length; each is answered by exactly one. */
function readMessages(socket: Socket, onMessage: (message: Buffer) => void): void {
  let pending = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    while (pending.length >= 4 && pending.length >= pending.readInt32LE(0)) {
      const length = pending.readInt32LE(0)
      onMessage(pending.subarray(0, length))
      pending = pending.subarray(length)
    }
  })
}
