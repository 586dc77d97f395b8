import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Calls to a server under test, kept alive; `close` when all is done. */
export type ApiCalls = {
  readonly get: (path: string, token: string, encoding?: string) => Promise<Answer>
  readonly post: (path: string, body: object) => Promise<Answer>
  readonly close: () => void
}

const pauseMs = 20

/** `body` as it came: unpacking is not counted, since it is done on somebody else's machine. */
export type Answer = { readonly ms: number; readonly status: number; readonly body: Buffer }

export function createApiCalls(url: string): ApiCalls {
  const agent = new Agent({ keepAlive: true, maxSockets: 400 })
  const ask = (path: string, method: string, headers: Readonly<Record<string, string>>, body?: string) => {
    const began = performance.now()
    return new Promise<Answer>((done, failed) => {
      const asked = request(url + path, { agent, method, headers }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          done({ ms: performance.now() - began, status: answer.statusCode ?? 0, body: Buffer.concat(parts) }),
        )
      })
      asked.on('error', failed)
      asked.end(body)
    })
  }
  return {
    get: async (path, token, encoding = 'br') => {
      const answer = await ask(path, 'GET', { authorization: `Bearer ${token}`, 'accept-encoding': encoding })
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.toString()}`)
      return answer
    },
    post: (path, body) => ask(path, 'POST', { 'content-type': 'application/json' }, JSON.stringify(body)),
    close: () => agent.destroy(),
  }
}

/** Asks now and then until told to stop; how long each took. Not on and on: that would be most of what is measured. */
export function askMeanwhile(ask: () => Promise<Answer>): { readonly stop: () => Promise<readonly number[]> } {
  const taken: number[] = []
  let isOver = false
  const running = (async () => {
    while (!isOver) {
      taken.push((await ask()).ms)
      await sleep(pauseMs)
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await running
      return taken
    },
  }
}

export async function signIn(calls: ApiCalls, handle: string, password: string): Promise<string> {
  const answer = await calls.post('/api/v1/auth/login', { handle, password })
  const { accessToken } = JSON.parse(answer.body.toString()) as { readonly accessToken?: string }
  if (accessToken === undefined) throw new Error(`${handle}: ${answer.body.toString()}`)
  return accessToken
}
