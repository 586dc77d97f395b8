import type { Msg } from 'nats.ws'
import type { HeaderList } from '../../../common/wire-decode.ts'

/**
 * The headers of a message, in a list that keeps repetitions; undefined where they can't be read. The library throws
 * while reading a name that is out of order, and would end the subscription with it: any member of a room could
 * silence it for all (tried). Nothing else in the engine touches `msg.headers`.
 */
export function readHeaders(msg: Pick<Msg, 'headers'>): HeaderList | undefined {
  try {
    const list: (readonly [string, string])[] = []
    for (const [name, values] of msg.headers ?? []) for (const value of values) list.push([name, value])
    return list
  } catch {
    return undefined
  }
}
