import type { FileId } from '../../../common/ids.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import type { DraftFile, TransferView } from '../../file-command.ts'
import { readSlice, useSlice } from './engine-store.ts'

/** Files on their way from this device, by their names here. */
export type Transfers = Readonly<Record<FileId, TransferView>>

export function useTransfers(): Transfers {
  return useSlice('transfers', (transfers) => transfers)
}

/** By its name here, or by the server's. */
export function useTransfer(file: FileId): TransferView | undefined {
  return useSlice('transfers', (transfers) => findTransfer(transfers, file))
}

/** It has no name yet but the one it has here. */
export function useIsGoing(file: FileId): boolean {
  return useSlice('transfers', (transfers) => transfers[file] !== undefined)
}

/** What it was called here before the server had it, while that is known. */
export function readFirstName(file: FileId): FileId {
  return findTransfer(readSlice('transfers'), file)?.file ?? file
}

/** How large a file may be here, as far as the server has told. */
export function useMostFileBytes(): number | undefined {
  return useSlice('session', (session) => (session.kind === 'signed-in' ? session.server.limits?.fileBytes : undefined))
}

/** Those files of a message that are still kept here, so that they can go back into the composer. */
export function readKeptFiles(attachments: readonly Attachment[]): readonly DraftFile[] {
  const transfers = readSlice('transfers')
  return attachments.flatMap(({ file, caption }) => {
    const kept = findTransfer(transfers, file)
    if (kept === undefined) return []
    return [caption === undefined ? { file: kept.file } : { file: kept.file, caption }]
  })
}

/** As it is known at this moment, by its name here. */
export function readTransfer(file: FileId): TransferView | undefined {
  return readSlice('transfers')[file]
}

export function onlyKept(files: readonly DraftFile[]): readonly DraftFile[] {
  const transfers = readSlice('transfers')
  return files.filter(({ file }) => transfers[file] !== undefined)
}

export function findTransfer(transfers: Transfers, file: FileId): TransferView | undefined {
  return transfers[file] ?? Object.values<TransferView>(transfers).find(({ storedAs }) => storedAs === file)
}
