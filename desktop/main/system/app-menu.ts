import type { Words } from '../../words/words.ts'

type MenuItem = Electron.MenuItemConstructorOptions

export type MenuOptions = {
  readonly platform: string
  readonly isPackaged: boolean
  readonly zoom: (step: ZoomStep) => void
}
export type ZoomStep = 1 | -1 | 0

/**
 * The application's menu: on macOS in the bar at the top; elsewhere nobody sees it, and its keys work all the same. What a
 * developer would want is only in a build that is none of a release.
 */
export function buildAppMenu(say: Words, { platform, isPackaged, zoom }: MenuOptions): MenuItem[] {
  const view: MenuItem[] = [
    { label: say('desktop.zoom-usual'), accelerator: 'CommandOrControl+0', click: () => zoom(0) },
    { label: say('desktop.zoom-in'), accelerator: 'CommandOrControl+Plus', click: () => zoom(1) },
    { label: say('desktop.zoom-out'), accelerator: 'CommandOrControl+-', click: () => zoom(-1) },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
  ]
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { role: 'editMenu' },
    { label: say('desktop.view'), submenu: view },
    { role: 'windowMenu' },
  ]
}

const least = -3
const most = 4

/** One step of zoom, or back to the usual size. */
export function stepZoom(level: number, step: ZoomStep): number {
  return step === 0 ? 0 : Math.max(least, Math.min(most, level + step * 0.5))
}
