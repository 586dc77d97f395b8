import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { extractFile, getRawHeader, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { build, Platform } from 'electron-builder'
import { load } from 'js-yaml'
import { NtExecutable, NtExecutableResource } from 'resedit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inRepo, repoRoot } from '../repo-paths.mjs'
import { assembleApp } from './app-folder.mjs'
import { makeStub } from './electron-stub.mjs'
import { makeUpdateKeys } from './update-signing.mjs'

const config = load(readFileSync(inRepo('electron-builder.yml'), 'utf8'))
const systems = {
  linux: { target: Platform.LINUX, folder: 'linux-unpacked', resources: 'resources', program: 'natter' },
  win: { target: Platform.WINDOWS, folder: 'win-unpacked', resources: 'resources', program: 'Natter.exe' },
  mac: { target: Platform.MAC, folder: 'mac', resources: 'Natter.app/Contents/Resources', program: 'Natter.app' },
}
/** The wire's own digits. */
const FuseState = { DISABLE: '0'.charCodeAt(0), ENABLE: '1'.charCodeAt(0) }
/** What Electron's wire says for each fuse, in its order. */
const wanted = [
  [FuseV1Options.RunAsNode, FuseState.DISABLE],
  [FuseV1Options.EnableCookieEncryption, FuseState.ENABLE],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseState.DISABLE],
  [FuseV1Options.EnableNodeCliInspectArguments, FuseState.DISABLE],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseState.ENABLE],
  [FuseV1Options.OnlyLoadAppFromAsar, FuseState.ENABLE],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, FuseState.DISABLE],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, FuseState.DISABLE],
]
const work = mkdtempSync(join(tmpdir(), 'natter-dist-'))
const app = join(work, 'app')
const updates = {
  address: 'https://updates.example.org/natter/',
  publicKey: makeUpdateKeys().publicKey,
  channel: 'stable',
}
const placeOf = (system) => {
  const { folder, resources, program } = systems[system]
  const found =
    system === 'mac' ? (readdirSync(join(work, system)).find((name) => name.startsWith('mac')) ?? folder) : folder
  const root = join(work, system, found)
  return { resources: join(root, resources), program: join(root, program), root }
}
const sha256 = (content) => createHash('sha256').update(content).digest('hex')

/** As `electron-builder --dir` does it, on a distribution that was made here: nothing is downloaded. */
async function pack(system) {
  process.env.CSC_IDENTITY_AUTO_DISCOVERY = 'false'
  await build({
    targets: systems[system].target.createTarget('dir'),
    projectDir: repoRoot,
    publish: 'never',
    config: {
      ...config,
      directories: { ...config.directories, app, output: join(work, system) },
      electronDist: makeStub(join(work, `stub-${system}`), system),
      electronFuses: { ...config.electronFuses, resetAdHocDarwinSignature: false },
    },
  })
}

beforeAll(async () => {
  await assembleApp({ folder: app, updates })
  for (const system of Object.keys(systems)) await pack(system)
}, 300_000)
afterAll(() => rmSync(work, { recursive: true, force: true }))

test('the configuration is one that the builder knows', async () => {
  await validateConfiguration(config, new DebugLogger(false))
  await expect(validateConfiguration({ ...config, asarUnpacked: [] }, new DebugLogger(false))).rejects.toThrow()
})

const onMac = ['Info.plist', 'MacOS/terminal-notifier', 'PkgInfo', 'Resources/Terminal.icns']
const texts = ['Credits.rtf', 'InfoPlist.strings', 'MainMenu.nib'].map((name) => `Resources/en.lproj/${name}`)
const programs = {
  linux: [],
  win: ['snoretoast-license.txt', 'snoretoast-x64.exe'].map((name) => `shell/notifier/${name}`),
  mac: [
    'shell/notifier/terminal-notifier-license.txt',
    ...[...onMac, ...texts].map((name) => `shell/notifier/terminal-notifier.app/Contents/${name}`),
  ].sort(),
}
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()

