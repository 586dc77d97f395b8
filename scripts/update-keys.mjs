import './check-node.mjs'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { makeUpdateKeys } from './packaging/update-signing.mjs'
import { PlainError, runMain, say } from './say.mjs'

/** A key for updates of the desktop app: `npm run update-keys -- <file>`. */
await runMain(() => {
  const [given] = process.argv.slice(2)
  if (!given)
    throw new PlainError('Say where the key is to lie: npm run update-keys -- /somewhere/safe/natter-updates.pem')
  const { privateKey, publicKey } = makeUpdateKeys()
  const file = resolve(given)
  try {
    // Never over one that is there: apps that are out take updates by that one alone.
    writeFileSync(file, privateKey, { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    throw new PlainError(
      `${file} could not be written: ${cause.code === 'EEXIST' ? 'there is one already' : cause.message}`,
    )
  }
  say(`The private key is in ${file}, readable for you alone.`)
  say(
    'Keep it where only whoever releases can read it, and a copy where nothing burns: whoever has it can put programs',
  )
  say('on the computers of all who use this app, and without it those never take an update again.')
  say('NATTER_UPDATE_KEY names it to npm run dist, which puts the public half into the app:')
  say(publicKey.trim())
})
