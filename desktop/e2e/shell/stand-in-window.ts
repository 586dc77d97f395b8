import { EventEmitter } from 'node:events'
import type { StandInContents } from './stand-in-contents.ts'

/** A frame of the system's: what was done to it is written down, and the test is the person. */
export class StandInWindow extends EventEmitter {
  readonly options: Record<string, unknown>
  readonly views: StandInView[] = []
  readonly record: [string, ...unknown[]][] = []
  bounds = { x: 0, y: 0, width: 1280, height: 800 }
  private visible = false
  private minimized = false
  private gone = false
  readonly contentView = {
    addChildView: (view: StandInView) => void this.views.push(view),
    removeChildView: (view: StandInView) => void this.views.splice(this.views.indexOf(view), 1),
  }
  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    Object.assign(this.bounds, options)
  }
  show(): void {
    this.visible = true
    this.emit('show')
  }
  hide(): void {
    this.visible = false
    this.emit('hide')
  }
  focus(): void {
    this.emit('focus')
  }
  minimize(): void {
    this.minimized = true
  }
  maximize(): void {
    this.record.push(['maximize'])
  }
  restore(): void {
    this.minimized = false
  }
  isMinimized = () => this.minimized
  isMaximized = () => false
  isFullScreen = () => false
  isVisible = () => this.visible
  isFocused = () => this.visible
  isDestroyed = () => this.gone
  getContentBounds = () => this.bounds
  getNormalBounds = () => this.bounds
  getBounds = () => this.bounds
  setTitle(title: string): void {
    this.record.push(['title', title])
  }
  setOverlayIcon(icon: unknown, words: string): void {
    this.record.push(['overlay', icon, words])
  }
  setSkipTaskbar(): void {}
  flashFrame(on: boolean): void {
    this.record.push(['flash', on])
  }
  /** As when the person presses the cross: whoever prevents it keeps the window. */
  close(): void {
    let stopped = false
    const stop = () => {
      stopped = true
    }
    this.emit('close', { preventDefault: stop })
    if (!stopped) this.destroy()
  }
  destroy(): void {
    if (this.gone) return
    this.gone = true
    this.emit('closed')
  }
}

/** Where a page is drawn: the one that is seen is in front in the browser, too. */
export class StandInView {
  readonly webContents: StandInContents
  isShown = true
  constructor(contents: StandInContents) {
    this.webContents = contents
  }
  setBounds(): void {}
  setBackgroundColor(): void {}
  setVisible(shown: boolean): void {
    this.isShown = shown
    if (shown) void this.webContents.loaded.then((page) => page.bringToFront()).catch(() => undefined)
  }
  getVisible = () => this.isShown
}
