import { test } from 'vitest'
import { expectUnbrokenRoom } from './unbroken-room-testbed.ts'

test('whatever is heard, lost, asked for, answered late or forgotten in a crash, nothing is missing of what counts as certain', () =>
  expectUnbrokenRoom(30))
