import { connect, createServer, type Socket } from 'node:net'

/**
 * For tests on a server that is not MongoDB. FerretDB 1 answers an update in two steps, read and write, so two racing
 * updates both find the old document (tried: eight of eight take one lease). MongoDB promises that each is atomic. This
 * stands in front and lets one command through at a time: races between commands stay as they are, those inside one go.
 * Messages of the wire protocol begin with their length; each is answered by exactly one.
 */
export async function startTurnstile(
  host: string,
  port: number,
  listenOn: { readonly host: string; readonly port: number } = { host: '127.0.0.1', port: 0 },
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  let turn: Promise<void> = Promise.resolve()
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const onward = connect(port, host)
    let answered: (() => void) | undefined
    const end = () => {
      client.destroy()
      onward.destroy()
      answered?.()
    }
    for (const socket of [client, onward]) sockets.add(socket.on('error', end).on('close', end))
    readMessages(client, (message) => {
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
      answered?.()
    })
  })
  await new Promise<void>((done) => server.listen(listenOn.port, listenOn.host, done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the turnstile has no port')
  const stop = async () => {
    const closed = new Promise((done) => server.close(done))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { port: address.port, stop }
}

function readMessages(socket: Socket, onMessage: (message: Buffer) => void): void {
  let pending = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 4 && pending.length >= pending.readInt32LE(0)) {
      const length = pending.readInt32LE(0)
      onMessage(pending.subarray(0, length))
      pending = pending.subarray(length)
    }
  })
}
