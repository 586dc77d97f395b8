// A bot's credentials file: what it says, and how it is renewed without a password. Also a command: renews a file in place.
//
//   NATTER_URL=https://chat.example node bot-credentials.mjs tea-bot.creds
import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** @param {string} file */
export function readCredentials(file) {
  const text = readFileSync(file, 'utf8')
  const jwt = /BEGIN NATS USER JWT-+\s+(\S+)/.exec(text)?.[1]
  const seed = /BEGIN USER NKEY SEED-+\s+(\S+)/.exec(text)?.[1]
  if (jwt === undefined || seed === undefined) throw new Error(`${file} is no credentials file with a seed`)
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
  // `room:` it speaks and listens in, `listen:` and `hear:` it only listens in.
  const rooms = (claims.nats.tags ?? []).map((tag) => tag.slice(tag.indexOf(':') + 1))
  return { text, seed, user: claims.name, publicKey: claims.sub, expiresAt: claims.exp * 1_000, rooms }
}

/** Asks for a new credential, with the rooms as they are now, and puts it into the file. */
export async function renewCredentials(url, file) {
  const { text, seed, user, publicKey } = readCredentials(file)
  const base = `${url}/api/v1/bots/${user}/credentials`
  const { nonce } = await ask(`${base}/nonce`)
  const signature = signWith(seed, nonce)
  const { jwt, servers } = await ask(`${base}/renew`, { publicKey, signature })
  // Beside it and then over it, so that a crash leaves a whole file.
  writeFileSync(`${file}.new`, text.replace(/(BEGIN NATS USER JWT-+\s+)\S+/, `$1${jwt}`), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return { ...readCredentials(file), servers }
}

async function ask(address, body) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(address, body === undefined ? { method: 'POST' } : init)
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** Ed25519, with the 32 bytes that a seed holds behind its two bytes of prefix. */
function signWith(seed, text) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...seed].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytes.subarray(2, 34)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return sign(null, Buffer.from(text), key).toString('base64url')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , file = ''] = process.argv
  const { expiresAt } = await renewCredentials(process.env.NATTER_URL, file)
  console.log(`good until ${new Date(expiresAt).toISOString()}`)
}
