import type { Page } from '@playwright/test'
import type { EngineState, TimelineRow } from '../../engine-contract.ts'
import { harbour, message, nowAt } from './fixture-state.ts'

const people = ['ana', 'ben', 'dario', 'eva'] as const
export const line = 'The quick brown fox jumps over the lazy dog. '

/** Messages `from` up to `to`, two minutes apart: many days, many heights. */
export function manyRows(from: number, to: number): TimelineRow[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const seq = from + index
    const by = people[Math.floor(seq / 3) % 4] ?? 'ana'
    return message(seq, by, nowAt - (20_000 - seq) * 120_000, `${seq}: ${line.repeat((seq * 7) % 9)}`)
  })
}

export function withRows(rows: readonly TimelineRow[], more: object = {}): EngineState['timelines'] {
  return {
    [harbour]: { room: harbour, rows, hasMoreBefore: false, loading: 'idle', ...more },
  } as EngineState['timelines']
}

export const list = (page: Page) => page.getByRole('list', { name: 'Messages' })
export const distanceFromEnd = (page: Page) =>
  list(page).evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop)

/** A dozen frames: whatever moves has moved. */
export const settle = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 12; frame++) await new Promise((done) => requestAnimationFrame(done))
  })

/** The message in the middle of the list, and where it stands. */
export const middle = (page: Page) =>
  list(page).evaluate((element) => {
    const { top, height } = element.getBoundingClientRect()
    const all = [...element.querySelectorAll('[data-message]')]
    const found = all.find((each) => each.getBoundingClientRect().top > top + height / 3)
    return { id: found?.getAttribute('data-message') ?? '', top: found?.getBoundingClientRect().top ?? 0 }
  })
export const topOf = (page: Page, id: string) =>
  page.locator(`[data-message="${id}"]`).evaluate((element) => element.getBoundingClientRect().top)
