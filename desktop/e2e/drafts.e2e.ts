import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { loadKept } from './kept-on-disk.ts'
import { killBrowser, launchIn } from './killable-browser.ts'
import { natterUrl } from './natter-under-test.ts'
import { composer, makeRoom, messages, openRoom, say, signUp, signUpOn } from './people-in-browsers.ts'

const roomOf = (page: Page) => new URL(page.url()).hash.replace('#/room/', '')
const reply = async (page: Page, words: string) => {
  await messages(page).filter({ hasText: words }).hover()
  await page.getByRole('button', { name: 'Reply', exact: true }).click()
  await expect(page.getByText('Reply to')).toBeVisible()
}

test('a started reply and an edit survive a look into another room, a reload, and are there in a second tab', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const ana = await signUp(browser, 'Ana')
  await makeRoom(ana.page, 'Pier')
  await makeRoom(ana.page, 'Quay')
  await openRoom(ana.page, 'Pier')
  await say(ana.page, 'Who has the drawing')
  await expect(messages(ana.page).last().getByTitle('Sent')).toBeVisible()
  await reply(ana.page, 'Who has the drawing')
  await composer(ana.page).pressSequentially('I think Ben')
  await openRoom(ana.page, 'Quay')
  await expect(composer(ana.page)).toHaveValue('')
  await openRoom(ana.page, 'Pier')
  await expect(composer(ana.page)).toHaveValue('I think Ben')
  await expect(ana.page.getByText('Reply to')).toBeVisible()

  const second = await ana.context.newPage()
  await second.goto(`${natterUrl()}/#/room/${roomOf(ana.page)}`)
  await expect(composer(second)).toHaveValue('I think Ben')
  await expect(second.getByText('Reply to')).toBeVisible()
  await second.close()

  // An edit before it, and the reply comes back when it is over.
  await messages(ana.page).last().hover()
  await ana.page.getByRole('button', { name: 'Edit', exact: true }).click()
  await composer(ana.page).press('End')
  await composer(ana.page).pressSequentially(' of berth 7')
  await openRoom(ana.page, 'Quay')
  await openRoom(ana.page, 'Pier')
  await expect(composer(ana.page)).toHaveValue('Who has the drawing of berth 7')
  await expect
    .poll(() => loadKept(ana.page, 'drafts'))
    .toContainEqual(
      expect.objectContaining({ edit: expect.objectContaining({ text: 'Who has the drawing of berth 7' }) }),
    )
  await ana.page.reload()
  await openRoom(ana.page, 'Pier')
  await expect(composer(ana.page)).toHaveValue('Who has the drawing of berth 7')
  await composer(ana.page).press('Enter')
  await expect(messages(ana.page).last()).toContainText('Who has the drawing of berth 7')
  await expect(composer(ana.page)).toHaveValue('I think Ben')
  await composer(ana.page).press('Enter')
  await expect(messages(ana.page)).toHaveCount(2)
  await expect(ana.page.getByText('Reply to')).toHaveCount(0)
})

const switches = Number(process.env.NATTER_SWITCHES ?? 60)

