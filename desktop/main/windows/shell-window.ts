import type { BridgeCaller } from '../bridge/bridge-registry.ts'
import { callerKey as keyOf } from '../links/link-opener.ts'
import { plainLabel } from '../system/plain-label.ts'

/** What a page is in, of Electron's view. */
export type PageView = Pick<Electron.WebContentsView, 'setBounds' | 'setVisible' | 'setBackgroundColor'> & {
  readonly webContents: Pick<
    Electron.WebContents,
    'loadURL' | 'focus' | 'send' | 'close' | 'isDestroyed' | 'setZoomLevel'
  > & {
    on(event: 'did-start-loading' | 'destroyed', listener: () => void): unknown
    on(event: 'page-title-updated', listener: (event: unknown, title: string) => void): unknown
  }
}

/** The window that the pages lie in. */
export type FrameWindow<View extends PageView> = Pick<
  Electron.BaseWindow,
  'show' | 'hide' | 'focus' | 'isMinimized' | 'isVisible' | 'isDestroyed' | 'restore' | 'getContentBounds' | 'setTitle'
> & {
  on(event: 'resize' | 'focus', listener: () => void): unknown
  readonly contentView: { addChildView(view: View): void; removeChildView(view: View): void }
}

export type ShellWindowPorts<View extends PageView> = {
  readonly window: FrameWindow<View>
  readonly openPage: (caller: BridgeCaller) => { readonly view: View; readonly address: string }
}

/**
 * One window, and in it one page an account: each account's page is there from the start, so that its engine runs and
 * tells, and one of them is seen. Switching shows another one and loads nothing.
 */
export type ShellWindow = {
  /** Loads the page where it is not there, out of sight. */
  ensure(caller: BridgeCaller): PageView
  /** Loads it if need be, and lets it be seen in the place of the one that was. */
  show(caller: BridgeCaller): void
  shown(): BridgeCaller | undefined
  close(caller: BridgeCaller): void
  /** Whose page it is. */
  callerOf(sender: unknown): BridgeCaller | undefined
  viewOf(caller: BridgeCaller): PageView | undefined
  send(caller: BridgeCaller, signal: string, value: unknown): void
  /** To all pages that are of an account. */
  tellAll(signal: string, value: unknown): void
  setZoom(level: number): void
  /** A page is gone, or loads again: what was told to it is not told to the next. */
  onReload(listener: (caller: BridgeCaller) => void): void
  /** To the front, from tray, dock or behind other windows. */
  bringForward(): void
}

export function buildShellWindow<View extends PageView>({ window, openPage }: ShellWindowPorts<View>): ShellWindow {
  const pages = new Map<string, { readonly caller: BridgeCaller; readonly view: View }>()
  let shown: BridgeCaller | undefined
  let onReload: (caller: BridgeCaller) => void = () => undefined

  function fill(view: PageView) {
    const { width, height } = window.getContentBounds()
    view.setBounds({ x: 0, y: 0, width, height })
  }
  function ensure(caller: BridgeCaller): View {
    const known = pages.get(keyOf(caller))
    if (known !== undefined) return known.view
    const { view, address } = openPage(caller)
    pages.set(keyOf(caller), { caller, view })
    view.setVisible(false)
    fill(view)
    window.contentView.addChildView(view)
    for (const event of ['did-start-loading', 'destroyed'] as const) {
      view.webContents.on(event, () => onReload(caller))
    }
    // A frame with pages in it takes no title from them by itself.
    view.webContents.on('page-title-updated', (_event, title) => {
      if (shown !== undefined && keyOf(shown) === keyOf(caller)) window.setTitle(plainLabel(title))
    })
    // What cannot be loaded says so in the window; there is nobody here to tell.
    view.webContents.loadURL(address).catch(() => undefined)
    return view
  }
  function send(caller: BridgeCaller, signal: string, value: unknown) {
    const view = pages.get(keyOf(caller))?.view
    if (view !== undefined && !view.webContents.isDestroyed()) view.webContents.send(signal, value)
  }

  window.on('resize', () => {
    for (const { view } of pages.values()) fill(view)
  })
  // The frame has the focus, and the page in it is to have it.
  window.on('focus', () => shown !== undefined && pages.get(keyOf(shown))?.view.webContents.focus())

  return {
    ensure,
    show(caller) {
      const view = ensure(caller)
      for (const other of pages.values()) other.view.setVisible(other.view === view)
      shown = caller
      fill(view)
      view.webContents.focus()
    },
    shown: () => shown,
    close(caller) {
      const page = pages.get(keyOf(caller))
      if (page === undefined) return
      pages.delete(keyOf(caller))
      if (shown !== undefined && keyOf(shown) === keyOf(caller)) shown = undefined
      if (!window.isDestroyed()) window.contentView.removeChildView(page.view)
      page.view.webContents.close()
    },
    callerOf: (sender) => [...pages.values()].find(({ view }) => view.webContents === sender)?.caller,
    viewOf: (caller) => pages.get(keyOf(caller))?.view,
    send,
    tellAll(signal, value) {
      for (const { caller } of pages.values()) if (caller.kind === 'account') send(caller, signal, value)
    },
    setZoom(level) {
      for (const { view } of pages.values()) view.webContents.setZoomLevel(level)
    },
    onReload(listener) {
      onReload = listener
    },
    bringForward() {
      if (window.isDestroyed()) return
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}
