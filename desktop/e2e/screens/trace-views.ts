import type { Page } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import { crowd } from './fixture-rooms.ts'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const { full, harbour } = fixtures
const atHarbour = `#/room/${harbour}`
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ })

/** The screens that say what is known: whom a word calls, how far a message is, what of a room is here. */
export const traceViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'who is here is called': async (page) => {
    await showFixture(page, full, atHarbour)
    await composer(page).fill('@here the crane comes at three')
    await page.getByText('@here calls 2 people who are online now.').waitFor()
  },
  'everybody who is here is called': async (page) => {
    await showFixture(page, crowd(100), atHarbour)
    await composer(page).fill('@here the crane comes at three')
    await composer(page).press('Enter')
    await page.getByRole('button', { name: /^Call \d+ people$/ }).waitFor()
  },
  'who is here is not known': async (page) => {
    await showFixture(page, fixtures.offline, atHarbour)
    await composer(page).fill('@here is anybody there')
    await composer(page).press('Enter')
    await page.getByRole('button', { name: 'Send without calling' }).waitFor()
  },
  'how far a message is': async (page) => {
    await showFixture(page, full, atHarbour)
    await askHowFar(page, 'On it.')
    await page.getByText('The archive has it').waitFor()
  },
  'how far a message is that waits': async (page) => {
    await showFixture(page, fixtures.offline, atHarbour)
    await askHowFar(page, 'The order can go out with the new one.')
    await page.getByText('Not stored yet').waitFor()
  },
  'how far a message is that failed': async (page) => {
    await showFixture(page, fixtures.offline, atHarbour)
    await askHowFar(page, 'Photo of pier 7 attached')
    await page.getByText('Not taken').waitFor()
  },
  'who reacted': async (page) => {
    await showFixture(page, reactedBy(200, 50), atHarbour)
    const said = page.locator('article', { hasText: 'No rush, tomorrow is fine.' })
    await said.hover()
    await said.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Who reacted' }).click()
    await page.getByRole('list', { name: 'Who reacted' }).waitFor()
  },
}

/** A message that so many have reacted to, with up to so many different emoji. */
export function reactedBy(people: number, different: number): EngineState {
  const state = crowd(people)
  const faces = Array.from({ length: different }, (_, at) => String.fromCodePoint(0x1f600 + at))
  const users = (state.members[harbour] ?? []).map(({ user }) => user)
  const reactions = users.flatMap((user, index) => [
    { user, emoji: faces[index % different] ?? '', seq: 5 },
    ...(index % 3 === 0 ? [{ user, emoji: faces[(index + 1) % different] ?? '', seq: 5 }] : []),
  ])
  const rows = fixtures.rows.map((row) =>
    row.kind === 'message' && row.message.seq === 5 ? { ...row, message: { ...row.message, reactions } } : row,
  )
  const timeline = state.timelines[harbour]
  return timeline === undefined
    ? state
    : { ...state, timelines: { ...state.timelines, [harbour]: { ...timeline, rows } } }
}

export async function askHowFar(page: Page, text: string): Promise<void> {
  const said = page.locator('article', { hasText: text }).last()
  await said.hover()
  await said.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'How far it is' }).click()
}
