import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import { buildSearchHandlers } from '../search/search-commands.ts'
import { buildAllRoomHandlers } from './all-room-commands.ts'
import { buildBotHandlers } from './bot-commands.ts'
import { buildComposerHandlers } from './composer-commands.ts'
import { buildKeptHandlers } from './kept-commands.ts'
import { buildMessageHandlers } from './message-commands.ts'
import { buildOutboxHandlers } from './outbox-commands.ts'
import { buildProfileHandlers } from './profile-commands.ts'
import { buildSentFileHandlers } from './sent-file-commands.ts'
import { buildTimelineHandlers } from './timeline-commands.ts'
import { buildTraceHandlers } from './trace-commands.ts'

type Outboxing = Parameters<typeof buildOutboxHandlers>
type Keeping = Parameters<typeof buildKeptHandlers>

type Running = Parameters<typeof buildMessageHandlers>[0] &
  Parameters<typeof buildTimelineHandlers>[0] &
  Parameters<typeof buildTraceHandlers>[0] &
  Parameters<typeof buildSearchHandlers>[0] &
  Parameters<typeof buildComposerHandlers>[0] &
  Parameters<typeof buildProfileHandlers>[0] &
  Parameters<typeof buildBotHandlers>[0] &
  Parameters<typeof buildAllRoomHandlers>[0] & {
    readonly client: Pick<ControlPlaneClient, 'askAdmin'> & Parameters<typeof buildSentFileHandlers>[0]
    readonly outbox: Outboxing[0]
    readonly drafts: Outboxing[1]
    readonly files: Outboxing[2]
    readonly book: Keeping[0]
    readonly timelines: Keeping[1]
    readonly writer: Keeping[2]
    readonly clearSaved: Keeping[3]
  }

/** What is asked of an account, each with what does it; desks that have something of their own to keep bring theirs along. */
export function buildAccountHandlers(running: Running) {
  const { client, book, timelines, writer, outbox, drafts, files } = running
  return {
    ...buildMessageHandlers(running),
    ...buildOutboxHandlers(outbox, drafts, files),
    ...buildTimelineHandlers(running),
    ...buildKeptHandlers(book, timelines, writer, running.clearSaved),
    ...buildTraceHandlers(running),
    ...buildSearchHandlers(running),
    ...buildComposerHandlers(running),
    ...buildSentFileHandlers(client),
    ...buildProfileHandlers(running),
    'ask-admin': client.askAdmin,
    ...buildBotHandlers(running),
    ...buildAllRoomHandlers(running),
  }
}
