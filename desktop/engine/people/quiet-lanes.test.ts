import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { err, ok } from '../../../common/result.ts'
import { settle } from '../engine-test-clock.ts'
import { buildQuietLanes } from './quiet-lanes.ts'

const room = `1.${'r'.repeat(14)}` as RoomId

function build(me: Pick<Me, 'privacy' | 'presence'>, { ended = false, isOn = true } = {}) {
  const said: string[] = []
  const say = (what: string) => {
    said.push(what)
    return true
  }
  const lanes = buildQuietLanes(
    { sayRead: () => say('read'), sayTyping: () => say('typing'), sayPresence: () => say('presence') },
    {
      me: () => me,
      client: {
        markRead: async () => {
          said.push('told')
          return isOn ? ok(null) : err(appError('network-unreachable'))
        },
      },
      book: { get: () => (ended ? { state: { limits: { ended: 'hear' } } } : undefined) as never },
      onRead: () => say('known'),
    },
  )
  return { said, lanes }
}
const all = async ({ said, lanes }: ReturnType<typeof build>) => {
  lanes.sayRead(room, 5)
  lanes.sayTyping(room, true)
  lanes.sayPresence({ v: 1, idle: false })
  await settle()
  return said
}
const shown = { receipts: true, typing: true, lastSeen: true }

test('what somebody lets others see goes to the room', async () => {
  expect(await all(build({}))).toEqual(['read', 'typing', 'presence'])
  expect(await all(build({ privacy: shown }))).toEqual(['read', 'typing', 'presence'])
})

test('each is kept back by itself, and how far I have read then reaches my own devices another way', async () => {
  expect(await all(build({ privacy: { ...shown, typing: false } }))).toEqual(['read', 'presence'])
  expect(await all(build({ privacy: { ...shown, receipts: false } }))).toEqual(['told', 'typing', 'presence', 'known'])
})

test('invisible, neither typing nor reading gives one away; where I am only heard, nothing is said in vain', async () => {
  expect(await all(build({ presence: 'invisible' }))).toEqual(['told', 'presence', 'known'])
  expect(await all(build({}, { ended: true }))).toEqual(['told', 'typing', 'presence', 'known'])
})

test('what did not get through is not taken for known', async () => {
  expect(await all(build({ presence: 'invisible' }, { isOn: false }))).toEqual(['told', 'presence'])
})
