import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import { buildApiMessage } from '../../../common/http-contract/history-contract.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { foldSaved, type SavedState } from '../../../common/reducers/saved-reducer.ts'
import { err, ok } from '../../../common/result.ts'
import { type SavedKey, type SavedListView, type SavedView, savedKeyOf } from '../../saved-command.ts'
import type { SavedCalls } from '../control-plane/saved-calls.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildMemorySavedStore } from '../local-store/kept-saved-store.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { mergeSyncRoom } from '../sync/room-steps.ts'
import { buildSyncedRoom, membersOf } from '../sync/synced-room-testbed.ts'
import { buildSavedDesk } from './saved-desk.ts'

export const [tea, sea] = ['0.aaaaaaaaaaaaaa', '0.bbbbbbbbbbbbbb'] as [RoomId, RoomId]
export const [me, ana] = ['m', 'a'].map((letter) => letter.repeat(16)) as [UserId, UserId]
export const idAt = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
export const messageAt = (seq: number, room = tea): Message => ({
  ...{ id: idAt(seq), room, seq, version: seq, author: ana, at: seq, text: `line ${seq}`, format: 'plain' },
  ...{ mentions: [], attachments: [], reactions: [] },
})

/** For tests: a server that folds words as ours does, and devices of one person on it. */
export function startSavedServer() {
  const clock = buildTestClock()
  const marks = new Map<SavedKey, SavedState & { message: Message }>()
  const archive = new Map<SavedKey, Message>()
  const unseen = new Set<RoomId>()
  const devices: (() => void)[] = []
  let pageRows = 200
  return {
    clock,
    marks,
    archive,
    unseen,
    cutPages: (rows: number) => {
      pageRows = rows
    },
    put(message: Message, at: number) {
      archive.set(savedKeyOf(message.room, message.id), message)
      marks.set(savedKeyOf(message.room, message.id), { isSaved: true, at, saidAt: at, message })
    },
    hintAll: () => {
      for (const hint of devices) hint()
    },
    device() {
      const store = buildMemorySavedStore()
      const calls: string[] = []
      let fault: AppError | undefined
      let held: Promise<void> | undefined
      const client: SavedCalls = {
        async saved(cursor) {
          calls.push(`list ${cursor ?? ''}`.trim())
          if (fault !== undefined) return err(fault)
          const all = [...marks.values()].filter(({ isSaved }) => isSaved).sort((a, b) => b.at - a.at)
          const seen = all.filter(({ message }) => !unseen.has(message.room))
          const from = Number(cursor ?? 0)
          const page = seen.slice(from, from + pageRows)
          const answer = {
            saved: page.map(({ message, at }) => ({ room: message.room, message: buildApiMessage(message), at })),
            total: all.length,
            ...(from + pageRows < seen.length ? { cursor: String(from + pageRows) } : {}),
          }
          await held
          return ok(answer)
        },
        async setSaved({ room, message, on, agoMs }) {
          calls.push(`${on ? 'save' : 'unsave'} ${agoMs}`)
          if (fault !== undefined) return err(fault)
          const key = savedKeyOf(room, message)
          const found = archive.get(key)
          if (found === undefined) return err(appError('message-unknown'))
          marks.set(key, { ...foldSaved(marks.get(key), { on, at: clock.now() - agoMs }), message: found })
          for (const hint of devices) hint()
          return ok(undefined)
        },
      }
      const start = async (rooms: readonly RoomId[] = [tea, sea]) => {
        const book = new Map<RoomId, RoomEntry>()
        for (const id of rooms) {
          const synced = buildSyncedRoom({ id, members: membersOf('member', me, ana) }, { head: 0, receipt: 0 })
          book.set(id, mergeSyncRoom(undefined, synced, me))
        }
        const shown = new Map<string, SavedView>()
        let list: SavedListView | undefined
        const desk = buildSavedDesk({
          ...{ deps: { clock, chance: () => 0 }, client, store, book },
          board: {
            put(_, key, value) {
              if (value === undefined) shown.delete(key)
              else shown.set(key, value as SavedView)
            },
            set(_, value) {
              list = value as SavedListView
            },
          },
          timelines: { findMessage: async (room, id) => archive.get(savedKeyOf(room, id)) },
          onFault: (cause) => {
            throw cause
          },
        })
        devices.push(desk.onHint)
        await desk.restore()
        const set = async (seq: number, on: boolean, room = tea) => {
          const answer = await desk.handlers['set-saved']({ kind: 'set-saved', room, message: idAt(seq), on })
          return answer.ok ? 'ok' : answer.error.code
        }
        return {
          desk,
          book,
          set,
          list: () => list,
          texts: () =>
            [...shown.values()]
              .sort((a, b) => b.at - a.at)
              .map(({ message, isPending }) => `${message?.text ?? '?'}${isPending === true ? ' …' : ''}`),
          views: () => [...shown.values()],
        }
      }
      return {
        ...{ start, store, calls },
        fail: (next: AppError | undefined) => {
          fault = next
        },
        hold: (until: Promise<void> | undefined) => {
          held = until
        },
      }
    },
  }
}
