import { useEffect, useState } from 'react'
import type { DesktopUpdate, UpdateStep } from '../../bridge.ts'
import { desktopBridge } from './desktop-link.ts'

/** What the shell knows of a newer version; `undefined` in a browser, which has whatever its server has. */
export function useDesktopUpdate(): DesktopUpdate | undefined {
  const [update, setUpdate] = useState<DesktopUpdate>()
  useEffect(() => {
    const bridge = desktopBridge()
    if (bridge === undefined) return
    const stop = bridge.onUpdate(setUpdate)
    void bridge.update().then(setUpdate)
    return stop
  }, [])
  return update
}

export function doUpdate(what: UpdateStep): void {
  void desktopBridge()?.doUpdate(what)
}
