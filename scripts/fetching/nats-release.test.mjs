import { expect, test } from 'vitest'
import { findChecksum, releaseAsset } from './nats-release.mjs'

test.each([
  ['linux', 'x64', 'nats-server-v2.15.1-linux-amd64.tar.gz'],
  ['darwin', 'arm64', 'nats-server-v2.15.1-darwin-arm64.tar.gz'],
  ['win32', 'x64', 'nats-server-v2.15.1-windows-amd64.zip'],
])('the release for %s %s is %s', (platform, arch, name) => {
  expect(releaseAsset('2.15.1', platform, arch)).toBe(name)
})

test('a system without a release has no name for one', () => {
  expect(releaseAsset('2.15.1', 'aix', 'x64')).toBeUndefined()
})

test('a checksum is found by the exact name, and only where it is one', () => {
  const sum = 'a'.repeat(64)
  const sums = `${'b'.repeat(64)}  x.tar.gz.sig\n${sum}  x.tar.gz\nnot-a-sum  y.zip\n`
  expect(findChecksum(sums, 'x.tar.gz')).toBe(sum)
  expect(findChecksum(sums, 'y.zip')).toBeUndefined()
  expect(findChecksum(sums, 'gz')).toBeUndefined()
})
