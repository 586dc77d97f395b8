import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findOnPath, runCommand, tail } from '../run-command.mjs'
import { buildAptFiles, findDebianSource } from './apt-source.mjs'

const isRoot = process.getuid?.() === 0

export const isDebianLike = () =>
  process.platform === 'linux' && ['apt-get', 'dpkg-deb'].every((name) => findOnPath(name) !== undefined)

/**
 * Takes one program out of the newest distribution package without touching the system: lists, download and
 * unpacking stay in a folder of the cache that is deleted afterwards. Answers `{path}` or `{reason}`.
 */
export async function fetchDebianProgram({ packageName, programPaths, cache, destination, note }) {
  if (!isDebianLike()) return { reason: 'this is no Debian-like system' }
  const source = findDebianSource(readSources())
  if (!source) return { reason: 'no Debian archive is named in the apt sources' }
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'apt-'))
  try {
    const { aptConf, sourcesList } = buildAptFiles({ folder, source, isRoot, exists: existsSync })
    for (const name of ['lists/partial', 'cache/archives/partial', 'unpacked']) {
      mkdirSync(join(folder, name), { recursive: true })
    }
    writeFileSync(join(folder, 'apt.conf'), aptConf)
    writeFileSync(join(folder, 'sources.list'), sourcesList)
    const steps = [
      ['apt-get', ['-q', '-c', join(folder, 'apt.conf'), 'update']],
      ['apt-get', ['-q', '-c', join(folder, 'apt.conf'), 'download', packageName]],
    ]
    for (const [command, args] of steps) {
      note(`${command} ${args.slice(3).join(' ')}`)
      const ran = await runCommand(command, args, { cwd: folder, timeoutMs: 180_000 })
      if (ran.code !== 0) return { reason: `${command} ${args[3]} failed: ${tail(ran.stderr, 2)}` }
    }
    const file = readdirSync(folder).find((name) => name.endsWith('.deb'))
    if (!file) return { reason: `apt-get downloaded no ${packageName}` }
    note('unpacking')
    const unpacked = join(folder, 'unpacked')
    const ran = await runCommand('dpkg-deb', ['-x', join(folder, file), unpacked])
    if (ran.code !== 0) return { reason: `dpkg-deb failed: ${tail(ran.stderr, 2)}` }
    const program = programPaths.map((path) => join(unpacked, path)).find(existsSync)
    if (!program) return { reason: `${file} holds no ${packageName}` }
    cpSync(program, destination)
    return { path: destination }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readSources() {
  const parts = '/etc/apt/sources.list.d'
  const names = existsSync(parts) ? readdirSync(parts).filter((name) => /\.(sources|list)$/.test(name)) : []
  const paths = ['/etc/apt/sources.list', ...names.sort().map((name) => join(parts, name))]
  return paths.filter(existsSync).map((name) => ({ name, text: readFileSync(name, 'utf8') }))
}
