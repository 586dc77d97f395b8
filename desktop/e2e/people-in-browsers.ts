import { randomBytes } from 'node:crypto'
import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { natterUrl } from './natter-under-test.ts'

/** Somebody with a browser of their own, signed up and looking at the app. */
export type Person = {
  readonly name: string
  readonly handle: string
  readonly context: BrowserContext
  readonly page: Page
}

export const password = 'correct horse battery'

export async function signUp(browser: Browser, name: string, options: BrowserContextOptions = {}): Promise<Person> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const handle = await signUpOn(page, name)
  return { name, handle, context, page }
}

/** The same in a page that is there; answers the handle. */
export async function signUpOn(page: Page, name: string): Promise<string> {
  // Tests share one server: a handle must be nobody else's.
  const handle = `p${randomBytes(6).toString('hex')}`
  await page.goto(natterUrl())
  await fillSignUp(page, name, handle)
  return handle
}

/** On the page that a server shows to somebody new. */
export async function fillSignUp(page: Page, name: string, handle: string): Promise<void> {
  await page.getByRole('button', { name: 'Make an account' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Handle').fill(handle)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Make account' }).click()
  await expect(page.getByRole('button', { name: 'New room' })).toBeVisible()
}

/** Where somebody is asked to sign in. */
export async function fillSignIn(page: Page, handle: string, words = password): Promise<void> {
  await page.getByLabel('Handle or e-mail').fill(handle)
  await page.getByLabel('Password').fill(words)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/**
 * Cuts somebody's network. The browser then tells its pages, but not on a machine that has loopback only and so was
 * never online for it: there the page is told here.
 */
export async function cutNetwork({ context, page }: Person): Promise<void> {
  await context.setOffline(true)
  await page.evaluate(() => dispatchEvent(new Event('offline')))
}

export async function makeRoom(page: Page, name: string, handles: readonly string[] = []): Promise<void> {
  await page.getByRole('button', { name: 'New room' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  for (const handle of handles) {
    await dialog.getByLabel('People', { exact: true }).fill(handle)
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(dialog.getByRole('list', { name: 'People to add' }).getByRole('listitem')).toHaveCount(
      handles.indexOf(handle) + 1,
    )
  }
  await dialog.getByRole('button', { name: 'Make room' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect.poll(() => page.evaluate(focusOf)).toMatch(/^Message [^,]*, (?:seen|in no focus)$/)
}

/** Where the focus is, in words: what has it instead says why something has not. */
function focusOf(): string {
  const { activeElement } = document
  const name = activeElement?.getAttribute('aria-label') ?? activeElement?.outerHTML.slice(0, 200)
  const isInert = document.querySelector('[data-composer]')?.closest('[inert]') !== null
  return `${name}${isInert ? ', the composer inert' : ''}, ${document.hasFocus() ? 'seen' : 'in no focus'}`
}

export async function openRoom(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Rooms and people' }).getByRole('button', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

export function composer(page: Page) {
  return page.getByRole('textbox', { name: /^Message / })
}

export function messages(page: Page) {
  return page.locator('[data-message]')
}

/** The words of the messages on screen, from top to bottom, without what is only read aloud. */
export async function messageWords(page: Page): Promise<string[]> {
  const found = await messages(page).evaluateAll((articles) =>
    articles.map((article) => ({
      top: article.getBoundingClientRect().top,
      words: article.querySelector('[data-words]')?.textContent ?? '',
    })),
  )
  return found.sort((a, b) => a.top - b.top).map((each) => each.words)
}

export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words)
  await composer(page).press('Enter')
}

/**
 * What the list of messages says, read from its top to its end as somebody does who scrolls: it holds only what is on screen.
 * Each line is waited for, and looked for where it should come.
 */
export async function readDown(
  page: Page,
  wanted: readonly string[],
  lineOf = (words: string) => words,
): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Messages' })
  const read: string[] = []
  const look = async () => {
    const shown = (await messageWords(page)).map(lineOf)
    const next = read.length
    if (shown.includes(wanted[next] ?? '')) return shown
    const isPast = shown.some((line) => wanted.indexOf(line) > next)
    await list.evaluate(
      (element, screens) => element.scrollBy(0, screens * element.clientHeight),
      isPast ? (next === 0 ? -1_000 : -0.5) : 0.5,
    )
    return shown
  }
  while (read.length < wanted.length) {
    let shown: readonly string[] = []
    const next = wanted[read.length] ?? ''
    await expect
      .poll(async () => (shown = await look()), { message: `after ${read.length} lines`, intervals: [100] })
      .toContain(next)
    read.push(...shown.slice(shown.indexOf(next)))
  }
  return read
}
