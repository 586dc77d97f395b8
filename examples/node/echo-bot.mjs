// A bot in Node, with nats.js: answers "!echo something" with "something", in every room it was added to.
//
//   npm install @nats-io/nats-core ws
//   NATTER_URL=https://chat.example NATTER_CREDS=tea-bot.creds node echo-bot.mjs
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { credsAuthenticator, headers, wsconnect } from '@nats-io/nats-core'
import { WebSocket } from 'ws'
import { readCredentials, renewCredentials } from './bot-credentials.mjs'

const { NATTER_URL: url, NATTER_CREDS: file } = process.env
if (url === undefined || file === undefined) throw new Error('set NATTER_URL and NATTER_CREDS')

let current
await connect()

/** With a new credential: each time its rooms change, at half its life, and when it was cut. */
async function connect() {
  const { servers, user, expiresAt } = await renewCredentials(url, file)
  const nc = await wsconnect({
    servers,
    authenticator: credsAuthenticator(readFileSync(file)),
    // Answers come where only this bot may listen.
    inboxPrefix: `_INBOX.${user}`,
    wsFactory: async (address) => ({ socket: new WebSocket(address), encrypted: address.startsWith('wss:') }),
    reconnect: false,
  })
  for (const room of readCredentials(file).rooms) {
    nc.subscribe(`room.${room}.*.event`, { callback: (_, message) => void onEvent(nc, user, room, message) })
  }
  nc.subscribe(`user.${user}.credentials`, { callback: () => void swap() })
  await nc.flush()
  // The new one hears everything by now; the old one has said what it was about to.
  const before = current
  current = nc
  await before?.drain()
  const timer = setTimeout(swap, Math.min((expiresAt - Date.now()) / 2, 2 ** 31 - 1))
  void nc.closed().then(() => {
    clearTimeout(timer)
    if (nc === current) void swap()
  })
  console.log(`listening in ${readCredentials(file).rooms.length} rooms`)
}

let [isWanted, isSwapping] = [false, false]
/** Once more where a hint came while it was under way: the credential may be of before. */
async function swap() {
  isWanted = true
  if (isSwapping) return
  isSwapping = true
  while (isWanted) {
    isWanted = false
    await tryUntilConnected()
  }
  isSwapping = false
}

async function tryUntilConnected() {
  for (let waitMs = 300; ; waitMs = Math.min(waitMs * 2, 60_000)) {
    await new Promise((next) => setTimeout(next, waitMs))
    try {
      return await connect()
    } catch (fault) {
      console.error(`not connected, tried again: ${fault.message}`)
    }
  }
}

async function onEvent(nc, user, room, { subject, data }) {
  // Who said it is in the subject, and nowhere else: `room.<shard>.<room>.<author>.event`.
  const author = subject.split('.')[3]
  const event = JSON.parse(new TextDecoder().decode(data))
  const asked = event.kind === 'message.posted' && author !== user ? /^!echo (.+)/s.exec(event.text)?.[1] : undefined
  if (asked === undefined) return
  const id = createId()
  const head = headers()
  head.set('Nats-Msg-Id', id)
  const answer = { v: 1, kind: 'message.posted', id, at: Date.now(), text: asked, format: 'plain', replyTo: event.id }
  // The acknowledgement says that it is stored.
  await nc.request(`send.${room}.${user}.event`, JSON.stringify(answer), { headers: head, timeout: 10_000 })
}

/** A lower-case ULID: ten characters of time, sixteen of chance. */
function createId() {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz'
  const time = Array.from({ length: 10 }, (_, place) => letters[Math.floor(Date.now() / 32 ** (9 - place)) % 32])
  const chance = [...randomBytes(16)].map((byte) => letters[byte % 32])
  return [...time, ...chance].join('')
}
