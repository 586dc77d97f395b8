import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { Announcement } from '../../common/http-contract/announcement-contract.ts'
import { buildUserId, idRandomBytes, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { buildRemembered } from '../changes/remembered.ts'
import type { DeviceStore, UserPlace, UserStore } from '../store/account-store.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordPlace, RecordStore } from '../store/record-store.ts'

/** What everybody is told. Clients have it from `GET /sync`; those that are here are told to ask, a few at a time. */
export type Announcements = {
  /** Those that stand, the oldest first, as any copy of the server has them, half a minute late at most. */
  readonly listStanding: () => Promise<readonly Announcement[]>
  /** Those that are over too. */
  readonly list: (after: RecordPlace | undefined, limit: number) => Promise<readonly Announcement[]>
  readonly load: (id: string) => Promise<Announcement | undefined>
  /** Of what was asked for: whether it can be. */
  readonly judge: (wanted: Wanted) => Promise<Result<void>>
  readonly announce: (wanted: Wanted) => Promise<Result<Announcement>>
  readonly withdraw: (id: string) => Promise<Result<void>>
}
type Wanted = { readonly text: string; readonly until?: number | undefined }

export type AnnouncementsDependencies = {
  readonly records: RecordStore
  readonly accounts: Pick<UserStore, 'loadUserPage'>
  readonly devices: Pick<DeviceStore, 'loadLastSeen'>
  readonly hint: (user: UserId) => void
  readonly now: () => number
  /** Between one lot of hints and the next. */
  readonly pauseMs?: number
}

const detailSchema = z.object({ text: z.string(), until: z.int().optional() })
/** Every sync asks for them, and they change now and then. */
const keptMs = 30_000
/** More that stand at once nobody reads. */
const mostStanding = 20
/** Each who is told asks for what changed: 25 a second cost a third of a core, and nobody waits longer than until they ask by themselves. */
const hintsAtOnce = 25
const hintsForMs = 300_000
/** Whoever was not seen for so long is not here, and hears of it when they come. */
const hereMs = 86_400_000
const pageRows = 500

export function buildAnnouncements(deps: AnnouncementsDependencies): Announcements {
  const { now, pauseMs = 1_000 } = deps
  const book = buildRecordBook(deps.records, 'announcement', detailSchema, now)
  let round = 0
  const isStanding = ({ until }: { readonly until?: number | undefined }) => until === undefined || until > now()
  const show = ({
    id,
    at,
    detail,
  }: RecordPlace & { readonly detail: z.output<typeof detailSchema> }): Announcement => ({
    ...{ id, text: detail.text, at },
    ...(detail.until === undefined ? {} : { until: detail.until }),
  })
  const loadStanding = async () => (await book.list()).map(show).filter(isStanding)
  const standing = buildRemembered(loadStanding, keptMs, now)

  /** At once, and again when the other copies have it too. What this process does not come to is asked for within five minutes. */
  async function tellAll(mine: number): Promise<void> {
    await tellRound(mine)
    await pause(keptMs + pauseMs)
    if (mine === round) await tellRound(mine)
  }
  async function tellRound(mine: number): Promise<void> {
    const endsAt = now() + hintsForMs
    for (let after: UserPlace | undefined; ; ) {
      const page = await deps.accounts.loadUserPage(after, pageRows)
      const seenAt = await deps.devices.loadLastSeen(page.map(({ id }) => id))
      const here = page.filter(({ id }) => (seenAt.get(id) ?? 0) > now() - hereMs)
      for (let place = 0; place < here.length; place += hintsAtOnce) {
        // Another one came meanwhile: its round tells of this one too.
        if (mine !== round || now() > endsAt) return
        for (const { id } of here.slice(place, place + hintsAtOnce)) deps.hint(id)
        await pause(pauseMs)
      }
      const last = page.at(-1)
      if (page.length < pageRows || last === undefined) return
      after = { at: last.createdAt, id: last.id }
    }
  }
  const changed = () => {
    standing.forget()
    // A store that is away: clients ask by themselves.
    tellAll(++round).catch(() => undefined)
  }
  const judge: Announcements['judge'] = async (wanted) => {
    if (!isStanding(wanted)) {
      return err(appError('request-invalid', { fields: { '/body/until': 'must be in the future' } }))
    }
    if ((await loadStanding()).length < mostStanding) return ok(undefined)
    return err(appError('announcements-too-many', { detail: `At most ${mostStanding} stand at once.` }))
  }

  return {
    listStanding: async () => (await standing.get()).filter(isStanding),
    list: async (after, limit) => (await book.list({ limit, ...(after === undefined ? {} : { after }) })).map(show),
    load: async (id) => {
      const found = await book.load(id)
      return found === undefined ? undefined : show(found)
    },
    judge,
    announce: async ({ text, until }) => {
      for (const one of await book.list()) {
        if (!isStanding(one.detail)) await book.change(one.id, () => ok('remove'))
      }
      const id = buildUserId(randomBytes(idRandomBytes))
      const detail = { text, ...(until === undefined ? {} : { until }) }
      const made = await book.change(id, () => ok({ detail, owners: [] }))
      if (!made.ok) return made
      changed()
      return ok({ id, at: made.value?.at ?? now(), ...detail })
    },
    withdraw: async (id) => {
      const gone = await book.change(id, (before) =>
        before === undefined ? err(appError('announcement-unknown')) : ok('remove'),
      )
      if (!gone.ok) return gone
      changed()
      return ok(undefined)
    },
  }
}

const pause = (ms: number) => new Promise<void>((next) => setTimeout(next, ms).unref())
