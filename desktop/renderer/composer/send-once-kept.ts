/**
 * What is sent while files are still being put on disk goes once they are, and goes once: whoever presses Enter again
 * meanwhile, since nothing seems to happen, means the same message.
 */
export function buildSendOnceKept(): (whenKept: () => Promise<unknown>, send: () => void) => void {
  let isWaiting = false
  return (whenKept, send) => {
    if (isWaiting) return
    isWaiting = true
    const goOn = () => {
      isWaiting = false
      send()
    }
    void whenKept().then(goOn, goOn)
  }
}
