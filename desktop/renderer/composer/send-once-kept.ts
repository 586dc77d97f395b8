/** Longer than that it is said that it waits. */
const noticedAfterMs = 400

/**
 * What is sent while files are still being put on disk, or looked at, goes once they are, and goes once: whoever presses Enter
 * again meanwhile means the same message.
 * @param onHeld whether somebody has waited long enough to wonder why nothing happens
 */
export function buildSendOnceKept(
  onHeld: (isHeld: boolean) => void,
): (whenKept: () => Promise<unknown>, send: () => void) => void {
  let isWaiting = false
  return (whenKept, send) => {
    if (isWaiting) return
    isWaiting = true
    const noticed = setTimeout(onHeld, noticedAfterMs, true)
    const goOn = () => {
      isWaiting = false
      clearTimeout(noticed)
      onHeld(false)
      send()
    }
    void whenKept().then(goOn, goOn)
  }
}
