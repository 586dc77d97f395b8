import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../run-command.mjs'

/** The official release that is fetched; raise it with the tests green. */
export const RELEASE_VERSION = '2.15.1'

const RELEASES = 'https://github.com/nats-io/nats-server/releases/download'
const CONNECT_TIMEOUT_MS = 5_000
const STALLED_TIMEOUT_MS = 20_000

export function releaseAsset(version, platform = process.platform, arch = process.arch) {
  const system = { linux: 'linux', darwin: 'darwin', win32: 'windows', freebsd: 'freebsd' }[platform]
  const machine = { x64: 'amd64', arm64: 'arm64', arm: 'arm7', ia32: '386', s390x: 's390x', ppc64: 'ppc64le' }[arch]
  if (!system || !machine) return undefined
  return `nats-server-v${version}-${system}-${machine}.${platform === 'win32' ? 'zip' : 'tar.gz'}`
}

/** The hash that a SHA256SUMS file states for one name. */
export function findChecksum(sums, name) {
  for (const line of sums.split(/\r?\n/)) {
    const [hash, file] = line.trim().split(/\s+\*?/)
    if (file === name && /^[0-9a-f]{64}$/.test(hash ?? '')) return hash
  }
  return undefined
}

/** Fetches the official release, checks its sum and takes the program out. Answers `{path}` or `{reason}`. */
export async function fetchRelease({ cache, destination, note }) {
  const asset = releaseAsset(RELEASE_VERSION)
  if (!asset) return { reason: `there is no release for ${process.platform} ${process.arch}` }
  const base = `${RELEASES}/v${RELEASE_VERSION}`
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'release-'))
  try {
    const sums = await download(`${base}/SHA256SUMS`, () => {})
    const expected = findChecksum(sums.toString('utf8'), asset)
    if (!expected) return { reason: `the release states no checksum for ${asset}` }
    const archive = await download(`${base}/${asset}`, note)
    if (createHash('sha256').update(archive).digest('hex') !== expected) {
      return { reason: `${asset} does not match its checksum` }
    }
    writeFileSync(join(folder, asset), archive)
    const ran = await runCommand('tar', ['-xf', asset], { cwd: folder })
    if (ran.code !== 0) return { reason: `tar could not unpack ${asset}: ${ran.stderr.trim()}` }
    const program = readdirSync(folder)
      .flatMap((name) => [join(folder, name, 'nats-server'), join(folder, name, 'nats-server.exe')])
      .find(existsSync)
    if (!program) return { reason: `${asset} holds no nats-server` }
    cpSync(program, destination)
    return { path: destination }
  } catch (error) {
    return { reason: `the release could not be fetched (${error.cause?.code ?? error.name}: ${error.message})` }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// A network that swallows packets must not hold up the next way for long; a slow one that still delivers may take its time.
async function download(url, note) {
  const abort = new AbortController()
  const quit = () => abort.abort(new Error('no answer in time'))
  let timer = setTimeout(quit, CONNECT_TIMEOUT_MS)
  try {
    const answer = await fetch(url, { signal: abort.signal })
    if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${answer.statusText}`)
    const total = Number(answer.headers.get('content-length') ?? 0)
    const pieces = []
    let got = 0
    for await (const piece of answer.body) {
      clearTimeout(timer)
      timer = setTimeout(quit, STALLED_TIMEOUT_MS)
      pieces.push(piece)
      got += piece.length
      note(total ? `${Math.floor((100 * got) / total)} %` : `${Math.floor(got / 1024)} kB`)
    }
    return Buffer.concat(pieces)
  } finally {
    clearTimeout(timer)
  }
}
