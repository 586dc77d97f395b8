import { expect, test } from 'vitest'
import { appError, type ErrorCode } from '../../../common/app-error.ts'
import type { File } from '../../../common/http-contract/file-contract.ts'
import { fileHeader } from '../../../common/http-contract/file-contract.ts'
import type { FileId, RoomId } from '../../../common/ids.ts'
import { err, ok, type Result } from '../../../common/result.ts'
import type { TransferView } from '../../file-command.ts'
import type { UploadCall } from '../control-plane/upload-client.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import { buildMemoryFileStore } from '../local-store/file-store.memory.ts'
import type { KeptFile } from '../local-store/file-store.ts'
import { buildTransferDesk } from './transfer-desk.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const nameOf = (index: number) => `${'h'.repeat(15)}${index}` as FileId
const storedName = 't'.repeat(16) as FileId
const mebibyte = 2 ** 20
const fileOf = (index: number, sizeBytes: number): KeptFile => ({
  ...{ file: nameOf(index), room, name: `${index}.bin`, mediaType: 'application/octet-stream', sizeBytes },
  addedAt: index,
})

/** A server that takes uploads, as far as it is let; what it says in the place of an answer stands in `refusals`. */
function startServer() {
  const uploads = new Map<string, { readonly length: number; offset: number }>()
  const calls: string[] = []
  const refusals: { readonly at: string; readonly error: ReturnType<typeof appError> }[] = []
  let held: (() => void)[] | undefined
  let heldInfo: Promise<void> | undefined
  const asked: FileId[] = []
  let infoOf: (file: FileId) => Result<File> = (id) =>
    ok({ id, room, name: 'a.bin', mediaType: 'application/octet-stream', sizeBytes: 1, sha256: '' })
  async function upload({ method, path, headers = {}, body, signal }: UploadCall): Promise<Result<Headers>> {
    calls.push(method)
    if (held !== undefined) await new Promise<void>((go) => held?.push(go))
    const refusal = refusals[0]
    if (signal?.aborted) return err(appError('network-unreachable'))
    if (refusal?.at === method) return err((refusals.shift() as typeof refusal).error)
    const known = uploads.get(path)
    if (method === 'POST') {
      const place = `${path}/${'u'.repeat(15)}${uploads.size}`
      const made = { length: Number(headers['upload-length']), offset: body?.size ?? 0 }
      uploads.set(place, made)
      return ok(answerOf(made, { location: place }))
    }
    if (known === undefined) return err(appError('file-unknown'))
    if (method === 'DELETE') uploads.delete(path)
    if (method === 'PATCH' && Number(headers['upload-offset']) !== known.offset) return err(appError('upload-moved'))
    if (method === 'PATCH') known.offset += body?.size ?? 0
    return ok(answerOf(known))
  }
  const answerOf = ({ length, offset }: { length: number; offset: number }, more = {}) =>
    new Headers({
      ...{ 'upload-offset': `${offset}`, 'upload-length': `${length}`, ...more },
      ...(offset === length ? { [fileHeader]: storedName } : {}),
    })
  return {
    calls,
    uploads,
    client: {
      upload,
      async fileInfo(file: FileId) {
        asked.push(file)
        await heldInfo
        return infoOf(file)
      },
    },
    asked,
    holdInfo() {
      let go = () => {}
      heldInfo = new Promise<void>((done) => {
        go = done
      })
      return go
    },
    refuse: (at: string, code: ErrorCode, more = {}) => refusals.push({ at, error: appError(code, more) }),
    hold: () => {
      held = []
    },
    release: () => {
      for (const go of held ?? []) go()
      held = undefined
    },
    answerInfo: (next: typeof infoOf) => {
      infoOf = next
    },
  }
}

function startDesk(store = buildMemoryFileStore(), server = startServer()) {
  const clock = buildTestClock()
  const views = new Map<FileId, TransferView>()
  const wanted = new Map<FileId, 'message' | 'draft'>()
  const settled: RoomId[] = []
  const desk = buildTransferDesk({
    deps: { clock, chance: () => 0, log: () => {} },
    ...{ store, memory: buildMemoryFileStore(), client: server.client },
    wantedBy: (file) => wanted.get(file),
    onView: (file, view) => void (view === undefined ? views.delete(file) : views.set(file, view)),
    onSettled: (where) => settled.push(where),
  })
  const add = async (index: number, sizeBytes: number, by: 'message' | 'draft' = 'draft') => {
    await desk.add(fileOf(index, sizeBytes), new Blob([new Uint8Array(sizeBytes)]))
    wanted.set(nameOf(index), by)
    desk.onWantedChanged()
    await settle()
  }
  return { ...{ clock, views, wanted, settled, desk, add, server, store } }
}

