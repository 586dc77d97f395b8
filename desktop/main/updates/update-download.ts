import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionFetch } from '../serving/server-relay.ts'
import type { UpdateClaim } from './update-proof.ts'

export type DownloadFault = 'unreachable' | 'damaged' | 'no-space' | 'cancelled'

export type DownloadOptions = {
  readonly fetch: SessionFetch
  /** Where the files are, with a slash at its end. */
  readonly address: string
  readonly claim: UpdateClaim
  /** Of this person only. */
  readonly folder: string
  readonly onProgress: (bytes: number) => void
  readonly signal: AbortSignal
}

const patienceMs = 60_000

/**
 * Brings what a claim names into a staging folder; answers its path. More than was claimed is not written, and what is not
 * byte for byte what was claimed is not kept.
 */
export async function downloadUpdate(options: DownloadOptions): Promise<{ readonly path: string } | DownloadFault> {
  const { fetch, address, claim, folder, onProgress, signal } = options
  const path = join(folder, claim.file)
  const part = `${path}.part`
  const quiet = new AbortController()
  const stop = AbortSignal.any([signal, quiet.signal])
  let timer = setTimeout(() => quiet.abort(), patienceMs)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await rm(part, { force: true })
    const file = await open(part, 'wx', 0o600)
    try {
      const answer = await fetch(new URL(claim.file, address).href, {
        credentials: 'omit',
        redirect: 'error',
        cache: 'no-store',
        signal: stop,
      })
      if (!answer.ok || answer.body === null) return 'unreachable'
      const hash = createHash('sha512')
      let bytes = 0
      for await (const chunk of answer.body) {
        clearTimeout(timer)
        timer = setTimeout(() => quiet.abort(), patienceMs)
        bytes += chunk.length
        if (bytes > claim.bytes || signal.aborted) break
        hash.update(chunk)
        await file.appendFile(chunk)
        onProgress(bytes)
      }
      if (signal.aborted) return 'cancelled'
      if (bytes !== claim.bytes || hash.digest('base64') !== claim.sha512) return 'damaged'
      await file.sync()
    } finally {
      clearTimeout(timer)
      await file.close()
    }
    await rename(part, path)
    return { path }
  } catch (cause) {
    if (signal.aborted) return 'cancelled'
    const { code } = cause as { readonly code?: string }
    return code === 'ENOSPC' || code === 'EDQUOT' ? 'no-space' : 'unreachable'
  } finally {
    clearTimeout(timer)
    await rm(part, { force: true }).catch(() => undefined)
  }
}
