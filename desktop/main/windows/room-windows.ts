import type { RoomId } from '../../../common/ids.ts'
import type { BridgeCaller } from '../bridge/bridge-registry.ts'
import type { KeptRoomWindow, SettingsKeeper } from '../keeping/shell-settings.ts'
import { buildShellWindow, type FrameWindow, type PageView, type ShellWindow } from './shell-window.ts'
import { placeWindow, type Rectangle } from './window-place.ts'

const mostWindows = 12
const usual = { width: 720, height: 760 }
const cascadePixels = 28

type RoomFrame<View extends PageView> = FrameWindow<View> &
  Pick<Electron.BaseWindow, 'getNormalBounds' | 'close'> & {
    on(event: 'close' | 'closed', listener: () => void): unknown
  }
type RoomCaller = Extract<BridgeCaller, { readonly kind: 'account' }> & { readonly room: RoomId }

export type RoomWindowsPorts<View extends PageView> = {
  /** The window that shows accounts; its pages are told like these. */
  readonly main: ShellWindow
  readonly settings: SettingsKeeper
  readonly screens: () => readonly Rectangle[]
  readonly openFrame: (place: Rectangle) => RoomFrame<View>
  readonly openPage: (caller: BridgeCaller) => { readonly view: View; readonly address: string }
}

/**
 * Windows that show one room each. They share their account's engine and connection with its page in the main window; what
 * is told to all pages is told to them, and what one of them asks is asked by the account.
 */
export type RoomWindows = Pick<ShellWindow, 'callerOf' | 'send' | 'tellAll' | 'setZoom' | 'onReload'> & {
  /** Opens it, or brings forward the one that is there. */
  open(account: string, room: RoomId): void
  has(account: string, room: string): boolean
  bringForward(caller: BridgeCaller | undefined): void
  /** Those that stood there when the app ended. */
  restore(accounts: readonly string[]): void
  /** Closes an account's windows; answers the means to open them again where they stood. */
  setAside(account: string): () => void
  /** The app ends: what stands there now stands there again at the next start. */
  onQuit(): void
}

export function buildRoomWindows<View extends PageView>(ports: RoomWindowsPorts<View>): RoomWindows {
  const { main, settings, screens, openFrame, openPage } = ports
  const windows = new Map<string, { caller: RoomCaller; frame: RoomFrame<View>; window: ShellWindow }>()
  let onReload: (caller: BridgeCaller) => void = () => undefined
  let isQuitting = false
  /** Before that, what is kept is what stood there at the last end. */
  let isRestored = false

  const keyOf = (account: string, room: string) => `${account}/${room}`
  const find = (caller: BridgeCaller | undefined) =>
    caller?.kind === 'account' && caller.room !== undefined
      ? windows.get(keyOf(caller.account, caller.room))
      : undefined
  const all = () => [main, ...[...windows.values()].map(({ window }) => window)]

  function keep() {
    if (!isRestored) return
    const roomWindows = [...windows.values()].map(({ caller: { account, room }, frame }): KeptRoomWindow => {
      const { x, y, width, height } = frame.getNormalBounds()
      return { account, room, x, y, width, height }
    })
    settings.change({ roomWindows })
  }

  function open(account: string, room: RoomId, kept?: Rectangle) {
    const key = keyOf(account, room)
    const known = windows.get(key)
    if (known !== undefined) return known.window.bringForward()
    if (windows.size >= mostWindows) return
    const caller: RoomCaller = { kind: 'account', account, room }
    const frame = openFrame(kept === undefined ? freshPlace() : placeWindow({ ...kept, isMaximized: false }, screens()))
    const window = buildShellWindow<View>({ window: frame, openPage })
    window.onReload((from) => onReload(from))
    windows.set(key, { caller, frame, window })
    frame.on('close', () => {
      if (isQuitting) return
      const { width, height } = frame.getNormalBounds()
      settings.change({ roomWindowSize: { width, height } })
    })
    frame.on('closed', () => {
      onReload(caller)
      // A frame that is gone does not take its page along.
      window.close(caller)
      windows.delete(key)
      if (!isQuitting) keep()
    })
    window.show(caller)
    window.bringForward()
    if (kept === undefined) keep()
  }
  /** Each a little further, so that none hides another. */
  function freshPlace(): Rectangle {
    const { width, height } = settings.get().roomWindowSize ?? usual
    const [first = { x: 0, y: 0, ...usual }] = screens()
    const shift = (windows.size % 8) * cascadePixels
    const x = Math.round(first.x + Math.max(0, first.width - width) / 2) + shift
    const y = Math.round(first.y + Math.max(0, first.height - height) / 3) + shift
    return placeWindow({ x, y, width, height, isMaximized: false }, screens())
  }

  return {
    open: (account, room) => open(account, room),
    has: (account, room) => windows.has(keyOf(account, room)),
    callerOf: (sender) =>
      all()
        .map((window) => window.callerOf(sender))
        .find((caller) => caller !== undefined),
    send(caller, signal, value) {
      const window = find(caller)?.window ?? (caller.kind === 'account' && caller.room !== undefined ? undefined : main)
      window?.send(caller, signal, value)
    },
    tellAll(signal, value) {
      for (const window of all()) window.tellAll(signal, value)
    },
    setZoom(level) {
      for (const window of all()) window.setZoom(level)
    },
    onReload(listener) {
      onReload = listener
      main.onReload(listener)
    },
    bringForward: (caller) => (find(caller)?.window ?? main).bringForward(),
    restore(accounts) {
      isRestored = true
      for (const { account, room, ...kept } of settings.get().roomWindows ?? []) {
        if (accounts.includes(account)) open(account, room as RoomId, kept)
      }
    },
    setAside(account) {
      const mine = [...windows.values()].filter(({ caller }) => caller.account === account)
      const places = mine.map(({ caller, frame }) => ({ room: caller.room, place: frame.getNormalBounds() }))
      for (const { frame } of mine) frame.close()
      return () => {
        for (const { room, place } of places) open(account, room, place)
        keep()
      }
    },
    onQuit() {
      if (!isQuitting) keep()
      isQuitting = true
    },
  }
}
