import '../check-node.mjs'
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cacheFolder } from '../repo-paths.mjs'
import { findOnPath, runCommand } from '../run-command.mjs'
import { isMain, PlainError, runMain, say, step } from '../say.mjs'
import { fetchDebianProgram } from './debian-package.mjs'
import { fetchRelease } from './nats-release.mjs'
import { isNewEnough, parseNatsVersion, remedyVersions } from './nats-version.mjs'

const programName = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server'

/**
 * The path of a nats-server that is new enough, fetched into the cache where the machine has none.
 * Order: NATTER_NATS_SERVER, PATH, cache, official release, distribution package.
 */
export async function ensureNatsServer(env = process.env) {
  if (env.NATTER_NATS_SERVER) return requireGiven(resolve(env.NATTER_NATS_SERVER))
  const onPath = findOnPath('nats-server', env)
  const pathAnswer = onPath ? await examine(onPath) : undefined
  if (pathAnswer?.ok) return onPath
  const kept = await findInCache(cacheFolder(env))
  if (kept) return kept
  return fetchNatsServer(cacheFolder(env), pathAnswer?.reason)
}

/** What would be used now, without fetching anything: `{ok, path, version}`, or why there is none. */
export async function findNatsServer(env = process.env) {
  const path = env.NATTER_NATS_SERVER ? resolve(env.NATTER_NATS_SERVER) : findOnPath('nats-server', env)
  const answer = path ? await examine(path) : { ok: false, reason: 'none is on the PATH' }
  if (answer.ok || env.NATTER_NATS_SERVER) return { ...answer, path }
  const kept = await findInCache(cacheFolder(env))
  return kept ? { ...(await examine(kept)), path: kept } : answer
}

async function requireGiven(path) {
  const answer = await examine(path)
  if (answer.ok) return path
  throw new PlainError(
    `NATTER_NATS_SERVER: ${path} cannot be used: ${answer.reason}.\n` +
      `Remedy: name a nats-server ${remedyVersions} there, or unset it and one is fetched.`,
  )
}

/** Runs `--version`: the only proof that a file is a nats-server that works here and is new enough. */
async function examine(path) {
  if (!existsSync(path)) return { ok: false, reason: 'there is no such file' }
  const ran = await runCommand(path, ['--version'], { timeoutMs: 15_000 })
  const version = ran.code === 0 ? parseNatsVersion(ran.stdout + ran.stderr) : undefined
  if (!version) return { ok: false, reason: `it did not answer --version (exit ${ran.code})` }
  const text = version.map((part) => Math.ceil(part)).join('.')
  return isNewEnough(version)
    ? { ok: true, version: text }
    : { ok: false, reason: `${path} is version ${text}, too old` }
}

async function findInCache(cache) {
  const folder = join(cache, 'nats-server')
  const versions = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d+\.\d+\.\d+$/.test(name)) : []
  const newestFirst = versions.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  for (const version of newestFirst) {
    const path = join(folder, version, programName)
    if ((await examine(path)).ok) return path
  }
  return undefined
}

async function fetchNatsServer(cache, pathReason) {
  const folder = join(cache, 'nats-server')
  mkdirSync(folder, { recursive: true })
  const coming = join(folder, `coming-${process.pid}${process.platform === 'win32' ? '.exe' : ''}`)
  const reasons = pathReason ? [`on the PATH: ${pathReason}`] : []
  const ways = [
    ['Fetching nats-server, official release', (note) => fetchRelease({ cache, destination: coming, note })],
    [
      "Fetching nats-server, the distribution's newest package",
      (note) =>
        fetchDebianProgram({
          packageName: 'nats-server',
          programPaths: ['usr/sbin/nats-server', 'usr/bin/nats-server'],
          cache,
          destination: coming,
          note,
        }),
    ],
  ]
  try {
    for (const [title, fetchIt] of ways) {
      const answer = await step(title, fetchIt)
      const checked = answer.path ? await makeRunnable(coming) : { ok: false, reason: answer.reason }
      if (checked.ok) {
        const place = join(folder, checked.version)
        mkdirSync(place, { recursive: true })
        renameSync(coming, join(place, programName))
        return join(place, programName)
      }
      say(`  not this way: ${checked.reason}`)
      reasons.push(`${title}: ${checked.reason}`)
    }
  } finally {
    rmSync(coming, { force: true })
  }
  throw new PlainError(
    [
      'Natter needs nats-server and could not get one:',
      ...reasons.map((reason) => `  - ${reason}`),
      `Remedy, any of these: put nats-server ${remedyVersions} on the PATH; name its file in NATTER_NATS_SERVER;`,
      'allow the network and run this again; or run NATS elsewhere and name it in NATTER_NATS_URL.',
    ].join('\n'),
  )
}

async function makeRunnable(path) {
  chmodSync(path, 0o755)
  return examine(path)
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    say(await ensureNatsServer())
  })
}
