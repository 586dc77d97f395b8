import type { SettingsKeeper } from '../keeping/shell-settings.ts'

export type ClosingPorts = {
  readonly settings: SettingsKeeper
  /** Where there is no tray a window that hides would be gone for good. */
  readonly hasTray: () => boolean
  readonly hide: () => void
  readonly quit: () => void
  /** Said once: that the app stays in the tray. Answers what the person wants the cross to do. */
  readonly explain: () => Promise<'tray' | 'quit'>
}

export type ClosingWindow = {
  onClose(event: { preventDefault(): void }): void
  /** The person, or the system, ends the app: from now on the window closes. */
  onQuit(): void
}

/** The cross of the window: it hides, the messages go on arriving, and the first time that is explained. */
export function buildClosingWindow({ settings, hasTray, hide, quit, explain }: ClosingPorts): ClosingWindow {
  let isQuitting = false
  let isExplaining = false
  return {
    onClose(event) {
      if (isQuitting) return
      const { onClose } = settings.get()
      if (onClose === 'quit' || !hasTray()) return quit()
      event.preventDefault()
      if (onClose === 'tray') return hide()
      if (isExplaining) return
      isExplaining = true
      void explain().then((chosen) => {
        isExplaining = false
        settings.change({ onClose: chosen })
        if (chosen === 'tray') hide()
        else quit()
      })
    },
    onQuit() {
      isQuitting = true
    },
  }
}