test('a small file is there after one call, a large one in parts, and what it is called is known then', async () => {
  const { add, views, server, settled } = startDesk()
  await add(1, 1_000)
  expect(server.calls).toEqual(['POST'])
  expect(views.get(nameOf(1))).toMatchObject({ state: 'whole', sentBytes: 1_000, storedAs: storedName })
  await add(2, 3 * mebibyte)
  expect(server.calls.slice(1)).toEqual(['POST', ...Array(6).fill('PATCH')])
  expect(views.get(nameOf(2))).toMatchObject({ state: 'whole', sentBytes: 3 * mebibyte })
  expect(settled).toEqual([room, room])
})

test('what a slow computer sees of a film that the server has already is told of it all the same; of a file that is none nothing', async () => {
  const { desk, server, add } = startDesk()
  const look = { width: 320, height: 180, durationMs: 3_000, thumbhash: 'teal' }
  for (const [index, mediaType] of [
    [1, 'video/webm'],
    [2, 'application/octet-stream'],
  ] as const) {
    server.answerInfo((id) => ok({ id, room, name: 'crane', mediaType, sizeBytes: 500, durationMs: 2_900, sha256: '' }))
    await add(index, 500)
    expect(desk.look(nameOf(index))).toMatchObject({ state: 'whole', attachment: { durationMs: 2_900 } })
    await desk.describe(nameOf(index), look)
  }
  const known = { file: storedName, name: 'crane', sizeBytes: 500, durationMs: 2_900 }
  const film = { ...known, mediaType: 'video/webm', width: 320, height: 180, thumbhash: 'teal' }
  expect(desk.look(nameOf(1))?.attachment).toEqual(film)
  expect(desk.look(nameOf(2))?.attachment).toEqual({ ...known, mediaType: 'application/octet-stream' })
})

test('two go at a time, those of messages before those of drafts, and what nobody names does not go', async () => {
  const { add, views, server, desk } = startDesk()
  server.hold()
  for (const index of [1, 2, 3]) await add(index, 10)
  await add(4, 10, 'message')
  await desk.add(fileOf(5, 10), new Blob(['0123456789']))
  const statesOf = () => [1, 2, 3, 4, 5].map((index) => views.get(nameOf(index))?.state)
  expect(statesOf()).toEqual(['sending', 'sending', 'waiting', 'waiting', 'waiting'])
  server.release()
  server.hold()
  await settle()
  expect(statesOf().slice(2)).toEqual(['sending', 'sending', 'waiting'])
  server.release()
  await settle()
  expect(statesOf()).toEqual(['whole', 'whole', 'whole', 'whole', 'waiting'])
})

test('what passes is tried again from where it was, as soon as there is a connection; the server’s word to wait counts', async () => {
  const { add, views, server, clock, desk } = startDesk()
  server.refuse('PATCH', 'network-unreachable')
  await add(1, 2 * mebibyte)
  expect(views.get(nameOf(1))).toMatchObject({ state: 'waiting', error: { code: 'network-unreachable' } })
  server.refuse('HEAD', 'rate-limited', { retryAfterMs: 30_000 })
  desk.onConnected()
  await settle()
  expect(views.get(nameOf(1))).toMatchObject({ state: 'waiting', error: { code: 'rate-limited' } })
  desk.onConnected()
  await clock.advance(29_999)
  await settle()
  expect(server.calls.filter((call) => call === 'HEAD')).toHaveLength(1)
  await clock.advance(2)
  await settle()
  expect(views.get(nameOf(1))?.state).toBe('whole')
  expect(
    server.calls.filter((call) => call === 'POST'),
    'it was never begun anew',
  ).toHaveLength(1)
})

test('what will not pass stands stuck until somebody tries again, or sends it as the original', async () => {
  const { add, views, server, desk } = startDesk()
  server.refuse('POST', 'image-unreadable')
  await add(1, 100)
  expect(views.get(nameOf(1))).toMatchObject({ state: 'stuck', error: { code: 'image-unreadable' } })
  server.refuse('POST', 'image-unreadable')
  desk.retry([nameOf(1)])
  await settle()
  expect(views.get(nameOf(1))?.state).toBe('stuck')
  desk.setOriginal(nameOf(1), true)
  await settle()
  expect(views.get(nameOf(1))).toMatchObject({ state: 'whole', isOriginal: true })
})

