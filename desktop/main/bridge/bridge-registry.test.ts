import { describe, expect, it } from 'vitest'
import { bridgeChannels } from '../../preload/bridge-channels.ts'
import { handleBridge } from './bridge-handlers.ts'
import type { BridgeCaller, BridgeEvent } from './bridge-registry.ts'
import { buildBridgeRegistry } from './bridge-registry.ts'

const account = '0123456789abcdef'
const room = '0.abcdefghij0123'
const note = {
  title: 'Ana',
  text: 'tea',
  room: '0.aaaaaaaaaaaaaa',
  message: '01jd0000000000000000000001',
  tag: 't',
  hasSound: true,
  canAct: true,
}
const [ownPage, setUpPage, strangePage] = [{}, {}, {}]

function buildBridge() {
  const handlers = new Map<string, (event: BridgeEvent, ...values: unknown[]) => unknown>()
  const done: unknown[] = []
  const refused: string[] = []
  const callers = new Map<unknown, BridgeCaller>([
    [ownPage, { kind: 'account', account }],
    [setUpPage, { kind: 'set-up' }],
  ])
  const registry = buildBridgeRegistry({
    ipc: { handle: (channel, listener) => void handlers.set(channel, listener) },
    callerOf: (sender) => callers.get(sender),
    log: (line) => refused.push(line),
  })
  const does =
    (what: string) =>
    (...with_: unknown[]) => {
      done.push([what, ...with_])
      return undefined as never
    }
  handleBridge(registry, {
    openOutside: does('outside'),
    setUnread: does('unread'),
    notify: does('notify'),
    withdrawNote: does('withdraw'),
    beginCapture: does('begin capture'),
    endCapture: does('end capture'),
    openRoomWindow: does('open room'),
    leaveTo: does('leave to'),
    onListening: does('listening'),
    idleForMs: does('idle'),
    checkServer: does('check'),
    findLocalServer: does('local'),
    chooseAuthority: does('authority'),
    addAccount: does('add'),
    cancelSetUp: does('cancel'),
    update: does('update'),
    doUpdate: does('do update'),
    serverAddress: does('server'),
    listAccounts: does('list'),
    showAccount: does('show'),
    addAnother: does('another'),
    removeAccount: does('remove'),
  })
  const ask = (
    channel: string,
    values: unknown[],
    {
      sender = ownPage,
      frame = { url: 'app://natter/', parent: null },
    }: { sender?: object | null; frame?: unknown } = {},
  ) => handlers.get(channel)?.({ senderFrame: frame, sender } as BridgeEvent, ...values)
  return { ask, done, refused, channels: [...handlers.keys()] }
}

describe('what the page may ask of the desktop', () => {
  it('is what the preload names, and nothing else', () => {
    expect(buildBridge().channels.sort()).toEqual(Object.values(bridgeChannels).sort())
  })

  it('is done for the account whose page it is', () => {
    const { ask, done } = buildBridge()
    ask(bridgeChannels.setUnread, [{ unread: 3, forYou: 1 }])
    ask(bridgeChannels.notify, [note])
    ask(bridgeChannels.withdrawNote, ['t'])
    ask(bridgeChannels.openExternal, ['https://example.org/'])
    ask(bridgeChannels.checkServer, ['chat.example.org'], { sender: setUpPage })
    expect(done).toEqual([
      ['unread', account, { unread: 3, forYou: 1 }],
      ['notify', account, note],
      ['withdraw', account, 't'],
      ['outside', 'https://example.org/'],
      ['check', 'chat.example.org'],
    ])
  })
})

const { setUnread, notify, openExternal, takePlaces, checkServer, addAccount, showAccount, listAccounts } =
  bridgeChannels
const long = 'x'.repeat(5_000)
const cyclic: Record<string, unknown> = { unread: 1, forYou: 1 }
cyclic.self = cyclic
type Frame = { readonly url: string; readonly parent: unknown } | null
const from = (frame: Frame) => ({ frame })
const inFrame = from({ url: 'app://natter/', parent: {} })

