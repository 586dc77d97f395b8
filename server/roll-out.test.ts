import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { repoFolder } from './rigs/compose-file.ts'

/** In the place of Docker, which is not ours and not here: writes down what it is asked, and starts no tag called `bad`. */
const docker = `#!/bin/sh
echo "$NATTER_TAG: $*" >> calls
case "$*" in *" up "*) test "\${NATTER_TAG#bad}" = "$NATTER_TAG" ;; esac
`

describe.skipIf(process.platform === 'win32')('rolling out', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'natter-roll-out-'))
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin', 'docker'), docker)
    chmodSync(join(folder, 'bin', 'docker'), 0o755)
    cpSync(join(repoFolder, 'deploy'), join(folder, 'deploy'), { recursive: true })
    writeFileSync(join(folder, '.env'), 'NATTER_DOMAIN=localhost\n')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const run = (...args: string[]) => {
    writeFileSync(join(folder, 'calls'), '')
    const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` }
    const ran = spawnSync('sh', args, { cwd: folder, env, encoding: 'utf8' })
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
    return { code: ran.status, said: ran.stderr, ups: calls.filter((call) => call.includes(' up ')).map(shorten) }
  }
  const shorten = (call: string) => `${call.split(':')[0]} ${call.split(' ').at(-1)}`

  it('brings one copy after the other to the new image, and keeps its tag for later starts', () => {
    expect(run('deploy/roll-out.sh', 'v1')).toMatchObject({
      code: 0,
      ups: ['v1 control-plane-1', 'v1 control-plane-2'],
    })
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('NATTER_DOMAIN=localhost\nNATTER_TAG=v1\n')
    expect(run('deploy/roll-out.sh', 'v2').code).toBe(0)
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('NATTER_DOMAIN=localhost\nNATTER_TAG=v2\n')
  })

  it('goes back to the image before where the new one does not become ready, and fails', () => {
    run('deploy/roll-out.sh', 'v1')
    const { code, said, ups } = run('deploy/roll-out.sh', 'bad')
    expect([code, ups]).toEqual([1, ['bad control-plane-1', 'v1 control-plane-1', 'v1 control-plane-2']])
    expect(said).toMatch(/bad did not become ready[\s\S]*Back at v1\./)
    expect(readFileSync(join(folder, '.env'), 'utf8')).toContain('NATTER_TAG=v1\n')
  })

  it('says so where there is nothing to go back to', () => {
    const { code, said } = run('deploy/roll-out.sh', 'bad')
    expect([code, said]).toEqual([1, expect.stringMatching(/no version before it/)])
    expect(existsSync(join(folder, '.deployed-tag'))).toBe(false)
  })

  it('writes passwords once, and over none', () => {
    rmSync(join(folder, '.env'))
    expect(run('deploy/make-env.sh', 'chat.example.org').code).toBe(0)
    const written = readFileSync(join(folder, '.env'), 'utf8')
    expect(written).toMatch(
      /^NATTER_DOMAIN=chat\.example\.org\nMONGO_ROOT_PASSWORD=[0-9a-f]{48}\nMONGO_PASSWORD=[0-9a-f]{48}\n$/,
    )
    expect(run('deploy/make-env.sh', 'other.example.org').code).toBe(1)
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(written)
  })
})
