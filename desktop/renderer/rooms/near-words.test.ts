import { expect, test } from 'vitest'
import { isNear } from './near-words.ts'

test.each([
  ['harbour rebuild', 'harbuor'],
  ['harbour rebuild', 'habour'],
  ['harbour rebuild', 'harrbour'],
  ['harbour rebuild', 'hsrbour reb'],
  ['ana lindqvist', 'lindqwist'],
  // As it is typed on.
  ['ana lindqvist', 'lidnq'],
  ['weekend sailing', 'sailnig wekend'],
])('%s is meant by %s', (name, typed) => {
  expect(isNear(name, typed)).toBe(true)
})

test.each([
  ['harbour rebuild', 'hrbuor'],
  ['ana', 'ena'],
  ['ben okafor', 'dario'],
  ['harbour', 'labour'],
  ['pier', 'quay'],
  ['', 'quay'],
  ['harbour', 'harbour harbour quay'],
])('%s is not meant by %s', (name, typed) => {
  expect(isNear(name, typed)).toBe(false)
})
