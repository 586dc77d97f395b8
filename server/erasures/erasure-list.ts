import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { deviceIdSchema, eventIdSchema, roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'

/**
 * What was taken back for good: a message, an account, a room, a device. A backup does not know what was taken back since, so a restore
 * would bring it back: this list is kept beside the backups, never in them, and applied before a restored store is opened
 * (`server/commands/apply-erasures.ts`). A line each, only ever added to; a line may stand twice.
 */
const erasureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), at: z.int(), room: roomIdSchema, id: eventIdSchema, seq: z.int().min(1) }),
  /** `messages`: what they wished; lists of before do not say it. */
  z.object({
    kind: z.literal('user'),
    at: z.int(),
    user: userIdSchema,
    messages: z.enum(['keep', 'erase']).optional(),
  }),
  z.object({ kind: z.literal('room'), at: z.int(), room: roomIdSchema }),
  z.object({ kind: z.literal('device'), at: z.int(), device: deviceIdSchema }),
  z.object({ kind: z.literal('other-devices'), at: z.int(), user: userIdSchema, keep: deviceIdSchema }),
])
export type Erasure = z.output<typeof erasureSchema>

export type ErasureList = {
  /** On disk when it resolves. Never rejects: what is taken back is taken back, whether it could be noted or not. */
  readonly note: (erasures: readonly Erasure[]) => Promise<void>
}

/** Under the data folder, and in no backup. */
export const erasuresFolder = (dataDir: string) => join(dataDir, 'erasures')
const fileName = 'erasures.jsonl'

export function openErasureList(dataDir: string, onFault: (fault: unknown) => void): ErasureList {
  return {
    note: async (erasures) => {
      if (erasures.length === 0) return
      try {
        await appendErasures(dataDir, erasures)
      } catch (fault) {
        onFault(fault)
      }
    },
  }
}

/** By one write that is appended, so that several processes may share the file. */
export async function appendErasures(dataDir: string, erasures: readonly Erasure[]): Promise<void> {
  mkdirSync(erasuresFolder(dataDir), { recursive: true, mode: 0o700 })
  const file = await open(join(erasuresFolder(dataDir), fileName), 'a', 0o600)
  try {
    await file.write(erasures.map((one) => `${JSON.stringify(one)}\n`).join(''))
    await file.datasync()
  } finally {
    await file.close()
  }
}

export type LoadedErasures = { readonly erasures: readonly Erasure[]; readonly unreadable: number }

/** Of lists, or of folders that hold some. A line that was cut off by a crash is none. Throws where there is no such path. */
export function loadErasures(paths: readonly string[]): LoadedErasures {
  const lines = paths.flatMap(listFiles).flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean))
  const erasures = new Map<string, Erasure>()
  let unreadable = 0
  for (const line of new Set(lines)) {
    const parsed = parseLine(line)
    if (parsed === undefined) unreadable++
    else erasures.set(line, parsed)
  }
  return { erasures: [...erasures.values()], unreadable }
}

function listFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  const folder = existsSync(erasuresFolder(path)) ? erasuresFolder(path) : path
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(folder, name))
}

function parseLine(line: string): Erasure | undefined {
  try {
    return erasureSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
