import { statSync } from 'node:fs'
import { type Certificate, type CertificateFiles, loadCertificate } from './certificate-files.ts'

export type CertificateWatch = {
  readonly files: CertificateFiles
  /** What is in use now. */
  readonly loaded: Certificate
  readonly everyMs?: number
  /** Another, whole certificate took its place. */
  readonly onReplaced: (certificate: Certificate) => void
  /** What lies there now cannot be used; said once for each thing that is wrong. */
  readonly onFault: (faults: readonly string[]) => void
}

const usualEveryMs = 2_000

/**
 * Looks at the two files from time to time (what renews a certificate may put a link there, or a new folder, which a
 * watch of the file system does not see) and takes what is new once certificate and key belong together. Returns its stop.
 */
export function watchCertificate(options: CertificateWatch): () => void {
  const { files, onReplaced, onFault, everyMs = usualEveryMs } = options
  let inUse = options.loaded
  let seen = markOf(files)
  let fault = ''
  let said = ''
  const look = () => {
    const mark = markOf(files)
    // Looked at until it is whole. The two files are replaced one after the other: what is wrong for one look is no fault.
    if (mark === seen && fault === '') return
    seen = mark
    const found = loadCertificate(files, Date.now())
    if (!found.ok) {
      const words = found.error.join('\n')
      if (words === fault && words !== said) {
        said = words
        onFault(found.error)
      }
      fault = words
      return
    }
    fault = ''
    said = ''
    if (found.value.cert === inUse.cert && found.value.key === inUse.key) return
    inUse = found.value
    onReplaced(inUse)
  }
  const timer = setInterval(look, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

function markOf({ certFile, keyFile }: CertificateFiles): string {
  return [certFile, keyFile]
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false })
      return found === undefined ? 'none' : `${found.ino} ${found.size} ${found.mtimeMs}`
    })
    .join(', ')
}
