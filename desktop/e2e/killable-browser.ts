import { readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, type BrowserContextOptions, chromium, test } from '@playwright/test'

/** A browser with a disk of its own, which is there again for the next one in the same folder. */
export function launchIn(folder: string, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    ...test.info().project.use.launchOptions,
    locale: 'en-GB',
    ...options,
  })
}

/** As when its process is killed: it writes nothing any more. */
export async function killBrowser(folder: string, context: BrowserContext): Promise<void> {
  const closed = new Promise<void>((resolve) => context.once('close', () => resolve()))
  process.kill(await browserProcess(folder), 'SIGKILL')
  await closed
}

/** Chromium leaves its host and its number in a link that nothing else points to. */
export async function browserProcess(folder: string): Promise<number> {
  const lock = await readlink(join(folder, 'SingletonLock'))
  return Number(lock.slice(lock.lastIndexOf('-') + 1))
}
