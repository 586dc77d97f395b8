import { useEffect } from 'react'
import type { UserId } from '../../../common/ids.ts'
import { loadProfile } from '../commands.ts'
import { useWords } from '../state/language-choice.ts'
import { usePresence, useProfile } from '../state/people-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { presenceWords } from './presence-words.ts'
import { readZoneTime } from './zone-time.ts'

/** Where somebody is, under their name; and what time it is there, where it is another time: it may be night. */
export function PersonLine({ user }: { readonly user: UserId }) {
  const say = useWords()
  const presence = usePresence(user)
  const clock = useClock()
  const timeZone = useProfile(user)?.timeZone
  const isKnown = timeZone !== undefined
  useEffect(() => {
    if (!isKnown) void loadProfile(user)
  }, [user, isKnown])
  const there = timeZone === undefined ? undefined : readZoneTime(timeZone, { ...clock, nowAt: Date.now() })
  const words = presenceWords(say, presence, clock, Date.now())
  if (there === undefined || there.hoursAhead === 0) return <p dir="auto">{words}</p>
  return (
    <p>
      <bdi>{words}</bdi> · {say('conversation.time-there', { time: there.time })}
    </p>
  )
}
