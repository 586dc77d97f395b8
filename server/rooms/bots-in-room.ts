import { appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { Bots, RoomFact, RoomWish } from './room-rights.ts'

/**
 * What holds for bots beside what holds for anybody: they are where their maker is, lead nothing, and go when the maker goes.
 * Pure.
 */

/** @param people who is in the room, or will be */
export function checkBotsMayCome(bots: Bots, people: ReadonlySet<UserId>): Result<void> {
  for (const maker of bots.values()) {
    if (!people.has(maker)) return err(appError('bot-bound', { detail: 'Its maker is not in this room.' }))
  }
  return ok(undefined)
}

/** The person whom a wish would make lead a room. */
export function namedLeader(wish: RoomWish): UserId | undefined {
  if (wish.kind === 'hand-over') return wish.user
  const isLead = wish.kind === 'put-member' && (wish.role === 'admin' || wish.role === 'owner')
  return isLead ? wish.user : undefined
}

export function withoutThose(state: RoomState, bots: readonly UserId[]): RoomState {
  if (!bots.some((bot) => state.members.has(bot))) return state
  return { ...state, members: new Map([...state.members].filter(([user]) => !bots.includes(user))) }
}

type Verdict = Result<RoomFact | undefined>

/**
 * Takes somebody out, with their bots: the bots first, so that after a crash between the two the person is still there to be
 * taken out by whoever asks again, and no bot is left behind.
 */
export function buildRemovalSteps(
  by: UserId,
  bots: readonly UserId[],
  judge: (state: RoomState) => Verdict,
): (state: RoomState, made: number) => Verdict {
  let saidAt: number | undefined
  return (state, made) => {
    if (saidAt !== undefined && made > saidAt) return ok(undefined)
    const verdict = judge(withoutThose(state, bots))
    if (!verdict.ok || verdict.value === undefined) return verdict
    const bot = bots.find((one) => state.members.has(one))
    if (bot !== undefined) return ok({ kind: 'member.removed', by, user: bot })
    saidAt = made
    return verdict
  }
}
