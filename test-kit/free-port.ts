import { createServer } from 'node:net'

// Below the ports that systems give to outgoing connections (Linux from 32768, the others from 49152). A port found by
// listening on 0 is one of those: while a server under test is down, any connection may take its port, even the one that
// knocks on it to see whether it is back, and then the server cannot listen there again.
const firstPort = 10_000
const lastPort = 32_000
const slotSize = 50
const slots = Math.floor((lastPort - firstPort) / slotSize)

let handedOut = 0

/**
 * A port on which nobody listens and which stays the caller's: each process has a range of its own, and gives no port
 * twice before it has given them all, so a server may be stopped and started on it again.
 */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < slotSize * slots; tries++) {
    // A full slot goes on in one that another process is unlikely to be in.
    const slot = (process.pid + Math.floor(handedOut / slotSize) * 131) % slots
    const port = firstPort + slot * slotSize + (handedOut++ % slotSize)
    if (await canListen(port)) return port
  }
  throw new Error(`no port from ${firstPort} to ${lastPort} is free on this machine`)
}

function canListen(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => answer(true)))
  })
}
