import { describe, expect, it } from 'vitest'
import { parseRoomId, type RoomId } from '../../../common/ids.ts'
import { buildMemoryFile } from '../keeping/kept-file-testbed.ts'
import { openShellSettings } from '../keeping/shell-settings.ts'
import { buildRoomWindows } from './room-windows.ts'
import { buildShellWindow, type PageView } from './shell-window.ts'
import type { Rectangle } from './window-place.ts'

const screens = [{ x: 0, y: 0, width: 1920, height: 1040 }]
const account = 'a123456789012345'
const other = 'b123456789012345'
const roomOf = (at: number) => parseRoomId(`0.abcdefghij${String(at).padStart(4, '0')}`) as RoomId
const room = roomOf(0)

type Frame = { readonly log: string[]; place: Rectangle; press(): void; readonly webContents: object[] }

/** Electron's frames as far as these files use them; `file`: what is kept over a start. */
async function build(file = buildMemoryFile(), isShown = true) {
  const settings = await openShellSettings(file, () => undefined)
  const frames: Frame[] = []
  const sent: [object, string, unknown][] = []
  function buildFrame(place: Rectangle) {
    const log: string[] = []
    const heard = new Map<string, () => void>()
    let isGone = false
    const close = () => {
      if (isGone) return
      heard.get('close')?.()
      isGone = true
      heard.get('closed')?.()
    }
    const frame: Frame = { log, place, press: close, webContents: [] }
    frames.push(frame)
    return {
      show: () => log.push('show'),
      hide: () => log.push('hide'),
      focus: () => log.push('focus'),
      restore: () => log.push('restore'),
      isMinimized: () => false,
      isVisible: () => true,
      isDestroyed: () => isGone,
      getContentBounds: () => frame.place,
      getNormalBounds: () => frame.place,
      setTitle: (title: string) => log.push(`title ${title}`),
      close,
      on: (event: string, listener: () => void) => heard.set(event, listener),
      contentView: {
        addChildView: (view: PageView) => void frame.webContents.push(view.webContents),
        removeChildView: () => undefined,
      },
    }
  }
  function openPage() {
    const heard = new Map<string, (...values: unknown[]) => void>()
    const webContents = {
      loadURL: async () => undefined,
      focus: () => undefined,
      send: (signal: string, value: unknown) => sent.push([webContents, signal, value]),
      close: () => heard.get('destroyed')?.(),
      isDestroyed: () => false,
      setZoomLevel: (level: number) => sent.push([webContents, 'zoom', level]),
      on: (event: string, listener: (...values: never[]) => void) =>
        heard.set(event, listener as (...values: unknown[]) => void),
      say: (title: string) => heard.get('page-title-updated')?.({}, title),
    }
    const view: PageView = {
      setBounds: () => undefined,
      setVisible: () => undefined,
      setBackgroundColor: () => undefined,
      webContents,
    }
    return { view, address: 'app://natter/' }
  }
  const main = buildShellWindow<PageView>({ window: buildFrame({ x: 0, y: 0, width: 1280, height: 800 }), openPage })
  main.show({ kind: 'account', account })
  const rooms = buildRoomWindows<PageView>({
    main,
    settings,
    screens: () => screens,
    openFrame: buildFrame,
    openPage,
  })
  if (isShown) rooms.restore([])
  return { rooms, frames, sent, settings, file }
}

