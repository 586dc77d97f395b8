import { test } from 'vitest'
import { expectNoHoles } from './room-reader-testbed.ts'

test('wherever somebody goes, whatever comes and is lost meanwhile, they see the archive without a hole, on many more ways', () =>
  expectNoHoles(150))