describe.each(Object.keys(systems))('the app for %s', (system) => {
  test('holds what was built, and nothing of how', () => {
    const extract = (path) => JSON.parse(String(extractFile(join(placeOf(system).resources, 'app.asar'), path)))
    const files = listPackage(join(placeOf(system).resources, 'app.asar')).map((path) => path.replaceAll('\\', '/'))
    expect(files).toEqual(
      expect.arrayContaining(['/package.json', '/shell/main.js', '/shell/preload.cjs', '/web/index.html']),
    )
    expect(files.some((path) => /^\/web\/engine-main-.*\.js$/.test(path))).toBe(true)
    expect(extract('shell/updates.json')).toEqual(updates)
    expect(files).toContain('/web/first-run.html')
    expect(files).toContain('/shell/tray-none-light.png')
    expect(files.filter((path) => /\.(map|tsx?|test\.js)$|\.env|service-worker|\/server\//.test(path))).toEqual([])
    expect(files.filter((path) => path.startsWith('/node_modules'))).toEqual([])
    const described = extract('package.json')
    expect(described).toMatchObject({
      main: 'shell/main.js',
      type: 'module',
      desktopName: 'chat.natter.desktop.desktop',
    })
    expect(described.dependencies ?? {}).toEqual({})
    // Nobody else's updater is in there to be asked.
    expect(existsSync(join(placeOf(system).resources, 'app-update.yml'))).toBe(false)
  })

  test('leaves nothing beside the archive but the programs that tell its system, which start from nowhere else', () => {
    const unpacked = join(placeOf(system).resources, 'app.asar.unpacked')
    expect(existsSync(unpacked) ? filesBelow(unpacked) : []).toEqual(programs[system])
    const packed = listPackage(join(placeOf(system).resources, 'app.asar')).map((path) => path.replaceAll('\\', '/'))
    expect(packed).toContain('/shell/node-notifier.cjs')
  })

  test('has its fuses as they are to be', async () => {
    const wire = await getCurrentFuseWire(placeOf(system).program)
    expect(wanted.map(([fuse]) => [fuse, wire[fuse]])).toEqual(wanted)
  })
})

test('Windows and macOS know the archive by its digest', () => {
  const { resources, program } = placeOf('win')
  const entries = NtExecutableResource.from(NtExecutable.from(readFileSync(program), { ignoreCert: true })).entries
  const integrity = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR')
  const told = JSON.parse(Buffer.from(integrity?.bin ?? []).toString())
  const header = (folder) => sha256(getRawHeader(join(folder, 'app.asar')).headerString)
  expect(told).toEqual([{ file: 'resources\\app.asar', alg: 'SHA256', value: header(resources) }])
  const plist = readFileSync(join(placeOf('mac').program, 'Contents', 'Info.plist'), 'utf8')
  expect(plist).toContain('ElectronAsarIntegrity')
  expect(plist).toContain(header(placeOf('mac').resources))
})

test('macOS is told of the links, of why a microphone is asked for, and of two languages', () => {
  const contents = join(placeOf('mac').program, 'Contents')
  const plist = readFileSync(join(contents, 'Info.plist'), 'utf8')
  expect(plist.replace(/\s+/g, '')).toContain('<key>CFBundleURLSchemes</key><array><string>natter</string></array>')
  for (const key of ['NSMicrophoneUsageDescription', 'NSCameraUsageDescription', 'NSAudioCaptureUsageDescription']) {
    expect(plist).toContain(key)
  }
  const languages = readdirSync(join(contents, 'Resources')).filter((name) => name.endsWith('.lproj'))
  expect(languages.sort()).toEqual(['de.lproj', 'en.lproj'])
  expect(
    readFileSync(join(contents, 'Resources', 'icon.icns'))
      .subarray(0, 4)
      .toString(),
  ).toBe('icns')
})

test('Linux has two languages, too', () => {
  expect(readdirSync(join(placeOf('linux').root, 'locales')).sort()).toEqual(['de.pak', 'en-US.pak'])
})
