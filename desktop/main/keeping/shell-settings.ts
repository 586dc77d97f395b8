import { z } from 'zod'
import { parseRoomId } from '../../../common/ids.ts'
import { parseJson } from '../accounts/account-book.ts'
import type { KeptFile } from './atomic-file.ts'

const roomWindowSchema = z.object({
  account: z.string().regex(/^[a-z0-9]{16}$/),
  room: z.string().refine((text) => parseRoomId(text) !== undefined),
  x: z.int(),
  y: z.int(),
  width: z.int().min(1).max(20_000),
  height: z.int().min(1).max(20_000),
})
/** A window that shows one room, and where it stands. */
export type KeptRoomWindow = z.output<typeof roomWindowSchema>

/** What is this computer's alone: it does not travel to other devices. */
const settingsSchema = z.object({
  /** What the cross of the window does; `undefined`: nobody has been told of the tray yet. */
  onClose: z.enum(['tray', 'quit']).optional().catch(undefined),
  startAtLogin: z.boolean().catch(false),
  startHidden: z.boolean().catch(true),
  quiet: z.boolean().catch(false),
  zoomLevel: z.number().min(-3).max(4).catch(0),
  spellLanguages: z.array(z.string().max(20)).max(8).optional().catch(undefined),
  window: z
    .object({
      x: z.int(),
      y: z.int(),
      width: z.int().min(1).max(20_000),
      height: z.int().min(1).max(20_000),
      isMaximized: z.boolean(),
    })
    .optional()
    .catch(undefined),
  roomWindows: z.array(roomWindowSchema).max(12).optional().catch(undefined),
  roomWindowSize: roomWindowSchema.pick({ width: true, height: true }).optional().catch(undefined),
})
export type ShellSettings = z.output<typeof settingsSchema>

export type SettingsKeeper = {
  get(): ShellSettings
  /** At once; it reaches the disk a moment later. */
  change(change: Partial<ShellSettings>): void
  flush(): Promise<void>
}

/** A setting that cannot be read is as if it were not there; the others stay. */
export async function openShellSettings(file: KeptFile, log: (line: string) => void): Promise<SettingsKeeper> {
  const text = await file.load()
  const parsed = settingsSchema.safeParse(text === undefined ? {} : parseJson(text))
  let settings = parsed.success ? parsed.data : settingsSchema.parse({})
  let writing: Promise<void> = Promise.resolve()
  return {
    get: () => settings,
    change(change) {
      settings = { ...settings, ...change }
      writing = file.put(JSON.stringify(settings)).catch(() => log('a setting could not be kept'))
    },
    flush: () => writing,
  }
}
