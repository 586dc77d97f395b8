import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { FileId } from '../../../common/ids.ts'
import { loadSentFile, loadSentFileInfo, loadSentPreview } from '../commands.ts'
import { useLocalPicture } from '../sending/local-pictures.ts'
import { useConnection, useMe } from '../state/room-selectors.ts'
import { useIsGoing } from '../state/transfer-selectors.ts'
import { againAfterMs } from './again-after.ts'

/** `unfit`: its bytes are there, and this browser can make nothing of them, or not of so many. */
export type FileProblem = AppError | 'unfit'
export type FileSource = {
  /** Undefined while it is asked what became of it, and where it cannot be had. */
  readonly src: string | undefined
  readonly problem: FileProblem | undefined
  /** For the element that shows it. */
  readonly onError: () => void
  readonly again: () => void
}

type Step =
  | { readonly kind: 'address'; readonly turn: number }
  | { readonly kind: 'asking' }
  | { readonly kind: 'whole'; readonly url: string }
  | { readonly kind: 'failed'; readonly problem: FileProblem }

/** What comes as a whole lies in memory: a film of that size is saved rather than shown. */
const mostWholeBytes = 64_000_000

/**
 * Where an element finds a file. First its address, to which the service worker or the shell adds a token. An element cannot
 * say why it got nothing, so then the engine is asked for the file, which also renews a token that was too old, and the
 * address is tried once more; where nobody adds a token (a browser that allows no service worker), the engine brings the
 * file itself.
 */
export function useFileSource(file: FileId, what: 'preview' | 'bytes', sizeBytes: number): FileSource {
  const me = useMe().id
  const local = useLocalPicture(file)
  const isGoing = useIsGoing(file)
  const isOnline = useConnection().kind === 'online'
  const [step, setStep] = useState<Step>({ kind: 'address', turn: 0 })
  /** Addresses that were tried since somebody asked for it; and over all, so that none is tried twice. */
  const tried = useRef({ now: 0, ever: 0 })
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])
  const url = step.kind === 'whole' ? step.url : undefined
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url])

  const onError = useCallback(() => {
    if (step.kind === 'asking' || step.kind === 'failed') return
    if (step.kind === 'whole') return setStep({ kind: 'failed', problem: 'unfit' })
    setStep({ kind: 'asking' })
    tried.current.now += 1
    const mayTryAgain = tried.current.now === 1 && isAnsweredFor()
    void findOut(file, { what, sizeBytes, mayTryAgain }).then((found) => {
      if (found.kind === 'whole' && isGone.current) return URL.revokeObjectURL(found.url)
      if (isGone.current) return
      setStep(found.kind === 'address' ? { kind: 'address', turn: ++tried.current.ever } : found)
    })
  }, [step.kind, file, what, sizeBytes])
  const again = useCallback(() => {
    tried.current.now = 0
    setStep({ kind: 'address', turn: ++tried.current.ever })
  }, [])

  const problem = step.kind === 'failed' ? step.problem : undefined
  const isCut = problem !== undefined && problem !== 'unfit' && problem.code === 'network-unreachable'
  /** Since there is this connection. */
  const ownTries = useRef(0)
  useEffect(() => {
    if (isOnline) ownTries.current = 0
  }, [isOnline])
  useEffect(() => {
    if (!isOnline || !isCut) return
    const timer = setTimeout(again, againAfterMs(ownTries.current, Math.random()))
    ownTries.current += 1
    return () => clearTimeout(timer)
  }, [isOnline, isCut, again])

  // Of this device: nobody else has it yet, or what it shows is here already and does not come once more.
  if (isGoing || (local !== undefined && what === 'preview')) {
    return { src: local, problem: undefined, onError: ignore, again: ignore }
  }
  const address = what === 'preview' ? apiPaths.shownPreview(file, me) : apiPaths.shownFile(file, me)
  const src = step.kind === 'address' ? (step.turn === 0 ? address : `${address}&again=${step.turn}`) : url
  return { src, problem, onError, again }
}

const ignore = () => {}

type Wanted = { readonly what: 'preview' | 'bytes'; readonly sizeBytes: number; readonly mayTryAgain: boolean }

/** What to do about an address that gave nothing. */
async function findOut(file: FileId, wanted: Wanted): Promise<Step | { readonly kind: 'address' }> {
  const known = await loadSentFileInfo(file)
  if (!known.ok) return { kind: 'failed', problem: known.error }
  if (wanted.mayTryAgain) return { kind: 'address' }
  // As the server has it: who sent it may have said anything.
  const isTooLarge = Math.max(wanted.sizeBytes, known.value.sizeBytes) > mostWholeBytes
  if (wanted.what === 'bytes' && isTooLarge) return { kind: 'failed', problem: 'unfit' }
  const preview = wanted.what === 'preview' ? await loadSentPreview(file) : undefined
  if (preview?.ok === false && preview.error.code !== 'file-unknown') return { kind: 'failed', problem: preview.error }
  if (preview?.ok === false && isTooLarge) return { kind: 'failed', problem: 'unfit' }
  // It is there, as was just said: what is missing is a smaller picture of it.
  const whole = preview?.ok === true ? preview : await loadSentFile(file)
  if (!whole.ok) return { kind: 'failed', problem: whole.error }
  if (!(whole.value instanceof Blob)) return { kind: 'failed', problem: 'unfit' }
  return { kind: 'whole', url: URL.createObjectURL(whole.value) }
}

/** Somebody adds the token for this page. */
function isAnsweredFor(): boolean {
  return location.protocol === 'app:' || (navigator.serviceWorker?.controller ?? null) !== null
}
