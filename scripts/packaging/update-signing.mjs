import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PlainError } from '../say.mjs'

/** What the app takes in by itself, as electron-builder.yml names it. A package of the system's is its own matter. */
const installer = /^Natter-(\d+\.\d+\.\d+)-(linux|mac|windows)-(x64|x86_64|arm64)\.(AppImage|dmg|exe)$/
const endings = { linux: 'AppImage', mac: 'dmg', windows: 'exe' }

/** A new pair of keys: the private one for whoever releases, the public one for the app. */
export function makeUpdateKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

/**
 * What the environment says of updates: `NATTER_UPDATES` where they will lie, `NATTER_UPDATE_KEY` the file of the private
 * key (or `NATTER_UPDATE_KEY_PEM` itself, for a workflow), `NATTER_UPDATE_CHANNEL`. Undefined: there are none.
 */
export function readUpdateSettings(env) {
  const { NATTER_UPDATES: address, NATTER_UPDATE_KEY: file, NATTER_UPDATE_KEY_PEM: pem } = env
  const channel = env.NATTER_UPDATE_CHANNEL || 'stable'
  if (!address && !file && !pem) return undefined
  if (!address) throw new PlainError('NATTER_UPDATES names no address: where the signed updates will lie.')
  if (!file && !pem) {
    throw new PlainError(
      'NATTER_UPDATE_KEY names no key: npm run update-keys makes one. Without it no app takes an update.',
    )
  }
  if (!isAddress(address)) {
    throw new PlainError(`NATTER_UPDATES is "${address}". It takes an https address that ends in a slash.`)
  }
  if (!/^[a-z]{1,20}$/.test(channel)) throw new PlainError('NATTER_UPDATE_CHANNEL takes small letters, such as stable.')
  return { address, channel, privateKey: readKey(pem || readFileSync(file, 'utf8')) }
}

function isAddress(text) {
  if (!URL.canParse(text)) return false
  const { protocol, pathname, search, hash, username } = new URL(text)
  return protocol === 'https:' && pathname.endsWith('/') && search === '' && hash === '' && username === ''
}

function readKey(pem) {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below.
  }
  throw new PlainError('The key for updates is no private Ed25519 key. npm run update-keys makes one.')
}

/** What is packed beside main: where updates are, and by which key they count. */
export function describeSource({ address, channel, privateKey }) {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
  return { address, publicKey, channel }
}

/** Writes beside each installer what says of it, signed, what it is; answers the names of what it wrote. */
export async function signInstallers(folder, { version, channel, privateKey }) {
  const written = []
  for (const name of readdirSync(folder).sort()) {
    const [, of, system, said, ending] = installer.exec(name) ?? []
    // As the AppImage has it.
    const arch = said === 'x86_64' ? 'x64' : said
    // What an earlier run left there is not this release.
    if (of !== version || endings[system] !== ending) continue
    const path = join(folder, name)
    const hash = createHash('sha512')
    await pipeline(createReadStream(path), hash)
    const claim = JSON.stringify({
      product: 'natter',
      channel,
      system,
      arch,
      version,
      file: name,
      bytes: statSync(path).size,
      sha512: hash.digest('base64'),
    })
    const signature = sign(null, Buffer.from(`natter update 1\n${claim}`), privateKey).toString('base64')
    const feed = `latest-${channel}-${system}-${arch}.json`
    writeFileSync(join(folder, feed), `${JSON.stringify({ claim, signature })}\n`)
    written.push(feed)
  }
  return written
}
