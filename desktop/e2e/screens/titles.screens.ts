import { expect as plainExpect, test } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import { full, harbour } from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

// A machine that has much else to do takes its time, and nothing is wrong then.
const expect = plainExpect.configure({ timeout: 30_000 })

test('the title has the names of room and server as names: neither turns the other round', async ({ page }) => {
  const room = full.rooms[harbour]
  const { session } = full
  if (room === undefined || session.kind !== 'signed-in') throw new Error('the fixture has no harbour')
  const hostile: EngineState = {
    ...full,
    session: { ...session, server: { ...session.server, name: 'Studio \u202egpj.exe' } },
    rooms: { ...full.rooms, [harbour]: { ...room, name: 'נמל\u2069 \u202e(99)' } },
  }
  await showFixture(page, hostile, `#/room/${harbour}`)
  await expect.poll(() => page.title()).toMatch(/^\(\d+\) \u2068נמל \(99\)\u2069 · \u2068Studio gpj\.exe\u2069$/)
  await showFixture(page, full, `#/room/${harbour}`)
  await expect.poll(() => page.title()).toMatch(/^\(\d+\) Harbour rebuild · Harbour Studio$/)
})
