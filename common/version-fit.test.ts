import { expect, it } from 'vitest'
import { fitVersions } from './version-fit.ts'

it.each([
  ['0.1.0', '0.1.0', 'fits'],
  ['0.1.0', '0.1.9', 'fits'],
  ['0.1.0', '0.2.0', 'server-newer'],
  ['0.3.0', '0.2.9', 'server-older'],
  ['1.4.2', '1.9.0', 'fits'],
  ['1.4.2', '2.0.0', 'server-newer'],
  ['2.0.0', '1.9.9', 'server-older'],
  ['0.9.0', '1.0.0', 'server-newer'],
  ['10.0.0', '9.0.0', 'server-older'],
  ['0.1.0', '0.1.0-rc.1+4', 'fits'],
  ['0.1.0', 'test', 'fits'],
  ['0.1.0', '', 'fits'],
  ['0.1.0', '2', 'fits'],
  ['0.1.0', `${'9'.repeat(400)}.0.0`, 'fits'],
])('an app of %s and a server of %s: %s', (app, server, fit) => {
  expect(fitVersions(app, server)).toBe(fit)
})
