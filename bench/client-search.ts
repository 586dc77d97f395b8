import type { Page } from 'playwright'
import type { UserId } from '../common/ids.ts'
import type { AppUnderTest } from './client-browser.ts'
import { buildSpread, sayMs, saySpread } from './figures.ts'
import { keptPerson } from './kept-fill.ts'

type Search = { readonly q: string; readonly from?: readonly UserId[] }
type Line = readonly [what: string, figure: string, aim: string]
const rounds = 30
/** Looked for in what `kept-fill.ts` has people say; others each time, where there are others. */
const kinds: Readonly<Record<string, (at: number) => Search>> = {
  'a common word': (at) => ({ q: ['usual', 'length', 'people', 'write', 'words'][at % 5] ?? '' }),
  'a rare word': (at) => ({ q: `${1_100 + at * 31}:` }),
  'two words': (at) => ({ q: `usual ${500 + at}:` }),
  'three characters': (at) => ({ q: ['sua', 'eng', 'opl', 'rit', 'lin'][at % 5] ?? '' }),
  'one character': (at) => ({ q: 'abdeghilmn'.charAt(at % 10) }),
  'a common word of one person': (at) => ({ q: 'usual', from: [keptPerson(at % 20)] }),
  'nothing that is there': (at) => ({ q: `xyzzy${at}` }),
}

/** From the command a window gives to the engine's answer, thirty hits of it; there is no server that could be asked. */
export async function measureSearches(app: AppUnderTest): Promise<readonly Line[]> {
  const { page } = await app.open()
  const first = await ask(page, { q: 'xyzzy' })
  const lines: Line[] = [['search, the first: from disk', `${sayMs(first.ms)} ms`, '-']]
  let heldMs = 0
  for (const [name, build] of Object.entries(kinds)) {
    const taken: number[] = []
    let hits = 0
    for (let at = 0; at < rounds; at++) {
      const answer = await ask(page, build(at))
      taken.push(answer.ms)
      hits += answer.hits
      heldMs = Math.max(heldMs, answer.heldMs)
    }
    lines.push([`search, ${name}`, `${saySpread(buildSpread(taken))}; ${hits} hits`, '≤ 100 ms'])
  }
  await page.close()
  return [
    ...lines,
    ['others wait for the engine, the first search', `${sayMs(first.heldMs)} ms at most`, '≤ 20 ms'],
    ['others wait for the engine, later ones', `${sayMs(heldMs)} ms at most`, '≤ 20 ms'],
  ]
}

/** `heldMs`: how long something else that was asked of the engine meanwhile had no answer. */
function ask(page: Page, search: Search) {
  return page.evaluate(
    (search) =>
      new Promise<{ readonly ms: number; readonly heldMs: number; readonly hits: number }>((done, fail) => {
        const port = window.enginePort
        if (port === undefined) return fail(new Error('no engine'))
        // No number the page itself comes to.
        const call = 1_000_000_000 + Math.floor(Math.random() * 1_000_000_000)
        const from = performance.now()
        let [heldMs, askedAt] = [0, from]
        const listen = ({ data }: MessageEvent) => {
          const now = performance.now()
          if (data.kind === 'pong') {
            heldMs = Math.max(heldMs, now - askedAt)
            askedAt = now
            port.postMessage({ kind: 'ping' })
          }
          if (data.kind !== 'answer' || data.call !== call) return
          port.removeEventListener('message', listen)
          if (!data.result.ok) return fail(new Error(data.result.error.code))
          done({ ms: now - from, heldMs, hits: data.result.value.hits.length })
        }
        port.addEventListener('message', listen)
        port.postMessage({ kind: 'command', call, command: { kind: 'search-messages', search } })
        port.postMessage({ kind: 'ping' })
      }),
    search,
  )
}
