import type { Page } from '@playwright/test'
import type { InboxItem } from '../../../common/http-contract/inbox-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { EngineState } from '../../engine-contract.ts'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const { at, full, harbour, message, sailing, userId } = fixtures
const dayMs = 86_400_000
const atInbox = '#/inbox'

type Name = Parameters<typeof message>[1]

function said(seq: number, by: Name, time: number, text: string, room: RoomId = harbour) {
  const { id, version, author, format } = message(seq, by, time, text).message
  return {
    ...{ id, room, seq, version, author, at: time, text, format },
    ...{ mentions: [], attachments: [], reactions: {} },
  } satisfies InboxItem['message']
}

function item(
  id: string,
  kind: InboxItem['kind'],
  names: readonly Name[],
  what: NonNullable<InboxItem['message']>,
  more: Partial<InboxItem> = {},
): InboxItem {
  const by: UserId[] = names.map((name) => userId(name))
  return { id, kind, at: what.at, by, count: names.length, room: what.room, message: what, ...more }
}

const request = Object.values(full.requests)[0]
export const inboxItems: readonly InboxItem[] = [
  item(
    'm 1',
    'mention',
    ['ana'],
    said(8, 'ana', at(14, 36), 'Pushed, and the drawing is in. @eva the order can go out.'),
    {
      names: 'me',
    },
  ),
  item('r 1', 'reaction', ['ben', 'dario', 'mei'], said(7, 'eva', at(14, 30), 'On it.'), {
    ...{ at: at(14, 33), emoji: '👍', count: 4 },
  }),
  ...(request === undefined
    ? []
    : [{ id: `q ${request.id}`, kind: 'request' as const, at: at(13, 47), by: [request.user], count: 1, request }]),
  item(
    't 1',
    'thread',
    ['dario', 'ben'],
    said(31, 'dario', at(12, 15), 'How many piles? I have room for six on Thursday.'),
    {
      thread: message(2, 'ana', 0, '').message.id,
    },
  ),
  item('a 1', 'reply', ['ben'], said(5, 'ben', at(14, 31) - dayMs, 'No rush, tomorrow is fine.')),
  item('m 2', 'mention', ['mei'], said(9, 'mei', at(9, 0) - dayMs, 'Who brings the big thermos? @room', sailing), {
    ...{ names: 'room', isRead: true },
  }),
]

const fresh = { fresh: 2, freshIds: ['m 1', 'r 1'] }
export const withInbox: EngineState = {
  ...full,
  inbox: { isLoaded: true, items: inboxItems, ...fresh, hidden: [] },
}
export const nothingForMe: EngineState = {
  ...full,
  requests: {},
  inbox: { isLoaded: true, items: [], fresh: 0, freshIds: [], hidden: [] },
}
/** As many as a person has at most. */
export const crowdedInbox: EngineState = {
  ...full,
  inbox: {
    ...{ isLoaded: true, fresh: 0, freshIds: [], hidden: [] },
    items: Array.from({ length: 1_000 }, (_, index) =>
      item(`m ${index}`, 'mention', ['ana'], said(index, 'ana', at(14, 36) - index * 600_000, `line ${index}`), {
        names: 'me',
      }),
    ),
  },
}
export const inboxHash = atInbox

const showInbox = async (page: Page, state: EngineState) => {
  await showFixture(page, state, atInbox)
  await page.getByRole('heading', { name: 'For you', exact: true }).waitFor()
}

export const inboxViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'for you': (page) => showInbox(page, withInbox),
  'nothing for you': (page) => showInbox(page, nothingForMe),
  'for you, without a connection': (page) =>
    showInbox(page, { ...withInbox, connection: { kind: 'offline', sinceAt: at(14, 0) } }),
  'for you, not here yet': (page) => showInbox(page, { ...full, connection: { kind: 'offline', sinceAt: at(14, 0) } }),
  'for you, one kind': async (page) => {
    await showInbox(page, withInbox)
    await page.getByRole('button', { name: 'Mentions' }).click()
  },
  'for you, a row dismissed': async (page) => {
    await showInbox(page, withInbox)
    await page.locator('[data-row="m 1"]').focus()
    await page.keyboard.press('Delete')
    await page.getByText('Dismissed.').waitFor()
  },
}
