import type { FileTokenAsk, FileTokenChannel, FileTokenWord, LentToken } from '../file-token.ts'

/**
 * A page shows a file by an address that says for whom, and carries no secret (`/api/v1/files/<file>?as=<user>`). The token
 * is asked of the engine, each time: so nothing of it lies here, and whoever is signed out gets nothing from the next
 * moment on. What is read is kept nowhere: not by us, nor by the browser on its disk.
 */
export type FilePorts = {
  readonly askToken: (user: string, refused?: string) => Promise<LentToken>
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** What of a request the server has to know: which part is wanted, and of which version. */
const passedOn = ['range', 'if-range', 'accept']

export async function answerFile(request: Request, { askToken, fetch }: FilePorts): Promise<Response> {
  const url = new URL(request.url)
  const user = url.searchParams.get('as') ?? ''
  url.search = ''
  let refused: string | undefined
  for (let chance = 0; chance < 2; chance++) {
    const lent = await askToken(user, refused)
    if (lent.kind === 'unheard') return Response.error()
    if (lent.kind === 'none') break
    const headers = new Headers({ authorization: `Bearer ${lent.token}` })
    for (const name of passedOn) {
      const value = request.headers.get(name)
      if (value !== null) headers.set(name, value)
    }
    const answer = await fetch(url.href, {
      headers,
      mode: 'same-origin',
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      // A film that is closed stops coming.
      signal: request.signal,
    })
    if (answer.status !== 401) return answer
    void answer.body?.cancel().catch(() => undefined)
    refused = lent.token
  }
  return new Response(null, { status: 401 })
}

export type TokenChannel = {
  postMessage(ask: FileTokenAsk): void
  onmessage: ((event: MessageEvent<FileTokenWord>) => unknown) | null
}
export const fileTokenChannel: FileTokenChannel = 'natter-file-tokens'

/** An engine that is just starting may have missed the question. */
const againMs = 1_000
const mostTries = 10

/** Asks whichever engine there is. */
export function buildTokenAsker(
  channel: TokenChannel,
  buildCall: () => string,
  after: (ms: number, run: () => void) => () => void,
): FilePorts['askToken'] {
  const waiting = new Map<string, (answer: LentToken) => void>()
  channel.onmessage = ({ data }) => {
    if (data?.kind === 'lent') waiting.get(data.call)?.(data.answer)
  }
  return (user, refused) =>
    new Promise((resolve) => {
      const call = buildCall()
      let cancel = () => {}
      const settle = (answer: LentToken) => {
        cancel()
        waiting.delete(call)
        resolve(answer)
      }
      const ask = (tries: number) => {
        if (tries === mostTries) return settle({ kind: 'unheard' })
        channel.postMessage({ kind: 'ask', call, user, ...(refused === undefined ? {} : { refused }) })
        cancel = after(againMs, () => ask(tries + 1))
      }
      waiting.set(call, settle)
      ask(0)
    })
}
