import { expect, test } from 'vitest'
import { isLoopback } from './loopback-address.ts'

test.each(['http://127.0.0.1:8480/invite/x', 'http://localhost:8480/', 'http://[::1]/', 'http://natter.localhost/'])(
  'nobody else can open %s',
  (url) => expect(isLoopback(url)).toBe(true),
)
test.each([
  'https://chat.example.org/invite/x',
  'http://192.168.0.4:8480/',
  'https://localhost.example.org/',
  'nothing',
])('others may open %s', (url) => expect(isLoopback(url)).toBe(false))