describe('a window for a room', () => {
  it('opens once, and comes to the front after that', async () => {
    const { rooms, frames } = await build()
    rooms.open(account, room)
    rooms.open(account, room)
    expect(frames).toHaveLength(2)
    expect(frames[1]?.log).toEqual(['show', 'focus', 'show', 'focus'])
    expect([rooms.has(account, room), rooms.has(other, room), rooms.has(account, roomOf(1))]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('is told like the others, and is known as the account’s', async () => {
    const { rooms, frames, sent } = await build()
    rooms.open(account, room)
    const [main, own] = frames.map(({ webContents }) => webContents[0])
    expect(rooms.callerOf(own)).toEqual({ kind: 'account', account, room })
    expect(rooms.callerOf(main)).toEqual({ kind: 'account', account })
    expect(rooms.callerOf({})).toBeUndefined()
    rooms.tellAll('power', 'resume')
    rooms.send({ kind: 'account', account, room }, 'place', 1)
    rooms.send({ kind: 'account', account }, 'place', 2)
    rooms.send({ kind: 'account', account, room: roomOf(1) }, 'place', 3)
    rooms.setZoom(2)
    expect(sent).toEqual([
      [main, 'power', 'resume'],
      [own, 'power', 'resume'],
      [own, 'place', 1],
      [main, 'place', 2],
      [main, 'zoom', 2],
      [own, 'zoom', 2],
    ])
    const { say } = own as unknown as { say(title: string): void }
    say('Harbour · Studio')
    expect(frames[1]?.log).toContain('title Harbour · Studio')
    say(`\u2068נמל\u2069 \u202e\n\u0000${'x'.repeat(5_000)}`)
    expect(frames[1]?.log.at(-1)).toMatch(/^title \u2068נמל\u2069 x{193}…$/)
    rooms.bringForward({ kind: 'account', account, room })
    rooms.bringForward({ kind: 'account', account })
    rooms.bringForward(undefined)
    expect([frames[1]?.log.at(-1), frames[0]?.log.filter((line) => line === 'show').length]).toEqual(['focus', 2])
  })

  it('that somebody closes is forgotten, but for its size', async () => {
    const { rooms, frames, settings } = await build()
    const gone: unknown[] = []
    rooms.onReload((caller) => gone.push(caller))
    rooms.open(account, room)
    Object.assign(frames[1] ?? {}, { place: { x: 10, y: 10, width: 500, height: 600 } })
    frames[1]?.press()
    expect(rooms.has(account, room)).toBe(false)
    expect(gone.at(-1)).toEqual({ kind: 'account', account, room })
    expect(settings.get()).toMatchObject({ roomWindows: [], roomWindowSize: { width: 500, height: 600 } })
    rooms.open(account, room)
    expect(frames[2]?.place).toMatchObject({ width: 500, height: 600 })
  })

  it('that stands when the app ends stands there again, of accounts that are still there', async () => {
    const first = await build()
    first.rooms.open(account, room)
    first.rooms.open(other, room)
    Object.assign(first.frames[1] ?? {}, { place: { x: 100, y: 120, width: 600, height: 500 } })
    first.rooms.onQuit()
    for (const frame of first.frames) frame.press()
    await first.settings.flush()
    const next = await build(first.file, false)
    next.rooms.restore([account])
    expect(next.frames.slice(1).map(({ place }) => place)).toEqual([{ x: 100, y: 120, width: 600, height: 500 }])
    expect(next.rooms.has(account, room)).toBe(true)
  })

  it('that was not shown yet, since the app started hidden, is not forgotten', async () => {
    const first = await build()
    first.rooms.open(account, room)
    first.rooms.onQuit()
    const hidden = await build(first.file, false)
    hidden.rooms.onQuit()
    const next = await build(hidden.file, false)
    expect(next.rooms.has(account, room)).toBe(false)
    next.rooms.restore([account])
    expect(next.rooms.has(account, room)).toBe(true)
  })

  it('goes with its account, and comes back with it', async () => {
    const { rooms, frames, settings } = await build()
    rooms.open(account, room)
    rooms.open(other, room)
    Object.assign(frames[1] ?? {}, { place: { x: 100, y: 120, width: 600, height: 500 } })
    const again = rooms.setAside(account)
    expect([rooms.has(account, room), rooms.has(other, room)]).toEqual([false, true])
    again()
    expect(rooms.has(account, room)).toBe(true)
    expect(frames.at(-1)?.place).toEqual({ x: 100, y: 120, width: 600, height: 500 })
    expect(settings.get().roomWindows).toHaveLength(2)
  })

  it('hides no other, and there are not too many', async () => {
    const { rooms, frames } = await build()
    for (let at = 0; at < 30; at++) rooms.open(account, roomOf(at))
    const places = frames.slice(1).map(({ place: { x, y } }) => `${x} ${y}`)
    expect(places).toHaveLength(12)
    expect(new Set(places.slice(0, 8)).size).toBe(8)
  })
})
