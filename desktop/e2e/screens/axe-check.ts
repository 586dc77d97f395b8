import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What another set of colours can break. */
const ofColours = ['color-contrast', 'link-in-text-block']

/** What axe-core finds wrong with what is on the screen, in a line each: all it knows, or what hangs on colours alone. */
export async function axeViolations(page: Page, rules: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  // Past the content policy, which forbids the page what a test may do; once, as reading all of it takes its time.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await source)
  return page.evaluate(
    async (only) => {
      const { axe } = globalThis as unknown as {
        axe: { run: (options: object) => Promise<{ violations: readonly Violation[] }> }
      }
      type Violation = { id: string; help: string; nodes: readonly { html: string; failureSummary?: string }[] }
      // A colour that is still on its way to another one is none to judge. What goes with a scroll bar has no end.
      const running = document.getAnimations().filter(({ playState, effect, timeline }) => {
        const isEnding = effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY
        return playState === 'running' && timeline === document.timeline && isEnding
      })
      await Promise.allSettled(running.map(({ finished }) => finished))
      const { violations } = await axe.run({
        resultTypes: ['violations'],
        ...(only !== undefined && { runOnly: only }),
      })
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary?.slice(0, 300) ?? ''}`),
      )
    },
    rules === 'all' ? undefined : ofColours,
  )
}
