import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds wrong with what is on the screen, in a line each. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  // Past the content policy, which forbids the page what a test may do.
  await page.evaluate(await source)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: readonly Violation[] }> }
    }
    type Violation = { id: string; help: string; nodes: readonly { html: string; failureSummary?: string }[] }
    const { violations } = await axe.run({ resultTypes: ['violations'] })
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary?.slice(0, 300) ?? ''}`),
    )
  })
}
