import { statSync } from 'node:fs'

const LOOK_EVERY_MS = 2_000

/**
 * Tells when one of the files was replaced. By looking: what renews a certificate may put a link in its place, or another
 * folder, which a watch of the file system does not see. Answers its stop.
 */
export function watchFiles(files, onChange, everyMs = LOOK_EVERY_MS) {
  if (files.length === 0) return () => {}
  let seen = markOf(files)
  const timer = setInterval(() => {
    const now = markOf(files)
    if (now === seen) return
    seen = now
    onChange()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

function markOf(files) {
  return files
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false })
      return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : 'none'
    })
    .join(', ')
}
