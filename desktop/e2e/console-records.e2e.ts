import { expect, type Page } from '@playwright/test'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { test } from './browser-test.ts'
import { startAnotherNatter } from './natter-under-test.ts'
import { fillSignIn, fillSignUp, makeRoom, messages, openRoom, password, say } from './people-in-browsers.ts'

const consolePages = (page: Page) => page.getByRole('navigation', { name: 'Administration' })
const openPage = async (page: Page, name: string) => {
  await consolePages(page).getByRole('button', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}
const onlyRow = (page: Page) => page.getByRole('row').nth(1)

async function reportMessage(page: Page, words: string): Promise<void> {
  await messages(page).filter({ hasText: words }).hover()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Report' }).click()
  await page.getByLabel('What happened, in your words').fill('The fifth in an hour.')
  await page.getByRole('dialog').getByRole('button', { name: 'Report' }).click()
  await expect(page.getByText('Reported.')).toBeVisible()
}

test('whoever runs a server decides a report at its page, and everybody concerned sees what came of it', async ({
  browser,
}) => {
  // It starts a server of its own.
  test.setTimeout(240_000)
  const natter = await startAnotherNatter()
  const [ada, ben, mei] = await Promise.all([browser.newPage(), browser.newPage(), browser.newPage()])
  try {
    // The first account administers. It invites somebody, once.
    await ada.goto(natter.url)
    await fillSignUp(ada, 'Ada Stein', 'ada')
    await ada.goto(`${natter.url}/admin/invites`)
    await ada.getByRole('button', { name: 'New invitation' }).click()
    await ada.getByRole('button', { name: 'Make a link' }).click()
    const link = await ada.getByTitle(/\/invite\//).getAttribute('title')
    await expect(onlyRow(ada)).toContainText('0 of 1 came')
    await ben.goto(link ?? '')
    await ben.getByRole('button', { name: 'Go on here' }).click()
    await ben.getByLabel('Name').fill('Ben Okafor')
    await ben.getByLabel('Handle').fill('ben')
    await ben.getByLabel('Password').fill(password)
    await ben.getByRole('button', { name: 'Make account' }).click()
    await expect(ben.getByRole('button', { name: 'New room' })).toBeVisible()

    await mei.goto(natter.url)
    await fillSignUp(mei, 'Mei Tanaka', 'mei')
    await makeRoom(mei, 'Crew', ['ben'])
    await openRoom(ben, 'Crew')
    await say(ben, 'Cheap boats, write to me.')
    await expect(messages(mei).getByText('Cheap boats')).toBeVisible()
    await reportMessage(mei, 'Cheap boats')

    // By keys alone: the first of the queue, what is to be done, the note, done.
    await openPage(ada, 'Reports')
    await expect(ada.getByRole('button', { name: /from Mei Tanaka/ })).toBeVisible()
    await ada.keyboard.press('j')
    await expect(ada.getByText('Cheap boats, write to me.')).toBeVisible()
    await expect(ada.getByText('The fifth in an hour.')).toBeVisible()
    await ada.keyboard.press('r')
    await ada.keyboard.press('m')
    await expect(ada.getByRole('button', { name: 'Remove the message and mute for a day' })).toBeVisible()
    await expect(ada.getByText('Ben Okafor only listens in Crew for a day')).toBeVisible()
    await ada.keyboard.press('n')
    await ada.keyboard.type('One offer, then ask.')
    await ada.keyboard.press('Control+Enter')
    await expect(ada.getByText('Nothing waits')).toBeVisible()

    // The words are gone for both, Ben only listens and reads why, and Mei reads what came of it.
    await expect(messages(mei).getByText('Cheap boats')).toHaveCount(0)
    await expect(messages(ben).getByText('Cheap boats')).toHaveCount(0)
    await expect(ben.getByText('You are muted here until')).toBeVisible()
    await expect(ben.getByText('One offer, then ask.').first()).toBeVisible()
    await expect(mei.getByText('One offer, then ask.').first()).toBeVisible()

    // Ben himself is reported, and suspended: asked first, and gone at once.
    await mei
      .getByRole('list', { name: 'Messages' })
      .locator('button')
      .getByText('Ben Okafor', { exact: true })
      .first()
      .click()
    await mei.getByRole('button', { name: 'More about Ben Okafor' }).click()
    await mei.getByRole('menuitem', { name: 'Report' }).click()
    await mei.getByRole('dialog').getByRole('button', { name: 'Report' }).click()
    // It closes once the server has it.
    await expect(mei.getByLabel('What happened, in your words')).toHaveCount(0)
    await openPage(ada, 'Overview')
    await openPage(ada, 'Reports')
    await ada.getByRole('button', { name: /from Mei Tanaka/ }).click()
    await ada.keyboard.press('s')
    await ada.getByLabel('Note').fill('Advertising after a warning.')
    await ada.keyboard.press('Control+Enter')
    const question = ada.getByRole('group', { name: 'Suspend Ben Okafor?' })
    await expect(question.getByRole('button', { name: 'Suspend' })).toBeFocused()
    await ada.keyboard.press('Enter')
    await expect(ben.getByLabel('Handle or e-mail')).toBeVisible()
    await fillSignIn(ben, 'ben')
    await expect(ben.getByText('Advertising after a warning.')).toBeVisible()

    // What was done stands in the log, and which way it was decided.
    await openPage(ada, 'Audit log')
    await expect(onlyRow(ada)).toContainText('Ada Stein decided a report')
    await expect(onlyRow(ada)).toContainText('suspended')
    const [file] = await Promise.all([
      ada.waitForEvent('download'),
      ada.getByRole('button', { name: 'Save as NDJSON' }).click(),
    ])
    const lines = await linesOf(file)
    expect(lines.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['invite.created', 'report.read', 'report.resolved']),
    )

    // A token is told once, does what it may, and no more.
    await openPage(ada, 'API tokens')
    await ada.getByRole('button', { name: 'New API token' }).click()
    await ada.getByLabel('Name').fill('tide-table')
    await ada.getByRole('checkbox', { name: 'Figures' }).check()
    await ada.getByRole('button', { name: 'Make token' }).click()
    const secret = await ada.getByRole('dialog').locator('code').first().textContent()
    const ask = async (path: string) =>
      (await fetch(natter.url + path, { headers: { authorization: `Bearer ${secret}` } })).status
    expect([await ask(apiPaths.stats), await ask(apiPaths.adminUsers())]).toEqual([200, 403])
    await ada.getByRole('button', { name: 'Copy' }).click()
    await ada.getByRole('button', { name: 'Done' }).click()
    await ada.getByRole('button', { name: 'Take back tide-table' }).click()
    await ada.getByRole('dialog').getByRole('button', { name: 'Take back', exact: true }).click()
    await expect(ada.getByText('No tokens')).toBeVisible()
    expect(await ask(apiPaths.stats)).toBe(401)

    // A setting holds, and everybody is told something.
    await openPage(ada, 'Settings')
    await ada.getByRole('radio', { name: 'By invitation' }).click()
    await expect
      .poll(async () => (await (await fetch(natter.url + apiPaths.serverInfo)).json()).registration)
      .toBe('invite')
    await openPage(ada, 'Announcements')
    await ada.getByLabel('Words').fill('The server moves on Sunday.')
    await ada.getByRole('button', { name: 'Tell everybody' }).click()
    // Mei has read one thing after the other: what came of both of her reports, and that.
    const told = mei.getByRole('status', { name: 'From those who run the server' })
    for (const words of ['One offer, then ask.', 'Advertising after a warning.']) {
      await expect(told).toContainText(words)
      await told.getByRole('button', { name: 'Dismiss' }).click()
    }
    await expect(told).toContainText('The server moves on Sunday.')
  } finally {
    await Promise.all([ada, ben, mei].map((page) => page.close()))
    await natter.stop()
  }
})

type Download = { readonly createReadStream: () => Promise<NodeJS.ReadableStream> }

async function linesOf(file: Download): Promise<readonly { readonly what: string }[]> {
  let text = ''
  for await (const part of await file.createReadStream()) text += String(part)
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly what: string })
}
