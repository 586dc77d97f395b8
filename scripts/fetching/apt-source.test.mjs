import { expect, test } from 'vitest'
import { buildAptFiles, findDebianSource } from './apt-source.mjs'

const deb822 = `Types: deb
# a remark
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: /keys/a.gpg

Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm
 bookworm-updates
Components: main contrib
Signed-By: /keys/b.gpg
`

test('the first archive of Debian itself that serves main is taken, in either format', () => {
  expect(findDebianSource([{ name: 'debian.sources', text: deb822 }])).toEqual({
    uri: 'http://mirror.example/debian',
    signedBy: '/keys/b.gpg',
  })
  const oneLine = [
    '# deb http://commented.example/debian sid main',
    'deb-src http://source.example/debian bookworm main',
    'deb [arch=amd64] https://vendor.example/tool stable main',
    'deb [arch=amd64 signed-by=/keys/c.gpg] https://mirror.example/debian/ bookworm main non-free # here',
  ].join('\n')
  expect(findDebianSource([{ name: 'sources.list', text: oneLine }])).toEqual({
    uri: 'https://mirror.example/debian/',
    signedBy: '/keys/c.gpg',
  })
})

test('a vendor, a disabled entry and an archive without main are passed over', () => {
  const files = [
    { name: 'a.sources', text: deb822.replaceAll('Components: main', 'Components: contrib') },
    { name: 'b.sources', text: `Enabled: no\n${deb822.split('\n\n')[1]}` },
    { name: 'c.list', text: 'deb https://vendor.example/ubuntu noble main' },
  ]
  expect(findDebianSource(files)).toBeUndefined()
})

test('the private configuration writes only below its folder and trusts the keyring of the source', () => {
  const source = { uri: 'http://mirror.example/debian', signedBy: '/keys/b.gpg' }
  const { aptConf, sourcesList } = buildAptFiles({ folder: '/c/apt', source, isRoot: false, exists: () => true })
  expect(sourcesList).toBe('deb [signed-by=/keys/b.gpg] http://mirror.example/debian sid main\n')
  expect(aptConf).toContain('Dir::State::Lists "/c/apt/lists";')
  expect(aptConf).toContain('Dir::Etc::SourceParts "-";')
  expect(aptConf).not.toContain('Sandbox')
})

test('without a keyring in the source the machine’s own is used, and none is named where none exists', () => {
  const source = { uri: 'http://mirror.example/debian', signedBy: undefined }
  const own = '/usr/share/keyrings/debian-archive-keyring.pgp'
  const build = (exists) => buildAptFiles({ folder: '/c', source, isRoot: true, exists }).sourcesList
  expect(build((path) => path === own)).toContain(`[signed-by=${own}]`)
  expect(build(() => false)).toBe('deb http://mirror.example/debian sid main\n')
})
