// A distribution of Electron without Electron: just what electron-builder takes hold of. It cannot run; what is packaged
// around it is the same.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'

/** Electron's own mark, a version and the number of fuses, each as it comes: what flips them looks for this. */
const fuses = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('011001101'),
])
const locales = ['en-US', 'de', 'fr', 'ja']

export function makeStub(folder, system) {
  mkdirSync(folder, { recursive: true })
  makers[system](folder)
  return folder
}

const makers = { linux: makeLinux, win: makeWindows, mac: makeMac }

function makeLinux(folder) {
  // Any program of this machine will do.
  writeFileSync(join(folder, 'electron'), Buffer.concat([readFileSync('/bin/true'), fuses]), { mode: 0o755 })
  writePaks(folder)
}

function makeWindows(folder) {
  const program = NtExecutable.createEmpty(false, false)
  const resource = NtExecutableResource.from(program)
  const version = Resource.VersionInfo.createEmpty()
  version.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron', FileDescription: 'Electron' })
  version.outputToResourceEntries(resource.entries)
  resource.outputResource(program)
  writeFileSync(join(folder, 'electron.exe'), Buffer.concat([Buffer.from(program.generate()), fuses]))
  writePaks(folder)
}

function writePaks(folder) {
  mkdirSync(join(folder, 'locales'))
  mkdirSync(join(folder, 'resources'))
  for (const locale of locales) writeFileSync(join(folder, 'locales', `${locale}.pak`), '')
}

const helpers = ['', ' (Renderer)', ' (GPU)', ' (Plugin)']

function makeMac(folder) {
  const contents = join(folder, 'Electron.app', 'Contents')
  makeBundle(contents, 'Electron')
  const frameworks = join(contents, 'Frameworks')
  const framework = join(frameworks, 'Electron Framework.framework')
  const resources = join(framework, 'Versions', 'A', 'Resources')
  mkdirSync(resources, { recursive: true })
  mkdirSync(join(contents, 'Resources'), { recursive: true })
  writeFileSync(join(framework, 'Electron Framework'), Buffer.concat([machO(), fuses]))
  for (const helper of helpers)
    makeBundle(join(frameworks, `Electron Helper${helper}.app`, 'Contents'), `Electron Helper${helper}`)
  for (const locale of ['en', 'de', 'fr']) {
    for (const place of [join(contents, 'Resources'), resources]) {
      mkdirSync(join(place, `${locale}.lproj`))
      // A folder with nothing in it is not copied.
      writeFileSync(join(place, `${locale}.lproj`, 'locale.pak'), '')
    }
  }
  writeFileSync(join(contents, 'Resources', 'electron.icns'), '')
}

function makeBundle(contents, name) {
  mkdirSync(join(contents, 'MacOS'), { recursive: true })
  writeFileSync(join(contents, 'MacOS', name), machO(), { mode: 0o755 })
  writeFileSync(
    join(contents, 'Info.plist'),
    `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleName</key><string>${name}</string><key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.Electron</string><key>CFBundleVersion</key><string>45.4.1</string></dict></plist>`,
  )
}

/** The first words of a program for arm64, with nothing to load. */
function machO() {
  const head = Buffer.alloc(32)
  head.writeUInt32LE(0xfeedfacf, 0)
  head.writeUInt32LE(0x0100000c, 4)
  head.writeUInt32LE(2, 12)
  return head
}
