import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { bridgeChannels } from '../preload/bridge-channels.ts'
import { handleBridge } from './bridge-handlers.ts'

function buildBridge() {
  const ipc = new EventEmitter()
  const seen: unknown[] = []
  let click = () => {}
  handleBridge({
    ipc,
    setBadgeCount: (count) => seen.push(['badge', count]) > 0,
    openOutside: (url) => seen.push(['outside', url]),
    showNotification: (note, onClick) => {
      click = onClick
      seen.push(['note', note.title])
    },
    openRoom: (room) => seen.push(['room', room]),
  })
  const say = (channel: string, value: unknown, url = 'app://natter/') =>
    ipc.emit(channel, { senderFrame: { url } }, value)
  return { say, seen, click: () => click() }
}

const room = '0.abcdefghij0123'

describe('what the page may ask of the desktop', () => {
  it('sets the badge, and only to a count', () => {
    const { say, seen } = buildBridge()
    for (const value of [3, -1, 1.5, '7', Number.NaN, null, {}]) say(bridgeChannels.setBadge, value)
    expect(seen).toEqual([['badge', 3]])
  })

  it('opens web and mail addresses outside, and nothing that could run', () => {
    const { say, seen } = buildBridge()
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'javascript:1', 5])
      say(bridgeChannels.openExternal, url)
    expect(seen).toEqual([['outside', 'https://example.org/']])
  })

  it('shows a notification whose click opens its room', () => {
    const { say, seen, click } = buildBridge()
    say(bridgeChannels.notify, { title: 'Ana', text: 'Survey is back', room, tag: room })
    click()
    expect(seen).toEqual([
      ['note', 'Ana'],
      ['room', room],
    ])
  })

  it.each([{ title: 'x' }, { title: 'x', text: 'y', room: '../..', tag: 't' }, 'text', null])(
    'drops a malformed notification: %j',
    (note) => {
      const { say, seen } = buildBridge()
      say(bridgeChannels.notify, note)
      expect(seen).toEqual([])
    },
  )

  it('hears no page but its own', () => {
    const { say, seen } = buildBridge()
    say(bridgeChannels.setBadge, 3, 'https://example.org/')
    say(bridgeChannels.openExternal, 'https://example.org/', 'app://other/')
    expect(seen).toEqual([])
  })
})
