import { desktopBridge } from './desktop-link.ts'

/**
 * Says whether somebody is at this device. The desktop asks the system, so that working in another program is not being
 * away; a browser knows only its own page.
 */
const idleAfterMs = 300_000
const lookEveryMs = 15_000
const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

export function watchIdle(onIdle: (idle: boolean) => void): () => void {
  let isIdle = false
  let inputAt = Date.now()
  const tell = (idle: boolean) => {
    if (idle === isIdle) return
    isIdle = idle
    onIdle(idle)
  }
  const ask = desktopBridge()?.idleForMs
  const look = async () => {
    const idleMs = ask === undefined ? Date.now() - inputAt : await ask().catch(() => Date.now() - inputAt)
    tell(idleMs >= idleAfterMs)
  }
  const onInput = () => {
    inputAt = Date.now()
    tell(false)
  }
  const onShown = () => document.visibilityState === 'visible' && onInput()
  const timer = setInterval(() => void look(), lookEveryMs)
  for (const input of inputs) addEventListener(input, onInput, { passive: true, capture: true })
  document.addEventListener('visibilitychange', onShown)
  return () => {
    clearInterval(timer)
    for (const input of inputs) removeEventListener(input, onInput, { capture: true })
    document.removeEventListener('visibilitychange', onShown)
  }
}