test('what is sent as the original, or not any more, is never what was sent before somebody said so', async () => {
  const { add, views, server, desk, store } = startDesk()
  const answer = server.holdInfo()
  await add(1, 100)
  expect(server.asked).toHaveLength(1)
  desk.setOriginal(nameOf(1), true)
  await settle()
  expect(server.asked, 'it went up once more').toHaveLength(2)
  let answered = 0
  server.answerInfo((id) => {
    answered++
    if (answered > 1) return err(appError('busy'))
    return ok({ id, room, name: 'a', mediaType: 'text/plain', sizeBytes: 1, sha256: '' })
  })
  answer()
  await settle()
  // The first answer is of what went before, and is not taken for the second.
  expect(views.get(nameOf(1))).toMatchObject({ state: 'waiting', isOriginal: true, error: { code: 'busy' } })
  expect((await store.loadFiles())[0]).not.toHaveProperty('stored')
})

test('an upload that the server does not know any more is begun anew, and so is one that it is tired of', async () => {
  const { add, views, server, desk } = startDesk()
  server.refuse('PATCH', 'busy')
  await add(1, 2 * mebibyte)
  server.uploads.clear()
  desk.onConnected()
  await settle()
  expect(views.get(nameOf(1))?.state).toBe('whole')
  server.refuse('PATCH', 'upload-unfit')
  await add(2, 2 * mebibyte)
  desk.onConnected()
  await settle()
  expect(views.get(nameOf(2))?.state).toBe('whole')
})

test('a file that lies here for long is asked about before it is sent, and goes up again where it is gone', async () => {
  const { add, store, server, clock } = startDesk()
  await add(1, 100)
  const later = startDesk(store, server)
  await later.clock.advance(clock.now() - later.clock.now() + 3 * 86_400_000)
  let asked = 0
  server.answerInfo((id) => {
    asked++
    if (asked === 1) return err(appError('file-unknown'))
    return ok({ id, room, name: 'a', mediaType: 'text/plain', sizeBytes: 1, sha256: '' })
  })
  later.wanted.set(nameOf(1), 'message')
  await later.desk.restore()
  await settle()
  expect(later.views.get(nameOf(1))).toMatchObject({ state: 'waiting' })
  later.desk.onConnected()
  await settle()
  expect(later.views.get(nameOf(1))?.state).toBe('whole')
  expect(server.calls).toEqual(['POST', 'POST'])
})

test('a file goes when nobody names it any more, not a moment after a draft became a message; a message keeps it', async () => {
  const { add, views, wanted, desk, clock, store, server } = startDesk()
  server.hold()
  await add(1, 10)
  await add(2, 10, 'message')
  wanted.delete(nameOf(1))
  desk.onWantedChanged()
  wanted.set(nameOf(1), 'message')
  await clock.advance(60_000)
  await desk.remove(nameOf(1))
  expect([...views.keys()]).toEqual([nameOf(1), nameOf(2)])
  wanted.clear()
  desk.onWantedChanged()
  await clock.advance(60_000)
  await settle()
  expect(views.size).toBe(0)
  expect(await store.loadFiles()).toEqual([])
})

test('one that somebody takes out of a draft goes at the server too, whole or not; one that was said does not', async () => {
  const { add, views, wanted, desk, clock, server } = startDesk()
  await add(1, 10)
  await add(2, 10)
  expect([views.get(nameOf(1))?.state, views.get(nameOf(2))?.state]).toEqual(['whole', 'whole'])
  await desk.remove(nameOf(1))
  await settle()
  expect(server.calls.filter((call) => call === 'DELETE')).toHaveLength(1)
  expect(server.uploads.size).toBe(1)
  wanted.clear()
  desk.onWantedChanged()
  await clock.advance(60_000)
  await settle()
  expect(views.size).toBe(0)
  expect(server.uploads.size).toBe(1)
})

test('what the disk does not take goes from memory', async () => {
  const full = buildMemoryFileStore()
  const { add, views } = startDesk({
    ...full,
    addFile: () => Promise.reject(new DOMException('', 'QuotaExceededError')),
  })
  await add(1, 10)
  expect(views.get(nameOf(1))?.state).toBe('whole')
  expect(await full.loadFiles()).toEqual([])
})
