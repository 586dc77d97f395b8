import { appError } from '../../../common/app-error.ts'
import { typedHandleSchema } from '../../../common/http-contract/account-contract.ts'
import { emptied, err, ok } from '../../../common/result.ts'
import type { BotCommand } from '../../bot-command.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { createBotKeyPair, joinCredsFile } from '../wire/bot-file.ts'

type Making = {
  readonly client: Pick<
    ControlPlaneClient,
    | 'bots'
    | 'makeBot'
    | 'removeBot'
    | 'botCredentials'
    | 'revokeBotKey'
    | 'webhooks'
    | 'makeWebhook'
    | 'rotateWebhook'
    | 'removeWebhook'
  >
  readonly book: Pick<RoomBook, 'putUsers'>
  readonly askSync: () => void
}

/** In the file itself, beside the server's own words, which are English for everybody too. */
const warning = 'The seed below is a secret: whoever has it is this bot.'

/** My bots and what they sign in with; the webhooks of rooms that I lead. */
export function buildBotHandlers({ client, book, askSync }: Making): CommandHandlers<BotCommand> {
  return {
    'list-bots': async () => {
      const mine = await client.bots()
      // They may be named, and added to a room, from then on.
      if (mine.ok) book.putUsers(mine.value)
      return mine
    },
    'make-bot': async ({ handle, displayName }) => {
      const typed = typedHandleSchema.safeParse(handle.trim().replace(/^@/, ''))
      if (!typed.success) {
        const words = typed.error.issues[0]?.message ?? 'is no handle'
        return err(appError('request-invalid', { fields: { '/body/handle': words } }))
      }
      const made = await client.makeBot({ handle: typed.data, displayName: displayName.trim() })
      if (made.ok) book.putUsers([made.value])
      return made
    },
    'remove-bot': async ({ bot }) => {
      const gone = emptied(await client.removeBot(bot))
      if (gone.ok) askSync()
      return gone
    },
    'issue-bot-file': async ({ bot, keyFrom }) => {
      const pair = keyFrom === 'device' ? createBotKeyPair() : undefined
      const issued = await client.botCredentials(bot, pair?.publicKey)
      if (!issued.ok) return issued
      const { creds, publicKey, expiresAt, servers } = issued.value
      const text = pair === undefined ? creds : joinCredsFile(creds, pair.seed, warning)
      return ok({ text, publicKey, expiresAt, servers })
    },
    'revoke-bot-key': async ({ bot, publicKey }) => emptied(await client.revokeBotKey(bot, publicKey)),
    'list-webhooks': ({ room }) => client.webhooks(room),
    'make-webhook': async ({ room, name }) => {
      const made = await client.makeWebhook(room, name.trim())
      // Its bot is in the room by now.
      if (made.ok) askSync()
      return made
    },
    'rotate-webhook': ({ room, webhook }) => client.rotateWebhook(room, webhook),
    'remove-webhook': async ({ room, webhook }) => {
      const gone = emptied(await client.removeWebhook(room, webhook))
      if (gone.ok) askSync()
      return gone
    },
  }
}
