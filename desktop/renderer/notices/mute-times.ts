/** For how long a room may be muted. */
export const muteSpans = ['hour', 'morning', 'week'] as const
export type MuteSpan = (typeof muteSpans)[number]

const morning = 8

/** `morning`: the next eight o'clock, by the clock of the device. */
export function muteEnd(span: MuteSpan, now: Date): number {
  switch (span) {
    case 'hour':
      return now.getTime() + 3_600_000
    case 'morning': {
      const isEarly = now.getHours() < morning
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + (isEarly ? 0 : 1), morning).getTime()
    }
    case 'week':
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 7, now.getHours(), now.getMinutes()).getTime()
  }
}
