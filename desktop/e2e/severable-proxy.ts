import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { findFreePort } from '../../test-kit/free-port.ts'

/** Everything between one browser and the world, sockets and workers too. It can be cut, and then nothing gets through. */
export type SeverableProxy = {
  readonly url: string
  /** Nobody listens any more, and what was open is torn. */
  cut(): Promise<void>
  mend(): Promise<void>
  /** From now on requests are taken and never answered, as in a tunnel; `mend` undoes it. Answers what they ask for. */
  fallSilent(): readonly string[]
  /** The status of the next answer to this path, once it has been handed on. */
  untilAnswered(path: string): Promise<number>
  /** What comes from the world over sockets comes so much later; `mend` undoes it. */
  delay(ms: number): void
  /** What these paths are answered with, instead of by the server. `undefined`: by the server again. */
  answerWith(answers: ((path: string) => Answer | undefined) | undefined): void
}

type Answer = { readonly type: string; readonly body: string }

export async function startProxy(): Promise<SeverableProxy> {
  const port = await findFreePort()
  const sockets = new Set<Socket>()
  const unanswered: string[] = []
  const watched = new Map<string, (status: number) => void>()
  let silent = false
  let delayMs = 0
  let answers: ((path: string) => Answer | undefined) | undefined

  function handOn(asked: IncomingMessage, reply: ServerResponse) {
    const url = new URL(asked.url ?? '')
    if (silent) {
      unanswered.push(url.pathname)
      return
    }
    const answer = answers?.(url.pathname)
    if (answer !== undefined) {
      reply.writeHead(200, { 'content-type': answer.type, 'cache-control': 'no-cache' }).end(answer.body)
      return
    }
    const passed = request(url, { method: asked.method, headers: asked.headers }, (answered) => {
      reply.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(reply)
      reply.on('finish', () => {
        watched.get(url.pathname)?.(answered.statusCode ?? 0)
        watched.delete(url.pathname)
      })
    })
    passed.on('error', () => reply.destroy())
    reply.on('close', () => passed.destroy())
    asked.pipe(passed)
  }

  const server = createServer(handOn)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  // WebSockets come this way, without TLS as well.
  server.on('connect', ({ url = '' }: IncomingMessage, near: Socket) => {
    near.on('error', () => near.destroy())
    if (silent) return
    const { hostname, port: farPort } = new URL(`http://${url}`)
    const far = connect(Number(farPort), hostname, () => {
      near.write('HTTP/1.1 200 Connection established\r\n\r\n')
      near
        .pipe(far)
        .pipe(buildLate(() => delayMs))
        .pipe(near)
    })
    far.on('error', () => near.destroy())
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  const listen = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const tear = () => {
    for (const socket of sockets) socket.destroy()
  }
  await listen()
  return {
    url: `http://127.0.0.1:${port}`,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve))
      tear()
      await closed
    },
    untilAnswered: (path) => new Promise((answer) => watched.set(path, answer)),
    delay(ms) {
      delayMs = ms
    },
    async mend() {
      silent = false
      delayMs = 0
      tear()
      if (!server.listening) await listen()
    },
    fallSilent() {
      silent = true
      tear()
      return unanswered
    },
    answerWith(next) {
      answers = next
    },
  }
}

/** Chunks in their order, each so much later. */
function buildLate(delayMs: () => number): Transform {
  return new Transform({
    transform(chunk, _, done) {
      if (delayMs() === 0) done(null, chunk)
      else setTimeout(() => done(null, chunk), delayMs())
    },
  })
}