const hostile: readonly (readonly [string, string, unknown[], { sender?: object | null; frame?: unknown }?])[] = [
  [
    'a page of the network',
    setUnread,
    [{ unread: 1, forYou: 1 }],
    from({ url: 'https://evil.example/', parent: null }),
  ],
  [
    'a host that begins like ours',
    setUnread,
    [{ unread: 1, forYou: 1 }],
    from({ url: 'app://natter.evil/', parent: null }),
  ],
  ['our name before an @', openExternal, ['https://a.example/'], from({ url: 'app://natter@evil/', parent: null })],
  ['a name before our host', openExternal, ['https://a.example/'], from({ url: 'app://x@natter/', parent: null })],
  ['our host with a port', openExternal, ['https://a.example/'], from({ url: 'app://natter:80/', parent: null })],
  ['a file', openExternal, ['https://a.example/'], from({ url: 'file:///app/index.html', parent: null })],
  ['an empty page', openExternal, ['https://a.example/'], from({ url: 'about:blank', parent: null })],
  [
    'a page made of data',
    openExternal,
    ['https://a.example/'],
    from({ url: 'data:text/html,app://natter/', parent: null }),
  ],
  ['a page that is none', openExternal, ['https://a.example/'], from({ url: '', parent: null })],
  ['a frame that is gone', openExternal, ['https://a.example/'], from(null)],
  ['a frame in our page', openExternal, ['https://a.example/'], inFrame],
  ['a frame, for a notification', notify, [note], inFrame],
  ['a message that is none', notify, [{ ...note, message: '../..' }]],
  ['a note with an option', notify, [{ ...note, customPath: '/bin/sh' }]],
  ['a note that rings by another means', notify, [{ ...note, hasSound: '/etc/passwd' }]],
  ['a tag without an end', bridgeChannels.withdrawNote, [long]],
  ['a tag that is none', bridgeChannels.withdrawNote, [{ tag: 't' }]],
  ['a window that is not ours', notify, [note], { sender: strangePage }],
  ['nobody', notify, [note], { sender: null }],
  ['an account that wants a server checked', checkServer, ['chat.example.org']],
  ['an account that wants another added', addAccount, ['https://evil.example']],
  ['the first run that notifies', notify, [note], { sender: setUpPage }],
  ['the first run that switches', showAccount, [account], { sender: setUpPage }],
  ['the first run that counts', setUnread, [{ unread: 1, forYou: 1 }], { sender: setUpPage }],
  ['no value where one is needed', setUnread, []],
  ['two values', setUnread, [{ unread: 1, forYou: 1 }, 2]],
  ['a value where none is taken', listAccounts, [{}]],
  ['a value for the places', takePlaces, ['now']],
  ['a count below nothing', setUnread, [{ unread: -1, forYou: 0 }]],
  ['half a count', setUnread, [{ unread: 1.5, forYou: 0 }]],
  ['too high a count', setUnread, [{ unread: 101, forYou: 0 }]],
  ['a count that is none', setUnread, [{ unread: Number.NaN, forYou: 0 }]],
  ['an endless count', setUnread, [{ unread: Number.POSITIVE_INFINITY, forYou: 0 }]],
  ['a count as text', setUnread, [{ unread: '1', forYou: 0 }]],
  ['an unknown key', setUnread, [{ unread: 1, forYou: 0, more: 1 }]],
  ['an inherited key', setUnread, [JSON.parse('{"unread":1,"forYou":0,"__proto__":{"admin":true}}')]],
  ['a circle', setUnread, [cyclic]],
  ['a list in the place of an object', setUnread, [[1, 1]]],
  ['a null', setUnread, [null]],
  ['too long a title', notify, [{ ...note, title: long }]],
  ['too long a text', notify, [{ ...note, text: long }]],
  ['a room that is a path', notify, [{ ...note, room: '../../etc/passwd' }]],
  ['options for the notifier', notify, [{ ...note, customPath: '/bin/sh', execute: 'x', open: 'file:///' }]],
  ['an object in the place of a title', notify, [{ ...note, title: { toString: 'x' } }]],
  ['a list of titles', notify, [{ ...note, title: ['--help'] }]],
  ['a note that lacks its room', notify, [{ title: 'a', text: 'b', tag: 'c' }]],
  ['too long an address', openExternal, [`https://a.example/${long}`]],
  ['an address that is no text', openExternal, [{ href: 'https://a.example/' }]],
  ['a function', openExternal, [() => 1]],
  ['an account id that is a path', showAccount, ['../secrets.json']],
  ['an account id in capitals', showAccount, [account.toUpperCase()]],
  ['a step of an update that is none', bridgeChannels.doUpdate, ['run']],
  ['a step of an update with more', bridgeChannels.doUpdate, [{ what: 'install', file: '/bin/sh' }]],
  ['an update that the first run installs', bridgeChannels.doUpdate, ['install'], { sender: setUpPage }],
  ['a device that is none', bridgeChannels.beginCapture, ['everything']],
  ['several devices at once', bridgeChannels.beginCapture, [['microphone', 'camera']]],
  ['a microphone for the first run', bridgeChannels.beginCapture, ['microphone'], { sender: setUpPage }],
  ['a microphone for a frame', bridgeChannels.beginCapture, ['microphone'], inFrame],
  ['a window for a path', bridgeChannels.openRoomWindow, ['../../etc/passwd']],
  ['a window for an address', bridgeChannels.openRoomWindow, ['https://evil.example/']],
  ['a window of the first run', bridgeChannels.openRoomWindow, [room], { sender: setUpPage }],
  ['a way to an invitation', bridgeChannels.leaveTo, [{ kind: 'invite', code: 'abcdef-GHIJ_2345678901' }]],
  ['a way to a message that is none', bridgeChannels.leaveTo, [{ kind: 'room', room, message: '../x' }]],
  ['the server of the first run', bridgeChannels.serverAddress, [], { sender: setUpPage }],
  ['an empty address', checkServer, [''], { sender: setUpPage }],
  ['too long an address of a server', checkServer, [long], { sender: setUpPage }],
]

describe('hostile calls', () => {
  it.each(hostile.map(([what, channel, values, how = {}]) => ({ what, channel, values, how })))(
    '$what is refused on $channel',
    ({ channel, values, how }) => {
      const { ask, done, refused } = buildBridge()
      expect(() => ask(channel, values, how)).toThrow('refused')
      expect(done).toEqual([])
      expect(refused).toEqual([`refused a call on ${channel}`])
    },
  )
})
