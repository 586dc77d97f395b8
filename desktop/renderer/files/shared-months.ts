import type { Message } from '../../../common/message.ts'
import type { Clock } from '../state/use-today.ts'

export type SharedMonth = { readonly title: string; readonly messages: readonly Message[] }

/** In the order in which they come, under the month in which they were said. */
export function monthsOf(messages: readonly Message[], { locale, timeZone }: Clock): readonly SharedMonth[] {
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone })
  const months = new Map<string, Message[]>()
  for (const message of messages) {
    const title = format.format(message.at)
    months.set(title, [...(months.get(title) ?? []), message])
  }
  return [...months].map(([title, ofMonth]) => ({ title, messages: ofMonth }))
}
