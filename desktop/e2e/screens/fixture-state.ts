import type { Role } from '../../../common/credential-scope.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { EngineState, MemberView, RoomView, TimelineRow, TimelineView } from '../../engine-contract.ts'
import { startSettings } from '../../settings/person-settings.ts'

/** States of the engine written by hand, to look at screens with. Never part of the product. */
const server = { name: 'Harbour Studio', registration: 'open', bots: 'admins' } as const
const names = {
  eva: 'Eva Novak',
  ana: 'Ana Lindqvist',
  ben: 'Ben Okafor',
  dario: 'Dario Conti',
  mei: 'Mei Tanaka',
  cleo: 'Cleo Martin',
  hari: 'Hari Rao',
  jonas: 'Jonas Weiss',
} as const
type Name = keyof typeof names

export const userId = (name: Name) => name.padEnd(16, '0') as UserId
const roomId = (letter: string) => `1.${letter.repeat(14)}` as RoomId
const eventId = (number: number) => String(number).padStart(26, '0') as EventId

export const nowAt = new Date(2026, 10, 20, 14, 37).getTime()
export const at = (hour: number, minute: number) => new Date(2026, 10, 20, hour, minute).getTime()

const users = Object.fromEntries(
  (Object.keys(names) as Name[]).map((name) => [
    userId(name),
    { id: userId(name), handle: name, displayName: names[name] },
  ]),
) as EngineState['users']

const me = {
  ...users[userId('eva')],
  admin: true,
  createdAt: at(8, 0),
  device: '0'.repeat(16),
} as Extract<EngineState['session'], { kind: 'signed-in' }>['me']

const online = { kind: 'online' } as const

export const signedOut: EngineState = {
  session: { kind: 'signed-out', server },
  connection: online,
  users: {},
  profiles: {},
  presence: {},
  contacts: {},
  requests: {},
  blocks: {},
  rooms: {},
  members: {},
  receipts: {},
  typing: {},
  timelines: {},
  threads: {},
  followed: {},
  pins: {},
  saved: {},
  drafts: {},
  transfers: {},
  unsentChanges: {},
  notes: {},
  goneRooms: {},
  roomsLoaded: false,
  settings: startSettings,
  contactsLoaded: false,
  presenceKnown: true,
  told: { announcements: [], notices: [], outcomes: [] },
  savedList: { isKnown: true, isAsking: false },
  inbox: { isLoaded: false, items: [], fresh: 0, freshIds: [], hidden: [] },
}

export const noRooms: EngineState = {
  ...signedOut,
  session: { kind: 'signed-in', server, me },
  users,
  roomsLoaded: true,
  contactsLoaded: true,
}

type Said = { readonly by: Name; readonly text: string; readonly at: number; readonly more?: Partial<RoomView> }

const people = (...roles: readonly (readonly [Name, Role])[]): readonly MemberView[] =>
  roles.map(([name, role]) => ({ user: userId(name), role }))
const everybody = people(
  ['ana', 'owner'],
  ['eva', 'admin'],
  ['ben', 'admin'],
  ['dario', 'member'],
  ['mei', 'member'],
  ['cleo', 'listener'],
  ['hari', 'member'],
)

function room(letter: string, name: string, said?: Said, more: Partial<RoomView> = {}): RoomView {
  return {
    id: roomId(letter),
    kind: 'group',
    name,
    topic: '',
    memberCount: everybody.length,
    myRole: 'admin',
    createdAt: at(7, 0),
    headSeq: 100,
    receiptSeq: 100,
    unread: 0,
    forYou: 0,
    activeAt: said?.at ?? at(7, 0),
    ...(said && {
      preview: {
        author: userId(said.by),
        text: said.text,
        at: said.at,
        mentionsMe: false,
        state: 'stored',
      },
    }),
    ...more,
  }
}

function direct(letter: string, other: Name, said: Said, more: Partial<RoomView> = {}): RoomView {
  return room(letter, '', said, { kind: 'direct', memberCount: 2, counterpart: userId(other), ...more })
}

export const inviteCode = '9fQ2kx7Lw0aPz4NvRtYb3Q'
export const harbour = roomId('h')
export const sailing = roomId('w')
const rooms: readonly RoomView[] = [
  direct('b', 'ben', { by: 'ben', text: 'could you look at the drawing', at: at(14, 31) }, { unread: 2, forYou: 2 }),
  room('w', 'Weekend sailing', { by: 'mei', text: 'bring the big thermos', at: at(14, 2) }, { unread: 9 }),
  room(
    'h',
    'Harbour rebuild',
    { by: 'eva', text: 'Pushed, and the drawing is in. @ana', at: at(14, 36) },
    {
      topic: 'Berth 4 to 9, opening in March',
      headSeq: 8,
      receiptSeq: 8,
    },
  ),
  direct('a', 'ana', { by: 'ana', text: 'fine', at: at(14, 35) }),
  direct('c', 'cleo', { by: 'cleo', text: 'fine', at: at(13, 20) }),
  room('s', 'Build status', { by: 'hari', text: 'main is green again', at: at(12, 48) }),
  direct('d', 'dario', { by: 'eva', text: '👍', at: at(12, 0) - 86_400_000 }),
  room('o', '上海 office', { by: 'mei', text: '明天见', at: at(12, 0) - 2 * 86_400_000 }),
]

