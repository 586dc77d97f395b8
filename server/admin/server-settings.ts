import { z } from 'zod'
import { type ServerSettings, serverSettingsSchema } from '../../common/http-contract/server-settings-contract.ts'
import type { Result } from '../../common/result.ts'
import { ok } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

/** What administrators change while the server runs. What none of them has touched is as the environment says. */
export type ServerSettingsService = {
  /** As any copy of the server has it, a second late at most. */
  readonly load: () => Promise<ServerSettings & { readonly chosen: boolean }>
  readonly change: (change: SettingsChange) => Promise<Result<ServerSettings & { readonly chosen: boolean }>>
}
export type SettingsChange = { readonly [Name in keyof ServerSettings]?: ServerSettings[Name] | undefined }

const changedSchema = z.partialRecord(z.enum(Object.keys(serverSettingsSchema.shape)), z.unknown())
const id = 'all'
const keptMs = 1_000

export function buildServerSettings(
  store: RecordStore,
  preset: ServerSettings,
  now: () => number,
): ServerSettingsService {
  const book = buildRecordBook(store, 'server-settings', changedSchema, now)
  let kept: { readonly at: number; readonly value: ServerSettings & { readonly chosen: boolean } } | undefined
  /** What an older version kept and this one refuses counts for nothing, field by field. */
  const read = (detail: Readonly<Record<string, unknown>> | undefined) => {
    const fields = Object.entries(serverSettingsSchema.shape).flatMap(([name, schema]) => {
      const parsed = schema.safeParse(detail?.[name])
      return parsed.success ? [[name, parsed.data] as const] : []
    })
    const value = {
      ...preset,
      ...(Object.fromEntries(fields) as Partial<ServerSettings>),
      chosen: detail !== undefined,
    }
    kept = { at: now(), value }
    return value
  }
  return {
    load: async () =>
      kept !== undefined && now() - kept.at < keptMs ? kept.value : read((await book.load(id))?.detail),
    change: async (change) => {
      const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const changed = await book.change(id, (before) => ok({ detail: { ...before?.detail, ...named }, owners: [] }))
      return changed.ok ? ok(read(changed.value?.detail)) : changed
    },
  }
}
