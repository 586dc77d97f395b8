import { Readable } from 'node:stream'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import { openZip } from '../plugins/zip-flow.ts'
import { mostVersions } from '../store/archive-store.ts'
import type { HistoryStore } from '../store/history-store.ts'

export type OwnArchiveParts = {
  /** File by file, as JSON. */
  readonly files: readonly { readonly name: string; readonly load: (user: UserId) => Promise<unknown> }[]
  readonly loadAvatar: (user: UserId) => Promise<Buffer | undefined>
  readonly loadMessagesOf: HistoryStore['loadMessagesOf']
  readonly loadVersions: HistoryStore['loadVersions']
  /** What they have sent; undefined where it is there no more. */
  readonly listSent: (user: UserId) => Promise<readonly SentFile[]>
}
export type SentFile = { readonly name: string; readonly open: () => Promise<Readable | undefined> }

/** All that this server has of somebody, as they may take it along. */
export type BuildOwnArchive = (user: UserId) => Promise<Readable>

const pageMessages = 200

/** Written while it is read: whatever somebody has said, a page of it is in memory. */
export function buildOwnArchive({ files, loadAvatar, listSent, ...words }: OwnArchiveParts): BuildOwnArchive {
  return async (user) => {
    const loaded: (readonly [string, Buffer])[] = []
    for (const { name, load } of files) {
      loaded.push([`${name}.json`, Buffer.from(JSON.stringify(await load(user), null, 2))])
    }
    const avatar = await loadAvatar(user)
    const sent = await listSent(user)
    return openZip(async (zip) => {
      for (const [name, bytes] of loaded) await zip.add(name, Readable.from([bytes]))
      if (avatar !== undefined) await zip.add('avatar.webp', Readable.from([avatar]), { compress: false })
      await zip.add('messages.json', writeMessages(user, words))
      // One is opened when the one before is through.
      for (const { name, open } of sent) {
        await zip.add(`files/${name}`, (await open()) ?? Readable.from([]), { compress: false })
      }
    })
  }
}

/** Of what was said, what stands, and what it said before; of what was taken back, that it was. */
async function* writeMessages(
  user: UserId,
  { loadMessagesOf: load, loadVersions }: Pick<OwnArchiveParts, 'loadMessagesOf' | 'loadVersions'>,
): AsyncGenerator<string> {
  let after: { readonly room: RoomId; readonly id: MessageId } | undefined
  let separator = '[\n'
  for (;;) {
    const page = await load(user, after, pageMessages)
    for (const { reactions: _, author: __, ...message } of page) {
      const { room, id, editedAt } = message
      const kept = editedAt === undefined ? [] : await loadVersions(room, id, mostVersions)
      const versions = kept.map(({ seq, at, text }) => ({ seq, at, text }))
      yield `${separator}${JSON.stringify(versions.length === 0 ? message : { ...message, versions })}`
      separator = ',\n'
    }
    const last = page.at(-1)
    if (last === undefined) break
    after = { room: last.room, id: last.id }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}
