import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepo } from './repo-paths.mjs'
import { runTool } from './run-command.mjs'
import { ports } from './running/start-config.mjs'
import { complain, PlainError, runMain, say } from './say.mjs'

// `npm run admin`: the calls of administration that are needed most, over HTTPS, with a token. It knows nothing that the API does not say.

/** Of a server that was started here and told nothing else. */
const usual = `http://127.0.0.1:${ports.NATTER_PORT}`

const help = `npm run admin -- COMMAND [--server ADDRESS]

  stats                          what there is, and how far the archive is behind
  users [TEXT]                   people, by part of a handle, a name or an address
  suspend HANDLE REASON          ends every device of theirs; they read the reason
  restore HANDLE                 takes a suspension back
  sign-out HANDLE                ends every device of theirs
  reset-code HANDLE              a code for a new password, told once
  reports                        what is open
  audit                          the log, a line of JSON each
  settings [NAME=VALUE …]        reads the settings of the server, or changes them
  announce TEXT                  tells everybody something; ends with: withdraw ID
  withdraw ID
  tokens                         the tokens of this server, without what they are

On the machine itself, on the data folder (NATTER_DATA, MONGODB_URL) and without a token, while nobody can sign in and whether
Natter runs or not, with --here at the end:

  make-admin HANDLE [NAME]       makes somebody an administrator, and their account where there is none, with a code for a password
  users, suspend, restore, sign-out, reset-code as above
  token HANDLE NAME SCOPE …      a token in the name of that administrator, told once

ADDRESS is that of the server, or NATTER_SERVER; ${usual} where neither is said. The token (POST /api/v1/admin/tokens)
is taken from NATTER_ADMIN_TOKEN, and from nowhere else: what stands on a command line is read by everybody on the machine.`

/** A value of a setting as a person types it: 7, true, null, open. */
const readTyped = (text) => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Of JSON: names are typed by people, and a terminal obeys some characters that JSON leaves as they are. */
const harmless = (json) =>
  json.replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

await runMain(async () => {
  const isHere = process.argv.includes('--here')
  if (isHere) return administerHere(process.argv.slice(2).filter((word) => word !== '--here'))
  const { command, words, server } = readArguments(process.argv.slice(2))
  if (command === undefined || command === 'help') {
    say(help)
    return command === undefined ? 1 : 0
  }
  const token = process.env.NATTER_ADMIN_TOKEN
  if (!token) {
    throw new PlainError(
      'NATTER_ADMIN_TOKEN is not set: it holds the token to administer with. On the machine itself, --here needs none.',
    )
  }

  const ask = async (method, path, body, accept = 'application/json') => {
    let answer
    try {
      answer = await fetch(new URL(`/api/v1/admin/${path}`, server), {
        method,
        headers: { authorization: `Bearer ${token}`, accept, ...(body ? { 'content-type': 'application/json' } : {}) },
        // A token goes to the server that was named, and to no other one that this leads to.
        redirect: 'error',
        signal: AbortSignal.timeout(30_000),
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
    } catch (cause) {
      throw new PlainError(
        `${server} does not answer (${cause.cause?.code ?? cause.message}). Is it running, and is that its address?`,
      )
    }
    const text = await answer.text()
    if (answer.ok) return accept === 'application/json' && text !== '' ? JSON.parse(text) : text
    const problem = readTyped(text)
    const fields = Object.entries(problem.fields ?? {}).map(([name, what]) => `${name} ${what}`)
    const said = [problem.detail ?? problem.title, ...fields].filter(Boolean).join(' ')
    throw new PlainError(`${problem.code ?? answer.status}: ${said || 'the server refused that'}`)
  }
  const show = (value) => say(harmless(JSON.stringify(value, null, 2)))
  const find = async (handle) => {
    if (handle === undefined) throw new PlainError('Whom? Say their handle.')
    const wanted = handle.replace(/^@/, '').toLowerCase()
    const { users } = await ask('GET', `users?limit=1000&q=${encodeURIComponent(wanted)}`)
    const found = users.find((one) => one.handle === wanted || one.id === wanted)
    if (found === undefined) throw new PlainError(`There is nobody here with the handle ${handle}.`)
    return `users/${found.id}`
  }
  const commands = {
    stats: async () => show(await ask('GET', 'stats')),
    users: async () => {
      const { users } = await ask('GET', `users?limit=1000&q=${encodeURIComponent(words.join(' '))}`)
      for (const one of users) {
        const marks = [one.admin && 'administrator', one.suspended && 'suspended'].filter(Boolean).join(', ')
        say(harmless(JSON.stringify([one.handle, one.displayName, one.id, ...(marks ? [marks] : [])])))
      }
    },
    suspend: async () => {
      const [handle, ...reason] = words
      if (reason.length === 0) throw new PlainError('Why? They read the reason: suspend HANDLE REASON.')
      await ask('PATCH', await find(handle), { suspended: true, reason: reason.join(' ') })
      say(`${handle} is suspended.`)
    },
    restore: async () => {
      await ask('PATCH', await find(words[0]), { suspended: false })
      say(`${words[0]} is suspended no more.`)
    },
    'sign-out': async () => {
      await ask('POST', `${await find(words[0])}/sign-out`)
      say(`${words[0]} is signed out everywhere.`)
    },
    'reset-code': async () => show(await ask('POST', `${await find(words[0])}/reset-code`)),
    reports: async () => show((await ask('GET', 'reports?state=open')).reports),
    audit: async () => process.stdout.write(harmless(await ask('GET', 'audit', undefined, 'application/x-ndjson'))),
    settings: async () => {
      const pairs = words.map((word) => /^(\w+)=(.*)$/.exec(word))
      if (pairs.includes(null)) throw new PlainError('A setting is changed by NAME=VALUE.')
      const change = Object.fromEntries(pairs.map(([, name, text]) => [name, readTyped(text)]))
      show(await (words.length === 0 ? ask('GET', 'settings') : ask('PATCH', 'settings', change)))
    },
    announce: async () => show((await ask('POST', 'announcements', { text: words.join(' ') })).announcement),
    withdraw: async () => {
      await ask('DELETE', `announcements/${encodeURIComponent(words[0] ?? '')}`)
      say('It is told no more.')
    },
    tokens: async () => show((await ask('GET', 'tokens')).tokens),
  }
  if (!Object.hasOwn(commands, command)) {
    complain(help)
    throw new PlainError(`There is no command ${command}.`)
  }
  await commands[command]()
  return 0
})

/** On the store: what the server's code does, its lines in the audit log are the machine's. */
async function administerHere(words) {
  await ensureInstalled()
  await ensureBuilt(['server'])
  const main = inRepo('build', 'server', 'commands', 'administer-main.js')
  return (await runTool(main, words, { inherit: true, env: process.env })).code
}

function readArguments(given) {
  const rest = [...given]
  let server = process.env.NATTER_SERVER ?? usual
  const at = rest.indexOf('--server')
  if (at >= 0) server = rest.splice(at, 2)[1] ?? ''
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol)) {
    throw new PlainError(`${server || 'Nothing'} is no address of a server: it begins with https:// or http://.`)
  }
  const [command, ...words] = rest
  return { command, words, server: new URL(server).origin }
}
