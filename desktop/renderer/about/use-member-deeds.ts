import { useCallback, useEffect, useState } from 'react'
import type { Result } from '../../../common/result.ts'
import type { MemberView, RoomFacts } from '../../engine-contract.ts'
import type { MemberOutcome } from '../../room-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { changeRole, handOver, muteMember, removeMember } from '../commands.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { type MemberAction, memberActions } from './member-actions.ts'

type Asking = { readonly kind: 'remove' | 'hand-over' | 'ban'; readonly member: MemberView }
type OpenMenu = { readonly member: MemberView; readonly anchor: Element }

/** What is done with people of a room: at once, or after the row or a dialog has asked. */
export function useMemberDeeds(room: RoomFacts) {
  const say = useWords()
  const me = useMe().id
  const [menu, setMenu] = useState<OpenMenu>()
  const [asking, setAsking] = useState<Asking>()
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const nowAt = useNow()

  const tell = (outcome: MemberOutcome | null) => {
    // Done, and kept; who looks on may hear for a moment more.
    if (outcome === 'pending') sayDone(say('about.cut-pending'))
  }
  const run = async (deed: Promise<Result<MemberOutcome | null>>) => {
    setProblem(undefined)
    setIsBusy(true)
    const done = await deed
    setIsBusy(false)
    setAsking(undefined)
    if (done.ok) tell(done.value)
    else setProblem(errorWords(say, done.error))
  }
  const act = (action: MemberAction) => {
    const member = menu?.member
    setMenu(undefined)
    if (member === undefined) return
    const { user } = member
    switch (action.kind) {
      case 'role':
        return void run(changeRole(room.id, user, action.role))
      case 'mute': {
        const until = action.minutes === 0 ? null : Date.now() + action.minutes * 60_000
        return void run(muteMember(room.id, user, until))
      }
      default:
        setProblem(undefined)
        setAsking({ kind: action.kind, member })
    }
  }
  return {
    menu,
    asking,
    isBusy,
    problem,
    nowAt,
    act,
    openMenu: useCallback((member: MemberView, anchor: Element) => setMenu({ member, anchor }), []),
    closeMenu: () => setMenu(undefined),
    mayTouch: (member: MemberView) => memberActions(room, member, me, nowAt).length > 0,
    goOn() {
      if (asking === undefined) return
      const { user } = asking.member
      void run(asking.kind === 'remove' ? removeMember(room.id, user) : handOver(room.id, user))
    },
    keep: () => setAsking(undefined),
    onBanned(outcome: MemberOutcome) {
      setAsking(undefined)
      tell(outcome)
    },
  }
}

/** By the minute: a mute that is over is none. */
function useNow(): number {
  const [nowAt, setNowAt] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowAt(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return nowAt
}
