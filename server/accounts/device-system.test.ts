import { describe, expect, it } from 'vitest'
import { nameSystem } from './device-system.ts'
import { isReservedHandle } from './reserved-handles.ts'

describe('the name of a device', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge, Windows',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.0 Safari/605.1', 'Safari, macOS'],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 'Chrome, Android'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Electron/45.0 Safari/537.36', 'Natter, Linux'],
    ['curl/8.0', undefined],
    ['', undefined],
  ])('is read from %j', (agent, name) => {
    expect(nameSystem(agent)).toBe(name)
  })
})

describe('a handle that nobody may have', () => {
  it.each(['room', 'here', 'channel', 'everyone', 'all', 'system', 'natter', 'admin', 'support', 'na.tter', 'a-d-min'])(
    'is %s',
    (handle) => {
      expect(isReservedHandle(handle)).toBe(true)
    },
  )

  it.each(['ana', 'roomy', 'all-ears', 'systema'])('is not %s', (handle) => {
    expect(isReservedHandle(handle)).toBe(false)
  })
})
