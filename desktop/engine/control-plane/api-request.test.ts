import { expect, test } from 'vitest'
import { buildTestClock } from '../engine-test-clock.ts'
import { callApi } from './api-request.ts'

type Body = ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>

/** A call whose answer comes piece by piece, as the test says it; what is given up ends it. */
function startLarge(signal?: AbortSignal) {
  const clock = buildTestClock()
  const heard: number[] = []
  let body: Body | undefined
  const answer = callApi<Blob>(
    {
      clock,
      origin: 'https://natter.test',
      fetch: async (_, init) => {
        const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
          start: (controller) => {
            body = controller
          },
        })
        init.signal?.addEventListener('abort', () => body?.error(new TypeError('given up')))
        return new Response(stream, { headers: { 'content-type': 'application/zip' } })
      },
    },
    {
      method: 'GET',
      path: '/large',
      answer: 'blob',
      timeoutMs: 1_000,
      onBytes: (bytes) => heard.push(bytes),
      ...(signal && { signal }),
    },
    undefined,
  )
  const say = async (size: number) => {
    await settled()
    body?.enqueue(new Uint8Array(size).fill(7))
    await settled()
  }
  return { clock, heard, answer, say, end: () => body?.close() }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

test('what is large says how much has come, and may take long while something comes', async () => {
  const { clock, heard, answer, say, end } = startLarge()
  for (const size of [5_000_000, 1, 3]) {
    await say(size)
    await clock.advance(900)
  }
  end()
  const result = await answer
  expect(heard).toEqual([5_000_000, 5_000_001, 5_000_004])
  expect(result.ok && [result.value.size, result.value.type]).toEqual([5_000_004, 'application/zip'])
  const bytes = result.ok ? new Uint8Array(await result.value.arrayBuffer()) : new Uint8Array()
  expect(bytes.every((byte) => byte === 7)).toBe(true)
})

test('it is given up once nothing has come for as long as a call may take', async () => {
  const { clock, answer, say } = startLarge()
  await say(10)
  await clock.advance(1_001)
  expect(await answer).toMatchObject({ ok: false, error: { code: 'network-unreachable' } })
})

test('whoever asked for it can give it up, before it began too', async () => {
  const aborter = new AbortController()
  const { answer, say } = startLarge(aborter.signal)
  await say(10)
  aborter.abort()
  expect(await answer).toMatchObject({ ok: false })
  expect(await startLarge(aborter.signal).answer).toMatchObject({ ok: false })
})
