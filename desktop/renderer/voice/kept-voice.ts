import type { FileId, RoomId } from '../../../common/ids.ts'
import { ok, type Result } from '../../../common/result.ts'
import { addFile, describeFile, loadFile } from '../commands.ts'
import { packWaveform, unpackWaveform } from '../files/waveform.ts'
import { newFileId } from '../sending/new-file-id.ts'
import { readTransfer } from '../state/transfer-selectors.ts'
import type { RecordedVoice } from './voice-recording.ts'

/** As any file: kept here first, with its length and levels, and on its way from then on. */
export async function keepVoice(room: RoomId, { bytes, durationMs, levels }: RecordedVoice): Promise<Result<FileId>> {
  const file = newFileId()
  const ending = { 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' }[bytes.type] ?? 'webm'
  const stamp = new Date().toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-')
  const kept = await addFile(room, file, new File([bytes], `voice-${stamp}.${ending}`, { type: bytes.type }), false)
  if (!kept.ok) return kept
  await describeFile(file, { durationMs, thumbhash: packWaveform(levels) }, undefined)
  return ok(file)
}

/** What was kept, to be heard again. */
export async function loadVoice(file: FileId): Promise<RecordedVoice | undefined> {
  const found = await loadFile(file)
  if (!found.ok || found.value === null) return undefined
  const { durationMs = 0, thumbhash } = readTransfer(file) ?? {}
  return { bytes: found.value.bytes, durationMs, levels: unpackWaveform(thumbhash) ?? [] }
}
