import { describe, expect, it } from 'vitest'
import { buildUserId } from '../../common/ids.ts'
import { ok } from '../../common/result.ts'
import { buildPenalty, type Penalty, type PenaltyStore } from '../store/penalty-store.ts'
import { buildPenaltyService } from './penalty-service.ts'

const ann = buildUserId(new Uint8Array(32).fill(9))
const minute = 60_000

/** What happens, in order, with a clock the test moves. */
function open({ isOn = true, isSlow = false } = {}) {
  const done: string[] = []
  const rows = new Map<string, Penalty>()
  let nowAt = 1_800_000_000_000
  let onKick = () => {}
  const kicked = new Promise<void>((next) => {
    onKick = next
  })
  const store: PenaltyStore = {
    takePenalty: async (want) => {
      if (isSlow) await kicked
      const before = rows.get(want.kind)
      const penalty = buildPenalty(before, want)
      rows.set(want.kind, penalty)
      return { penalty, isNew: penalty !== before }
    },
    loadPenalties: async (_, at) => [...rows.values()].filter(({ until }) => until > at),
  }
  const service = buildPenaltyService({
    isOn,
    store,
    revokeUser: async () => {
      done.push('revoked')
      return ok(undefined)
    },
    tell: async (_, notice) => void done.push(notice.kind === 'muted' ? `told until +${notice.until - nowAt}` : 'told'),
    hintCredentials: () => void done.push('hinted'),
    now: () => nowAt,
  })
  const pass = (ms: number) => {
    nowAt += ms
  }
  const kick = () => {
    done.push('kicked')
    onKick()
  }
  return { ...service, done, kick, pass }
}

describe('what follows a flood', () => {
  it('is a mute: told while they can hear it, then the old credential ends, once for however many notice', async () => {
    const rig = open()
    await rig.mute(ann, 'too-many-events')
    await rig.mute(ann, 'too-many-events')
    expect(rig.done).toEqual([`told until +${5 * minute}`, 'revoked', 'hinted'])
    expect(await rig.loadMutedUntil(ann)).toBeGreaterThan(0)
    expect(await rig.checkHeld(ann)).toBeUndefined()
    rig.pass(5 * minute)
    expect(await rig.loadMutedUntil(ann)).toBeUndefined()
    await rig.mute(ann, 'too-many-events')
    expect(rig.done[3]).toBe(`told until +${10 * minute}`)
  })

  it('is a hold: told, kicked, revoked, and nothing given until it is over', async () => {
    const rig = open()
    await rig.hold(ann, 'too-much-traffic', rig.kick)
    expect(rig.done).toEqual([`told until +${minute}`, 'kicked', 'revoked'])
    expect(await rig.checkHeld(ann)).toMatchObject({ code: 'rate-limited', retryAfterMs: minute })
    // Whoever notices the same flood kicks what is still there, and says nothing twice.
    await rig.hold(ann, 'too-much-traffic', rig.kick)
    expect(rig.done.slice(3)).toEqual(['kicked', 'revoked'])
    rig.pass(minute)
    expect(await rig.checkHeld(ann)).toBeUndefined()
  })

  it('does not wait for a store that is slow before it kicks', async () => {
    const rig = open({ isSlow: true })
    await rig.hold(ann, 'too-much-traffic', rig.kick)
    expect(rig.done).toEqual(['kicked', `told until +${minute}`, 'revoked'])
  })

  it('counts for nobody where the guard is off', async () => {
    const rig = open({ isOn: false })
    await rig.mute(ann, 'too-many-events')
    await rig.hold(ann, 'too-much-traffic', rig.kick)
    expect(await rig.loadMutedUntil(ann)).toBeUndefined()
    expect(await rig.checkHeld(ann)).toBeUndefined()
  })
})
