import { appError } from '../../../common/app-error.ts'
import { typedHandleSchema } from '../../../common/http-contract/account-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { emptied, err, ok } from '../../../common/result.ts'
import type { CommandHandlers, ContactCommand } from '../../engine-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { ContactBook } from './contact-book.ts'

type Contacting = {
  readonly client: Pick<
    ControlPlaneClient,
    | 'askContact'
    | 'acceptRequest'
    | 'declineRequest'
    | 'withdrawRequest'
    | 'endContact'
    | 'setNickname'
    | 'blockUser'
    | 'unblockUser'
    | 'report'
    | 'reports'
    | 'serverSettings'
    | 'changeServerSettings'
  >
  readonly contacts: Pick<ContactBook, 'refresh'>
  /** What everybody may know of the server is other than it was. */
  readonly onServerChanged: () => void
  /** My rights have changed: a credential that says so, and then a sync. */
  readonly onRightsChanged: () => void
  readonly syncNow: () => Promise<unknown>
}

/** Contacts, requests, blocks and reports. The truth is the server's: it is asked anew before a command answers. */
export function buildContactHandlers(contacting: Contacting): CommandHandlers<ContactCommand> {
  const { client, contacts, onRightsChanged } = contacting

  /** What it became stands in the slices before whoever asked hears that it is done. */
  async function settle<T>(answer: Result<T>): Promise<Result<T>> {
    // Refused may be because it is another way by now, which is to be seen too.
    await contacts.refresh()
    return answer
  }
  /** The room is there when whoever asked is told that it is. */
  async function enter<T>(answer: Result<T>): Promise<Result<T>> {
    onRightsChanged()
    await contacting.syncNow()
    return settle(answer)
  }
  async function done(answer: Result<unknown>): Promise<Result<null>> {
    return emptied(await settle(answer))
  }
  async function withRights(answer: Result<unknown>): Promise<Result<null>> {
    if (answer.ok) onRightsChanged()
    return done(answer)
  }

  return {
    async 'ask-contact'({ handle, note }) {
      const typed = typedHandleSchema.safeParse(handle.trim().replace(/^@/, ''))
      if (!typed.success) return err(appError('user-unknown'))
      const words = note?.trim() ?? ''
      const asked = await client.askContact({ handle: typed.data, ...(words === '' ? {} : { note: words }) })
      if (!asked.ok) return settle(asked)
      if ('request' in asked.value) return settle(ok({ user: asked.value.request.user }))
      const { user, room } = asked.value.contact
      return enter(ok({ user, room }))
    },
    async 'accept-request'({ request }) {
      const accepted: Result<RoomId> = await client.acceptRequest(request)
      return accepted.ok ? enter(accepted) : settle(accepted)
    },
    'decline-request': async ({ request }) => done(await client.declineRequest(request)),
    'withdraw-request': async ({ request }) => done(await client.withdrawRequest(request)),
    'end-contact': async ({ user }) => withRights(await client.endContact(user)),
    'set-nickname': async ({ user, nickname }) => done(await client.setNickname(user, nickname.trim())),
    'block-user': async ({ user }) => withRights(await client.blockUser(user)),
    'unblock-user': async ({ user }) => withRights(await client.unblockUser(user)),
    'load-server-settings': () => client.serverSettings(),
    async 'change-server-settings'({ change }) {
      const changed = await client.changeServerSettings(change)
      if (changed.ok) contacting.onServerChanged()
      return changed
    },
    'send-report': ({ report }) => client.report(report),
    'list-reports': () => client.reports(),
  }
}