test(`${switches} random switches of rooms while typing and sending: nothing in a wrong room, no draft lost`, async ({
  browser,
}) => {
  test.setTimeout(60_000 + switches * 1_500)
  // Always the same, unless somebody draws one by hand: `NATTER_SEED=random`.
  const { NATTER_SEED: wish = '20261' } = process.env
  const seed = wish === 'random' ? Date.now() % 1e9 : Number(wish)
  console.log(`NATTER_SEED=${seed}`)
  const random = buildRandom(seed)
  const ana = await signUp(browser, 'Ana')
  const { page } = ana
  const names = ['Helm', 'Bow', 'Cleat', 'Deck']
  const rooms = new Map<string, { id: string; draft: string; sent: string[] }>()
  for (const name of names) {
    await makeRoom(page, name)
    rooms.set(name, { id: roomOf(page), draft: '', sent: [] })
  }
  const list = page.getByRole('navigation', { name: 'Rooms and people' })
  for (let turn = 0; turn < switches; turn++) {
    const name = names[Math.floor(random() * names.length)] ?? 'Helm'
    const room = rooms.get(name)
    if (room === undefined) throw new Error(`no room ${name}`)
    await list.getByRole('button', { name }).click()
    // No waiting from here: keys follow the click as fast as they come.
    const words = `${name.toLowerCase()}${turn} `
    if (random() < 0.5) await page.keyboard.type(words)
    else await page.keyboard.insertText(words)
    room.draft += words
    if (random() < 0.4) {
      await page.keyboard.press('Enter')
      room.sent.push(room.draft.trim())
      room.draft = ''
      // And at times the next words at once.
      if (random() < 0.5) {
        await page.keyboard.type(`${name.toLowerCase()}${turn}b `)
        room.draft = `${name.toLowerCase()}${turn}b `
      }
    }
  }
  // An outbox with nothing in it may be one that the last of them has not come into yet.
  const count = [...rooms.values()].reduce((sum, { sent }) => sum + sent.length, 0)
  const countSaid = async () => (await listSaid(page)).length
  await expect.poll(countSaid, { timeout: 60_000 }).toBeGreaterThanOrEqual(count)
  await expect.poll(() => loadKept(page, 'outbox'), { timeout: 60_000 }).toEqual([])
  const said = await listSaid(page)
  for (const [name, room] of rooms) {
    expect(
      said.filter((each) => each.room === room.id).map(({ text }) => text),
      name,
    ).toEqual(room.sent)
  }
  expect(said.length).toBeGreaterThan(switches / 5)
  await page.reload()
  for (const [name, room] of rooms) {
    await openRoom(page, name)
    await expect(composer(page), name).toHaveValue(room.draft)
  }
})

test('a browser that is killed while somebody types loses a second of it at most, and nothing of the reply', async () => {
  test.setTimeout(120_000)
  const folder = await mkdtemp(join(tmpdir(), 'natter-killed-'))
  const launch = () => launchIn(folder)
  try {
    const first = await launch()
    const before = first.pages()[0] ?? (await first.newPage())
    await signUpOn(before, 'Ana')
    await makeRoom(before, 'Pier')
    await say(before, 'Who has the drawing')
    await expect(messages(before).last().getByTitle('Sent')).toBeVisible()
    // Closed as people close it: Chromium writes a new cookie within half a minute only, or when it ends.
    await first.close()

    const killed = await launch()
    const page = killed.pages()[0] ?? (await killed.newPage())
    await page.goto(natterUrl())
    await openRoom(page, 'Pier')
    await reply(page, 'Who has the drawing')
    await composer(page).focus()
    const typed: { readonly text: string; readonly at: number }[] = []
    let text = ''
    const until = Date.now() + 4_000
    while (Date.now() < until) {
      const words = `${typed.length} `
      await page.keyboard.insertText(words)
      text += words
      typed.push({ text, at: Date.now() })
    }
    const killedAt = Date.now()
    await killBrowser(folder, killed)

    const last = await launch()
    const again = last.pages()[0] ?? (await last.newPage())
    await again.goto(natterUrl())
    await openRoom(again, 'Pier')
    const mustBeThere = typed.findLast(({ at }) => at <= killedAt - 1_000)?.text ?? ''
    expect(mustBeThere.length).toBeGreaterThan(20)
    await expect(composer(again)).toHaveValue(new RegExp(`^${mustBeThere}`))
    const kept = await composer(again).inputValue()
    expect(text.startsWith(kept)).toBe(true)
    console.log(
      `lost of ${text.length} characters: ${text.length - kept.length}, ${killedAt - (typed.findLast((each) => each.text.length <= kept.length)?.at ?? 0)} ms of typing`,
    )
    await expect(again.getByText('Reply to')).toBeVisible()
    await last.close()
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})

type Said = { readonly room: string; readonly seq: number; readonly text: string }

/** What this device holds as stored, in the order of the stream: folded, or heard and not folded yet. */
async function listSaid(page: Page): Promise<Said[]> {
  const folded = (await loadKept(page, 'messages')) as Said[]
  const heard = (await loadKept(page, 'events')) as {
    room: string
    seq: number
    event: { kind: string; text?: string }
  }[]
  const posted = heard.flatMap(({ room, seq, event }) =>
    event.kind === 'message.posted' ? [{ room, seq, text: event.text ?? '' }] : [],
  )
  const byPlace = new Map([...folded, ...posted].map((each) => [`${each.room} ${each.seq}`, each]))
  return [...byPlace.values()].sort((a, b) => a.seq - b.seq)
}

/** The same turns for the same seed. */
function buildRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
