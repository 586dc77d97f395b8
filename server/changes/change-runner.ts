import { randomBytes } from 'node:crypto'
import type { AppError } from '../../common/app-error.ts'
import { buildEventId, type EventId, eventIdRandomBytes } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { ChangeStore } from '../store/change-store.ts'

/**
 * Makes a change that has several steps so that several servers and crashes at any point agree on one outcome, without
 * transactions:
 *
 * 1. it is kept as pending: from here on a crash is noticed;
 * 2. it is published: one atomic step, somewhere, decides for everybody whether it stands;
 * 3. what follows from it is done: credentials cut, hints sent;
 * 4. it is pending no longer.
 *
 * Dying before 2: nothing happened, and the record is dropped once nothing can be on its way any more. Later: `repair`, in
 * whichever copy, finds that it stands and does the rest.
 */
export type ChangeRunner<Detail, Standing> = {
  /** Steps 1 and 2. The change then stands and is this process's own until it has been settled. */
  readonly begin: <Made extends Standing>(
    build: (id: EventId, at: number) => Detail,
    publish: (detail: Detail) => Promise<Published<Made>>,
  ) => Promise<Result<BegunChange<Made>>>
  /** Whether somebody sees to what follows from it: this process, or whoever repairs. */
  readonly isAwaited: (id: EventId) => Promise<boolean>
  /** Finishes or drops what a crash left. `unreadable`: of another version, left for it. */
  readonly repair: () => Promise<{ readonly finished: number; readonly unreadable: number }>
}

export type Published<Standing> =
  | { readonly kind: 'stands'; readonly standing: Standing }
  /** Surely not, and nothing of it is on its way. */
  | { readonly kind: 'refused'; readonly error: AppError }
  /** Perhaps: the answer was lost, or what comes next failed. `repair` looks. */
  | { readonly kind: 'open'; readonly error: AppError }

export type BegunChange<Standing> = {
  readonly standing: Standing
  /** Steps 3 and 4; false where something could not be done yet: it stays pending until it could. Throws what the effects throw. */
  readonly settle: () => Promise<boolean>
}

/** What one kind of change is: all that can be told by its record alone, since whoever finishes it may know nothing else. */
export type ChangeKind<Detail, Standing> = {
  readonly name: string
  readonly parse: (detail: unknown) => Detail | undefined
  /** What stands, or undefined; an error: it cannot be told now. May as well make it stand, where a change is to be carried to its end. */
  readonly find: (id: EventId, detail: Detail) => Promise<Result<Standing | undefined>>
  /** What must follow. Harmless to repeat; an error: to be tried again. */
  readonly applyEffects: (detail: Detail, standing: Standing) => Promise<Result<void>>
}

/** A publish that was given up can still be on its way, or another copy be about to; nothing is that late. */
export const settledAfterMs = 60_000

export function createChangeRunner<Detail, Standing>(
  store: ChangeStore,
  kind: ChangeKind<Detail, Standing>,
  now: () => number,
): ChangeRunner<Detail, Standing> {
  /** Changes this process is busy with: their effects are its own to apply. */
  const busy = new Set<EventId>()

  async function settle(id: EventId, detail: Detail, standing: Standing): Promise<boolean> {
    try {
      const applied = await kind.applyEffects(detail, standing)
      if (applied.ok) await store.removeChange(id)
      return applied.ok
    } finally {
      busy.delete(id)
    }
  }

  return {
    begin: async (build, publish) => {
      const at = now()
      const id = buildEventId(at, randomBytes(eventIdRandomBytes))
      const detail = build(id, at)
      let stands = false
      busy.add(id)
      try {
        await store.putChange({ id, kind: kind.name, detail, startedAt: at })
        const published = await publish(detail)
        if (published.kind === 'refused') await store.removeChange(id)
        if (published.kind !== 'stands') return err(published.error)
        stands = true
        const { standing } = published
        return ok({ standing, settle: () => settle(id, detail, standing) })
      } finally {
        if (!stands) busy.delete(id)
      }
    },
    isAwaited: async (id) => busy.has(id) || (await store.loadChange(id)) !== undefined,
    repair: async () => {
      let [finished, unreadable] = [0, 0]
      for (const { id, detail: kept, startedAt } of await store.loadChanges(kind.name)) {
        if (busy.has(id)) continue
        const detail = kind.parse(kept)
        if (detail === undefined) {
          unreadable++
          continue
        }
        const found = await kind.find(id, detail)
        if (!found.ok) continue
        if (found.value !== undefined) {
          if (await settle(id, detail, found.value)) finished++
        } else if (startedAt < now() - settledAfterMs) {
          await store.removeChange(id)
        }
      }
      return { finished, unreadable }
    },
  }
}
