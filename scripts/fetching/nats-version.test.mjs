import { expect, test } from 'vitest'
import { isNewEnough, parseNatsVersion } from './nats-version.mjs'

test.each([
  ['nats-server: v2.9.10', false],
  ['nats-server: v2.12.11', false],
  ['nats-server: v2.12.12', true],
  ['nats-server: v2.12.13', true],
  ['nats-server: v2.13.9', false],
  ['nats-server: v2.14.2', false],
  ['nats-server: v2.14.3-RC.1', false],
  ['nats-server: v2.14.3', true],
  ['nats-server: v2.15.0', true],
  ['nats-server: v2.15.1', true],
  ['nats-server: v1.99.99', false],
  ['nats-server: v3.0.0', true],
])('%s: new enough is %s', (text, expected) => {
  expect(isNewEnough(parseNatsVersion(text))).toBe(expected)
})

test('a text without a version has none', () => {
  expect(parseNatsVersion('command not found')).toBeUndefined()
})
