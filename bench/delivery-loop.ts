import { buildText, numberOf, type OpenChat } from './chat-under-test.ts'
import { buildSpread, type Spread } from './figures.ts'

const giveUpMs = 30_000

/**
 * Latency of delivery, unloaded: one message at a time, the next when every member has the last one. Milliseconds from
 * the call of `send` to the message at a member, over all members.
 */
export async function measureLatency(open: OpenChat, members: number, messages: number): Promise<Spread> {
  const latenciesMs: number[] = []
  let sentAt = 0
  let missing = 0
  let arrived = () => {}
  let failed: (error: Error) => void = () => {}
  const chat = await open(members, () => {
    latenciesMs.push(performance.now() - sentAt)
    if (--missing === 0) arrived()
  })
  const warmUp = Math.ceil(messages / 5)
  try {
    for (let number = 0; number < messages + warmUp; number++) {
      if (number === warmUp) latenciesMs.length = 0
      missing = members
      const all = new Promise<void>((resolve, reject) => {
        arrived = resolve
        failed = reject
      })
      const timer = setTimeout(
        () => failed(new Error(`${missing} of ${members} members never got a message`)),
        giveUpMs,
      )
      sentAt = performance.now()
      await Promise.all([chat.send(number % members, buildText(number)), all])
      clearTimeout(timer)
    }
  } finally {
    await chat.stop()
  }
  return buildSpread(latenciesMs)
}

/**
 * Sustained messages a second: every member sends its next message when the last was taken, for `durationMs`; the clock
 * stops when every member has every message.
 */
export async function measureThroughput(open: OpenChat, members: number, durationMs: number): Promise<number> {
  let delivered = 0
  let wake = () => {}
  const chat = await open(members, (text) => {
    if (Number.isNaN(numberOf(text))) throw new Error('a message came out other than it went in')
    delivered++
    wake()
  })
  try {
    let sent = 0
    const startedAt = performance.now()
    const sendOn = async (member: number) => {
      while (performance.now() - startedAt < durationMs) await chat.send(member, buildText(sent++))
    }
    await Promise.all(Array.from({ length: members }, (_, member) => sendOn(member)))
    const deadline = performance.now() + giveUpMs
    while (delivered < sent * members) {
      if (performance.now() > deadline) throw new Error(`${delivered} of ${sent * members} deliveries came`)
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, 100)
      })
    }
    return sent / ((performance.now() - startedAt) / 1_000)
  } finally {
    await chat.stop()
  }
}