type Extra = Partial<Extract<TimelineRow, { kind: 'message' }>['message']>
type RowExtra = Partial<Omit<Extract<TimelineRow, { kind: 'message' }>, 'kind' | 'message'>>

export function message(seq: number, by: Name, time: number, text: string, extra: Extra = {}, row: RowExtra = {}) {
  return {
    kind: 'message',
    state: 'stored',
    message: {
      id: eventId(seq),
      room: harbour,
      seq,
      version: seq,
      author: userId(by),
      at: time,
      text,
      format: 'plain',
      mentions: [],
      attachments: [],
      reactions: [],
      ...extra,
    },
    ...row,
  } as const satisfies TimelineRow
}

const code = "const berths = plan.berths.filter((b) => b.piles === 'sound')\n// 7 comes back when HAR-112 is closed"
const survey =
  'Survey is back. Berth 7 needs new piles, the rest can stay. I put the numbers into the plan and moved the crane to the 4th.'
const joined = { v: 1, id: eventId(90), at: at(14, 0), kind: 'member.joined', role: 'member' } as const

export const rows: readonly TimelineRow[] = [
  { kind: 'notice', seq: 1, at: at(14, 0), event: { ...joined, by: userId('ana'), user: userId('dario') } },
  message(2, 'ana', at(14, 12), survey),
  message(3, 'dario', at(14, 20), `Then this is what the loader has to know:\n\`\`\`js\n${code}\n\`\`\``, {
    format: 'markdown',
    replyTo: eventId(2),
  }),
  message(
    4,
    'ben',
    at(14, 31),
    'I can take the piles. @eva could you look at the drawing before Ana orders? `HAR-112` has the old one.',
    { format: 'markdown', mentions: [userId('eva')] },
  ),
  message(5, 'ben', at(14, 31), 'No rush, tomorrow is fine.', {
    reactions: [
      { user: userId('eva'), emoji: '👍', seq: 6 },
      { user: userId('ana'), emoji: '👍', seq: 6 },
      ...(['ana', 'dario', 'mei', 'cleo'] as const).map((name) => ({ user: userId(name), emoji: '🌊', seq: 6 })),
    ],
  }),
  message(7, 'eva', at(14, 36), 'On it.', {}, { readByOthers: true }),
  message(8, 'eva', at(14, 36), 'Pushed, and the drawing is in. @ana the order can go out with the new one.', {
    mentions: [userId('ana')],
  }),
]

const timeline: TimelineView = { room: harbour, rows, hasMoreBefore: false, loading: 'idle', dividerSeq: 3 }

function membersOf(counterpart: UserId | undefined): readonly MemberView[] {
  if (counterpart === undefined) return everybody
  return [userId('eva'), counterpart].map((user) => ({ user, role: 'member' }))
}

const contactOf = (name: Name, letter: string) => ({ user: userId(name), room: roomId(letter), since: at(7, 0) })
const contacts = [contactOf('ana', 'a'), contactOf('ben', 'b'), contactOf('cleo', 'c'), contactOf('dario', 'd')]
const asking = {
  id: 'q'.repeat(16),
  kind: 'contact',
  direction: 'in',
  user: userId('jonas'),
  note: 'Hello Eva, Ana gave me your name. I have the pile driver for the week of the 4th.',
  at: at(13, 47),
} as const

/** Who knows whom, and who is here. */
const knownPeople = {
  contactsLoaded: true,
  contacts: Object.fromEntries(contacts.map((one) => [one.user, one])) as EngineState['contacts'],
  requests: { [asking.id]: asking } as EngineState['requests'],
  presence: {
    [userId('eva')]: { state: 'dnd' },
    [userId('ana')]: { state: 'online', status: { text: 'In the harbour office' } },
    [userId('ben')]: { state: 'online', status: { text: 'On the pier', until: at(16, 0) } },
    [userId('hari')]: { state: 'dnd', status: { text: 'In a call' } },
    [userId('cleo')]: { state: 'away', status: { text: 'Back on Monday' } },
    [userId('mei')]: { state: 'away' },
  } as EngineState['presence'],
  profiles: {
    [userId('cleo')]: {
      ...users[userId('cleo')],
      bio: 'Drawings and permits. Back on Monday.',
      timeZone: 'America/Vancouver',
    },
  } as EngineState['profiles'],
}

