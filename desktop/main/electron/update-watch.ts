import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, session } from 'electron'
import { buildKeptFile } from '../keeping/atomic-file.ts'
import { noDictionaries } from '../system/spell-languages.ts'
import type { InstallWay } from '../updates/update-install.ts'
import { buildUpdateKeeper, type UpdateKeeper, type UpdateKeeperDeps } from '../updates/update-keeper.ts'
import { openUpdateMemory } from '../updates/update-memory.ts'
import { parseUpdateSource } from '../updates/update-source.ts'

type WatchOptions = Pick<UpdateKeeperDeps, 'askInstall' | 'onChange' | 'log'> & {
  readonly dataFolder: string
  readonly buildFolder: string
  readonly appImage: string | undefined
  readonly appVersion: string
}

/** Electron's side of updates: where they are, how this system takes them in, and a session that has nobody's cookies. */
export async function openUpdates({
  dataFolder,
  buildFolder,
  appImage,
  appVersion,
  ...rest
}: WatchOptions): Promise<UpdateKeeper> {
  const built = await readFile(join(buildFolder, 'shell', 'updates.json'), 'utf8').catch(() => undefined)
  const own = session.fromPartition('natter-updates')
  own.setSpellCheckerDictionaryDownloadURL(noDictionaries)
  const system = systems[process.platform]
  const { arch } = process
  const isKnown = system !== undefined && (arch === 'x64' || arch === 'arm64')
  return buildUpdateKeeper({
    ...rest,
    source: isKnown ? parseUpdateSource(built) : undefined,
    current: appVersion,
    system: { system: system ?? 'linux', arch: arch === 'arm64' ? 'arm64' : 'x64' },
    way: installWay(appImage),
    fetch: (url, init) => own.fetch(url, init),
    folder: join(dataFolder, 'updates'),
    memory: await openUpdateMemory(buildKeptFile(join(dataFolder, 'update.json'))),
    restart() {
      // An installer replaces what does not run, and starts it itself.
      if (appImage !== undefined) app.relaunch({ execPath: appImage })
      app.quit()
    },
    now: () => Date.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      timer.unref()
      return () => clearTimeout(timer)
    },
  })
}

const systems: Partial<Record<NodeJS.Platform, 'linux' | 'mac' | 'windows'>> = {
  linux: 'linux',
  darwin: 'mac',
  win32: 'windows',
}

function installWay(program: string | undefined): InstallWay {
  if (process.platform === 'win32') return { kind: 'installer', start: (path) => startProgram(path, ['--updated']) }
  // By the system's own program for it: whatever a file is called, it is opened and not read as an option.
  if (process.platform === 'darwin')
    return { kind: 'installer', start: (path) => startProgram('/usr/bin/open', [path]) }
  return program === undefined ? { kind: 'packages' } : { kind: 'appimage', program }
}

/** It outlives the app, which ends so that it can be replaced. */
function startProgram(path: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { detached: true, stdio: 'ignore', shell: false })
    child.once('error', reject)
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}
