import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** The proxy of a house: it knows where names lead, and who asked for what is written down. */
export type ConnectProxy = {
  /** As the system names it. */
  readonly name: string
  /** `host:port`, in the order in which they were asked for. */
  readonly asked: readonly string[]
  /** From now on it wants a name and a password. */
  askPassword(): void
  /** Leads somewhere else, and tears what is open: somebody sits in the middle. */
  misdirect(port: number, to: number): void
  mend(): void
  stop(): Promise<void>
}

export async function startConnectProxy(): Promise<ConnectProxy> {
  const asked: string[] = []
  const open = new Set<Socket>()
  const elsewhere = new Map<number, number>()
  let asks = false
  const server = createServer((_request, reply) => reply.writeHead(405).end())
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  server.on('connect', ({ url = '' }, socket: Socket) => {
    keep(socket)
    asked.push(url)
    if (asks) {
      socket.end('HTTP/1.1 407 Who are you\r\nproxy-authenticate: Basic realm="house"\r\n\r\n')
      return
    }
    const port = Number(url.split(':').at(-1))
    // Whatever the name, it is this machine.
    const far = connect({ host: '127.0.0.1', port: elsewhere.get(port) ?? port }, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n')
      far.pipe(socket).pipe(far)
    })
    keep(far)
    far.on('close', () => socket.destroy())
    socket.on('close', () => far.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const tear = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    name: `PROXY 127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    askPassword() {
      asks = true
    },
    misdirect(port, to) {
      elsewhere.set(port, to)
      tear()
    },
    mend() {
      elsewhere.clear()
      tear()
    },
    async stop() {
      tear()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
