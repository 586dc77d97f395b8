import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { FileId, RoomId } from '../../../common/ids.ts'
import type { DraftView } from '../../engine-command.ts'
import type { DraftFile, TransferView } from '../../file-command.ts'
import { addFile, describeFile, loadFile, removeFile, setOriginal } from '../commands.ts'
import { keepLocalPicture } from '../sending/local-pictures.ts'
import { lookAtFile } from '../sending/look-at-file.ts'
import { buildLookOnce } from '../sending/look-once.ts'
import { buildLooksUnderWay } from '../sending/looks-under-way.ts'
import { newFileId } from '../sending/new-file-id.ts'
import { isClosedPicture, type Picked } from '../sending/picked-files.ts'
import { withCaption, withFile, withFileAt, withoutFile } from '../state/draft-steps.ts'
import { useWords } from '../state/language-choice.ts'
import { onlyKept, useMostFileBytes, useTransfers } from '../state/transfer-selectors.ts'

/** From when it is kept. What is not in the message is nowhere, and a slow computer takes its seconds for a film. */
const mostLookMs = 10_000
/** As many as a message takes. */
export const mostFiles = 20

/** Not taken: said in its own tile, until somebody takes it away or helps. */
export type RefusedFile = { readonly file: FileId; readonly bytes: File; readonly error: AppError }
export type KeptDraftFile = { readonly draft: DraftFile; readonly transfer: TransferView }
/** What is being put on disk, for a moment. */
export type NewFile = { readonly file: FileId; readonly bytes: File }

type Drafting = {
  readonly room: RoomId
  readonly draft: DraftView
  /** As it stands now, drawn or not. */
  readonly latest: () => DraftView
  readonly change: (next: (draft: DraftView) => DraftView) => void
  readonly onProblem: (words: string | undefined) => void
}

/** The files of one composer: picked, looked at, ordered and taken away. */
export function useDraftFiles({ room, draft, latest, change, onProblem }: Drafting) {
  const say = useWords()
  const transfers = useTransfers()
  const limitBytes = useMostFileBytes()
  const [refused, setRefused] = useState<readonly RefusedFile[]>([])
  const [coming, setComing] = useState<readonly NewFile[]>([])
  /** What is said aloud of the last step. */
  const [said, setSaid] = useState('')
  const keeping = useRef<Promise<unknown>>(Promise.resolve())
  const countComing = useRef(0)
  const [looks] = useState(() => buildLooksUnderWay(() => new Promise((resolve) => setTimeout(resolve, mostLookMs))))
  const kept = useMemo(
    () =>
      (draft.files ?? []).flatMap((one): readonly KeptDraftFile[] => {
        const transfer = transfers[one.file]
        return transfer === undefined ? [] : [{ draft: one, transfer }]
      }),
    [draft.files, transfers],
  )
  useLooks(kept)

  const forget = useCallback((file: FileId) => {
    setRefused((all) => all.filter((one) => one.file !== file))
    setComing((all) => all.filter((one) => one.file !== file))
  }, [])
  const refuse = useCallback((file: FileId, bytes: File, error: AppError) => {
    setRefused((all) => [...all.filter((one) => one.file !== file), { file, bytes, error }])
  }, [])

  const keep = async (file: FileId, bytes: File, isOriginal: boolean) => {
    const answer = await addFile(room, file, bytes, isOriginal)
    setComing((all) => all.filter((one) => one.file !== file))
    if (answer.ok) {
      change((now) => withFile(now, file))
      // Who sends at once waits for a look, so that its room is known from the first frame on.
      looks.add(() => look(file, bytes))
    } else refuse(file, bytes, answer.error)
    countComing.current--
  }
  const take = (bytes: File, isOriginal = false) => {
    const file = newFileId()
    // Told before a byte of it is read.
    if (limitBytes !== undefined && bytes.size > limitBytes) {
      return refuse(file, bytes, appError('file-too-large', { more: { limitBytes } }))
    }
    if (!isOriginal && isClosedPicture(bytes)) return refuse(file, bytes, appError('image-unreadable'))
    setComing((all) => [...all, { file, bytes }])
    countComing.current++
    // One after the other: they stand in the order in which they were picked.
    keeping.current = keeping.current.then(() => keep(file, bytes, isOriginal))
  }

  const add = ({ files, folders }: Picked) => {
    const left = Math.max(0, mostFiles - (draft.files?.length ?? 0) - coming.length)
    for (const file of files.slice(0, left)) take(file)
    const names = say.list(folders)
    if (folders.length > 0) onProblem(say('attach.no-folders', { count: folders.length, names }))
    else if (files.length > left) onProblem(say('attach.too-many', { count: files.length - left, limit: mostFiles }))
    else onProblem(undefined)
    if (files.length > 0 && left > 0) setSaid(say('attach.added', { count: Math.min(left, files.length) }))
  }

  const placeOf = (file: FileId) => (draft.files ?? []).findIndex((one) => one.file === file)
  return {
    kept,
    coming,
    refused,
    said,
    isComing: () => countComing.current > 0 || looks.isAny(),
    /** Resolves once all that was picked is kept, or refused, and looked at. */
    whenKept: () => keeping.current.then(looks.whenOver),
    /** Without what another window has taken away meanwhile. */
    toSend: () => onlyKept(latest().files ?? []),
    add,
    forget,
    remove(file: FileId, name: string) {
      change((now) => withoutFile(now, file))
      void removeFile(file)
      setSaid(say('attach.removed', { name }))
    },
    move(file: FileId, by: number) {
      const to = placeOf(file) + by
      if (to < 0 || to >= (draft.files?.length ?? 0)) return
      change((now) => withFileAt(now, file, to))
      setSaid(say('attach.moved', { place: to + 1, count: draft.files?.length ?? 0 }))
    },
    /** To where another stands. */
    moveTo: (file: FileId, other: FileId) => change((now) => withFileAt(now, file, placeOf(other))),
    caption: (file: FileId, caption: string) => change((now) => withCaption(now, file, caption)),
    setOriginal: (file: FileId, isOriginal: boolean) => void setOriginal(file, isOriginal),
    takeAsOriginal({ file, bytes }: RefusedFile) {
      forget(file)
      take(bytes, true)
    },
  }
}
export type DraftFiles = ReturnType<typeof useDraftFiles>

/** Looks at what nobody has looked at yet: after a start too, in whatever window has the composer open. */
function useLooks(kept: readonly KeptDraftFile[]): void {
  const next = kept.find(({ transfer }) => transfer.isDescribed !== true && !isBegun(transfer.file))
  const file = next?.transfer.file
  const [, setTurn] = useState(0)
  useEffect(() => {
    if (file !== undefined) void look(file).then(() => setTurn((turn) => turn + 1))
  }, [file])
}

const { look, isBegun } = buildLookOnce(lookAt)

async function lookAt(file: FileId, here: Blob | undefined): Promise<void> {
  const found = here === undefined ? await loadFile(file) : undefined
  const bytes = found?.ok === true ? found.value?.bytes : here
  if (bytes === undefined) return
  const { look: seen, picture } = await lookAtFile(bytes)
  if (picture !== undefined) keepLocalPicture(file, picture)
  await describeFile(file, seen, picture)
}