export const full: EngineState = {
  ...noRooms,
  ...knownPeople,
  rooms: Object.fromEntries(rooms.map((each) => [each.id, each])) as EngineState['rooms'],
  // The engine says it of rooms that are open: here any of them may be opened.
  members: Object.fromEntries(
    rooms.map(({ id, counterpart }) => [id, membersOf(counterpart)]),
  ) as EngineState['members'],
  typing: { [harbour]: [userId('ana')], [roomId('a')]: [userId('ana')] } as EngineState['typing'],
  receipts: {
    [harbour]: [
      { user: userId('ana'), seq: 7 },
      { user: userId('ben'), seq: 7 },
      { user: userId('mei'), seq: 6 },
    ],
  } as EngineState['receipts'],
  timelines: { [harbour]: timeline } as EngineState['timelines'],
  drafts: { [roomId('c')]: { text: 'About Thursday, I think' } } as EngineState['drafts'],
}

export const offline: EngineState = {
  ...full,
  connection: { kind: 'offline', sinceAt: nowAt - 20_000, nextTryAt: nowAt + 4_000 },
  presenceKnown: false,
  drafts: { ...full.drafts, [harbour]: { text: 'Also, about Thursday' } } as EngineState['drafts'],
  timelines: {
    [harbour]: {
      ...timeline,
      dividerSeq: undefined,
      rows: [
        ...rows.slice(3, 5),
        message(7, 'eva', at(14, 36), 'Pushed, and the drawing is in.', {}, { readByOthers: true }),
        message(20, 'eva', at(14, 36), 'The order can go out with the new one.', {}, { state: 'queued' }),
        message(21, 'eva', at(14, 36), 'And the crane is free on the 4th.', {}, { state: 'sending' }),
        message(
          22,
          'eva',
          at(14, 36),
          'Photo of pier 7 attached',
          {},
          {
            state: 'stuck',
            entry: eventId(22),
            error: { code: 'stream-full' },
          },
        ),
      ],
    },
  } as unknown as EngineState['timelines'],
}

export const emptyRoom: EngineState = {
  ...full,
  rooms: {
    ...full.rooms,
    [harbour]: room('h', 'Harbour rebuild', undefined, {
      memberCount: 1,
      myRole: 'owner',
    }),
  } as EngineState['rooms'],
  members: { ...full.members, [harbour]: people(['eva', 'owner']) } as EngineState['members'],
  timelines: {
    [harbour]: { room: harbour, rows: [], hasMoreBefore: false, loading: 'idle' },
  } as EngineState['timelines'],
}

/** Eva owns the room with others in it; and in two of her rooms something waits to go out. */
export const owning: EngineState = {
  ...full,
  rooms: {
    ...full.rooms,
    [harbour]: room('h', 'Harbour rebuild', undefined, {
      memberCount: 4,
      myRole: 'owner',
      unsent: 2,
    }),
    [roomId('s')]: room('s', 'Build status', undefined, { unsent: 1 }),
  } as EngineState['rooms'],
  members: {
    ...full.members,
    [harbour]: people(['eva', 'owner'], ['ana', 'member'], ['ben', 'member'], ['dario', 'member']),
  } as EngineState['members'],
}

const unsent = ['I moved the crane to the 4th.', 'And this is what the loader gets:\nberth 4\nberth 5']
export const closed: EngineState = {
  ...full,
  rooms: Object.fromEntries(rooms.flatMap((each) => (each.id === harbour ? [] : [[each.id, each]]))),
  timelines: {},
  goneRooms: {
    [harbour]: { id: harbour, name: 'Harbour rebuild', by: userId('ana'), unsent },
  } as EngineState['goneRooms'],
}

export const loading: EngineState = {
  ...full,
  timelines: {
    [harbour]: { room: harbour, rows: [], hasMoreBefore: true, loading: 'first' },
  } as EngineState['timelines'],
}

export const hostile: EngineState = {
  ...full,
  timelines: {
    [harbour]: {
      ...timeline,
      rows: [
        message(2, 'ana', at(14, 12), '<img src=x onerror="alert(1)"> <script>alert(1)</script> javascript:alert(1)'),
        message(3, 'ben', at(14, 13), `${'W'.repeat(400)} https://example.org/${'a'.repeat(200)}`),
        message(4, 'ben', at(14, 14), 'مرحبا بالجميع، كيف الحال؟'),
        message(5, 'ben', at(14, 14), 'was here', { removedAt: at(14, 15) }),
        message(6, 'mei', at(14, 20), 'edited words', { editedAt: at(14, 21) }),
      ],
    },
  } as EngineState['timelines'],
}

/** Hari is blocked: what he says in a room that both are in folds. */
export const blocking: EngineState = {
  ...full,
  requests: {},
  blocks: { [userId('hari')]: { user: userId('hari'), at: at(9, 0) } } as EngineState['blocks'],
  timelines: {
    [harbour]: { ...timeline, rows: [...rows, message(9, 'hari', at(14, 36), 'Whatever Hari says.')] },
  } as EngineState['timelines'],
}

/** A team's own server: everybody may write to everybody. */
export const open: EngineState = {
  ...full,
  session: { kind: 'signed-in', server: { ...server, contacts: 'open' }, me },
  requests: {},
}

/** On a server of that version. */
export function running(version: string): EngineState {
  return { ...full, session: { kind: 'signed-in', server: { ...server, version }, me } }
}
