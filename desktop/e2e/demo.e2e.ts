import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, type Page } from '@playwright/test'
import { credsAuthenticator, headers, nkeys, wsconnect } from 'nats.ws'
import { WebSocket } from 'ws'
import { demoPassword, demoPeople } from '../../common/demo.ts'
import { buildEventId } from '../../common/ids.ts'
import { test } from './browser-test.ts'
import { startAnotherNatter } from './natter-under-test.ts'
import { composer, messages, openRoom, say } from './people-in-browsers.ts'

/** A month in the archive, by who says it and when. */
type Told = { readonly author: string; readonly at: number; readonly reactions: object; readonly attachments: object[] }
const dayMs = 86_400_000

// One demo for both.
test.describe.configure({ mode: 'default', timeout: 150_000 })
let demo: Awaited<ReturnType<typeof startAnotherNatter>>
test.beforeAll(async () => {
  // It fills a server of its own with a month.
  test.setTimeout(150_000)
  demo = await startAnotherNatter({}, 'scripts/demo.mjs')
})
test.afterAll(() => demo?.stop())
const addressOf = (handle: string, host = `${handle}.localhost`) =>
  `http://${host}:${new URL(demo.url).port}/?as=${handle}`

test('the demo is lived in, opens as two people, says what it is, and its bot answers', async ({
  browser,
  request,
}) => {
  const { url } = demo
  const eva = await browser.newPage()
  await eva.goto(addressOf('eva', 'localhost'))
  await expect(eva.getByText('This is a demo', { exact: true })).toBeVisible()
  await expect(eva.getByText('look around, write, break things')).toBeVisible()
  await expect(eva).toHaveURL(/localhost:\d+\/(#.*)?$/)
  const list = eva.getByRole('navigation', { name: 'Rooms and people' })
  await expect(list.getByRole('button', { name: /Weekend sailing.*3/s })).toBeVisible()
  await openRoom(eva, 'Harbour rebuild')
  await expect(messages(eva).first()).toBeVisible()

  const ben = await browser.newPage()
  await ben.goto(addressOf('ben'))
  await openRoom(ben, 'Harbour rebuild')
  await expect(composer(ben)).toBeVisible()

  // A bot that is still connecting hears nothing.
  await expect(async () => {
    await say(eva, '!echo Is anybody there')
    await expect(messages(ben).filter({ hasText: 'Echo, a bot: Is anybody there' }).first()).toBeVisible({
      timeout: 3_000,
    })
  }).toPass()

  const ask = (path: string, token: string) =>
    request.get(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })
  const signedIn = await request.post(`${url}/api/v1/auth/login`, { data: { handle: 'eva', password: demoPassword } })
  const { accessToken } = (await signedIn.json()) as { accessToken: string }
  const { rooms } = (await (await ask('/rooms', accessToken)).json()) as { rooms: { id: string; kind: string }[] }
  expect(rooms.filter(({ kind }) => kind === 'direct')).toHaveLength(4)
  expect(rooms.filter(({ kind }) => kind === 'group')).toHaveLength(4)
  const told: Told[] = []
  for (const { id } of rooms) {
    const page = (await (await ask(`/rooms/${id}/messages?limit=100`, accessToken)).json()) as { messages: Told[] }
    told.push(...page.messages)
  }
  const days = new Set(told.map(({ at }) => Math.floor(at / dayMs)))
  expect(Math.max(...days) - Math.min(...days)).toBeGreaterThanOrEqual(28)
  expect(days.size).toBeGreaterThan(14)
  expect(new Set(told.map(({ author }) => author)).size).toBe(demoPeople.length + 1)
  expect(told.filter(({ attachments }) => attachments.length > 0)).toHaveLength(5)
  expect(told.filter(({ reactions }) => Object.keys(reactions).length > 0).length).toBeGreaterThan(10)
  const { reports } = (await (await ask('/admin/reports?state=open', accessToken)).json()) as { reports: object[] }
  expect(reports).toHaveLength(1)
})

test('a bot is made, added, speaks by its file and is seen to read; a webhook posts by its line; what is told is shown', async ({
  browser,
  request,
}) => {
  const eva = await browser.newPage()
  await eva.goto(addressOf('eva', 'localhost'))
  await openRoom(eva, 'Harbour rebuild')

  await eva.keyboard.press('Control+,')
  await eva.getByRole('button', { name: 'Bots', exact: true }).click()
  await eva.getByRole('button', { name: 'Make a bot' }).click()
  await eva.getByLabel('Name of the bot').fill('Tea bot')
  await expect(eva.getByLabel('Handle of the bot')).toHaveValue('tea-bot')
  await eva.getByRole('dialog', { name: 'Make a bot' }).getByRole('button', { name: 'Make a bot' }).click()
  await eva.getByRole('button', { name: 'Make the file' }).click()
  const saved = eva.waitForEvent('download')
  await eva.getByRole('button', { name: 'Save file' }).click()
  const creds = await readFile(await (await saved).path(), 'utf8')
  const server = await eva.getByText(/^wss?:/).textContent()
  await eva.getByRole('dialog', { name: 'A file for Tea bot' }).getByRole('button', { name: 'Close' }).last().click()
  await expect(eva.getByRole('list', { name: 'Keys of Tea bot' }).getByRole('listitem')).toHaveCount(1)
  await eva.keyboard.press('Escape')

  await eva.getByRole('button', { name: 'About this room' }).click()
  const panel = eva.getByRole('complementary', { name: 'About this room' })
  await panel.getByRole('button', { name: 'Invite', exact: true }).click()
  await panel.getByLabel('Name or handle').fill('Tea')
  await panel.getByRole('button', { name: 'Add Tea bot' }).click()
  await expect(panel.getByText('Added')).toBeVisible()

  // Its file is of before: what it may do now is asked for by its key, as the example does.
  const words = `The tea is ready ${randomBytes(4).toString('hex')}`
  await speak({ creds, server: server ?? '', words })
  const said = eva.getByRole('list', { name: 'Messages' }).getByText(words)
  await expect(said).toBeVisible()
  await expect(messages(eva).filter({ hasText: `Tea bot, a bot: ${words}` })).toBeVisible()
  await expect(
    eva.getByText('Tea bot', { exact: true }).last().locator('xpath=../..').getByText('Bot', { exact: true }),
  ).toBeVisible()

  await panel.getByRole('button', { name: 'Back to the room' }).click()
  await panel.getByRole('button', { name: /^Who can read this/ }).click()
  const bots = eva.getByRole('region', { name: 'Bots' })
  await expect(bots.getByRole('listitem').filter({ hasText: 'Tea bot' })).toContainText('It goes only where you are.')
  await expect(bots.getByRole('listitem').filter({ hasText: 'Tea bot' })).toContainText('1 key')
  await expect(eva.getByRole('heading', { name: /^6 people, 2 bots, and/ })).toBeVisible()
  await eva.keyboard.press('Escape')

  await postByHook(eva)
  await tell(eva)

  async function speak(bot: { readonly creds: string; readonly server: string; readonly words: string }) {
    const { jwt, user, room } = await renew(bot.creds)
    const text = bot.creds.replace(/\n(ey[^\n]+)\n/, `\n${jwt}\n`)
    const nc = await wsconnect({
      servers: bot.server,
      authenticator: credsAuthenticator(new TextEncoder().encode(text)),
      inboxPrefix: `_INBOX.${user}`,
      wsFactory: async (address) => ({ socket: new WebSocket(address) as never, encrypted: false }),
    })
    const id = buildEventId(Date.now(), randomBytes(10))
    const head = headers()
    head.set('Nats-Msg-Id', id)
    const event = { v: 1, kind: 'message.posted', id, at: Date.now(), text: bot.words, format: 'plain' }
    await nc.request(`send.${room}.${user}.event`, JSON.stringify(event), { headers: head, timeout: 10_000 })
    await nc.close()
  }

  /** By its key alone, and what it may do then. */
  async function renew(creds: string) {
    const pair = nkeys.fromSeed(new TextEncoder().encode(/SU[A-Z2-7]{56}/.exec(creds)?.[0]))
    const user = claimsOf(/\n(ey[^\n]+)\n/.exec(creds)?.[1] ?? '').user
    const path = `${demo.url}/api/v1/bots/${user}/credentials`
    const { nonce } = (await (await request.post(`${path}/nonce`)).json()) as { nonce: string }
    const signature = Buffer.from(pair.sign(Buffer.from(nonce))).toString('base64url')
    const renewed = await request.post(`${path}/renew`, { data: { publicKey: pair.getPublicKey(), signature } })
    const { jwt } = (await renewed.json()) as { jwt: string }
    return { jwt, ...claimsOf(jwt) }
  }

  async function postByHook(page: Page) {
    await panel.getByRole('tab', { name: 'Settings' }).click()
    await panel.getByRole('button', { name: 'Webhooks' }).click()
    await panel.getByLabel('Name of the webhook').fill("Ben's builds")
    await panel.getByRole('button', { name: 'Make a webhook' }).click()
    const line = await panel.getByText(/^curl /).textContent()
    await promisify(execFile)('sh', ['-c', `${line} --silent --fail`])
    await expect(messages(page).filter({ hasText: "Ben's builds, a bot: Ben's builds says hello." })).toBeVisible()
  }

  async function tell(page: Page) {
    const signedIn = await request.post(`${demo.url}/api/v1/auth/login`, {
      data: { handle: 'eva', password: demoPassword },
    })
    const { accessToken } = (await signedIn.json()) as { accessToken: string }
    const ask = (method: string, path: string, data?: object) =>
      request.fetch(`${demo.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${accessToken}` },
        ...(data === undefined ? {} : { data }),
      })
    const dario = await browser.newPage()
    await dario.goto(addressOf('dario'))
    const told = dario.getByRole('status', { name: 'From those who run the server' })
    await expect(told).toContainText('look around')
    const { reports } = (await (await ask('GET', '/admin/reports?state=open')).json()) as { reports: { id: string }[] }
    const note = 'No advertisements here.'
    const resolved = await ask('POST', `/admin/reports/${reports[0]?.id}/resolve`, { actions: ['warn'], note })
    expect(resolved.status()).toBe(204)
    await expect(told).toContainText('You are warned. No advertisements here.')
    await told.getByRole('button', { name: 'Dismiss' }).click()
    await expect(told).toContainText('look around')

    await ask('POST', '/admin/announcements', { text: 'Tea at five, on the quay.' })
    await expect(page.getByRole('status', { name: 'From those who run the server' })).toContainText(
      'Tea at five, on the quay.',
    )
  }
})

/** Who it is, and the room that it may speak in. */
function claimsOf(jwt: string): { readonly user: string; readonly room: string } {
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as {
    name: string
    nats: { tags?: string[] }
  }
  const tag = claims.nats.tags?.find((one) => one.startsWith('room:')) ?? ''
  return { user: claims.name, room: tag.slice('room:'.length) }
}
