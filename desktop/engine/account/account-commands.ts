import { appError } from '../../../common/app-error.ts'
import { handleSchema } from '../../../common/http-contract/account-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { EngineCommand } from '../../engine-contract.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { StateBoard } from '../state-board.ts'
import { mergeSyncRoom } from '../sync/room-entry.ts'
import type { Account } from './account.ts'
import { markRead, openRoom, saySomething } from './room-commands.ts'

export type AccountCommand = Exclude<
  EngineCommand,
  { kind: 'register' | 'sign-in' | 'sign-out' | 'close-room' | 'retry-connection' }
>

/** The verbs of somebody who is signed in. Each answers once. */
export async function runAccountCommand(
  { deps, account, board }: { readonly deps: EngineDeps; readonly account: Account; readonly board: StateBoard },
  command: AccountCommand,
): Promise<Result<unknown>> {
  const { client, outbox, syncLoop } = account
  switch (command.kind) {
    case 'send-message':
    case 'edit-message':
    case 'remove-message':
    case 'set-reaction': {
      const said = await saySomething(deps, account, command)
      return said.ok && command.kind !== 'send-message' ? ok(null) : said
    }
    case 'open-room':
      return openRoom(account, command.room)
    case 'load-older':
      return account.filler.loadOlder(command.room)
    case 'load-back-to':
      if (account.book.get(command.room) === undefined) return err(appError('room-unknown'))
      return account.filler.loadBackTo(command.room, command.message)
    case 'retry-sends':
      outbox.retryRoom(command.room)
      return ok(null)
    case 'discard-send':
      return outbox.discard(command.room, command.entry)
        ? ok(null)
        : err(appError('request-invalid', { detail: 'It is on its way already and cannot be taken back.' }))
    case 'mark-read':
      markRead(account, command.room, command.seq)
      return ok(null)
    case 'save-draft':
      board.setDraft(command.room, command.text)
      account.drafts.save(command.room, command.text)
      return ok(null)
    case 'say-typing':
      account.typing.say(command.room, command.typing)
      return ok(null)
    case 'find-user': {
      const handle = command.handle.trim().replace(/^@/, '').toLowerCase()
      // Nobody can have such a handle, so nobody is asked.
      if (!handleSchema.safeParse(handle).success) return ok(null)
      const found = await client.findUser(handle)
      if (!found.ok) return found
      if (found.value !== undefined) account.book.putUsers([found.value])
      return ok(found.value ?? null)
    }
    case 'create-room':
      return createRoom(account, command)
    case 'change-room': {
      const { name, topic } = command
      const change = { ...(name === undefined ? {} : { name }), ...(topic === undefined ? {} : { topic }) }
      return thenSync(syncLoop, await client.changeRoom(command.room, change))
    }
    case 'add-member':
      return thenSync(syncLoop, await client.putMember(command.room, command.user, command.role))
    case 'remove-member':
      return thenSync(syncLoop, await client.removeMember(command.room, command.user))
    case 'leave-room':
      return leaveBy(account, command.room, () => client.removeMember(command.room, account.me().id))
    case 'close-room-for-all': {
      const closed = await leaveBy(account, command.room, () => client.closeRoom(command.room))
      // Nobody will ever be in it again: what waits for it would wait for good.
      if (closed.ok) discardWords(board, account, command.room)
      return closed
    }
    case 'dismiss-gone-room':
      account.goneRooms.dismiss(command.room)
      discardWords(board, account, command.room)
      return ok(null)
    case 'change-me':
      return thenSync(syncLoop, await client.changeMe({ displayName: command.displayName }))
    case 'change-password': {
      const { currentPassword, newPassword } = command
      const changed = await client.changePassword({ currentPassword, newPassword })
      return changed.ok ? ok(null) : changed
    }
    case 'list-devices':
      return client.devices()
    case 'revoke-device': {
      const revoked = await client.revokeDevice(command.device)
      return revoked.ok ? ok(null) : revoked
    }
  }
}

/** The room is there at once, from the answer itself; what the broker lets us do comes with the new credential. */
async function createRoom(
  account: Account,
  command: Extract<AccountCommand, { kind: 'create-room' }>,
): Promise<Result<RoomId>> {
  const created = await account.client.createRoom({ name: command.name, members: [...command.members] })
  if (!created.ok) return created
  const { room, users } = created.value
  account.book.putUsers(users)
  account.ownRooms.onEntered(room.id)
  if (account.book.get(room.id) === undefined) {
    const synced = { room, head: 0, complete: false, receipt: 0, unread: 0, mentions: 0 }
    account.book.put(room.id, mergeSyncRoom(undefined, synced, account.me().id))
  }
  // In the background: the hint does the same, and may already be under way.
  void account.connection.checkCredential().then(() => account.syncLoop.request())
  return ok(room.id)
}

async function leaveBy(
  { book, ownRooms, syncLoop }: Account,
  room: RoomId,
  leave: () => Promise<Result<unknown>>,
): Promise<Result<null>> {
  const left = await ownRooms.whileLeaving(room, leave)
  if (left.ok) {
    ownRooms.onLeft(room)
    book.remove(room)
  }
  return thenSync(syncLoop, left)
}

function discardWords(board: StateBoard, { book, outbox, drafts }: Account, room: RoomId): void {
  // Back in it meanwhile: there they stand where they were written, and can go out after all.
  if (book.get(room) !== undefined) return
  for (const { id } of outbox.entries(room)) outbox.discard(room, id)
  board.setDraft(room, '')
  drafts.save(room, '')
}

function thenSync(syncLoop: Account['syncLoop'], answer: Result<unknown>): Result<null> {
  if (!answer.ok) return answer
  syncLoop.request()
  return ok(null)
}
