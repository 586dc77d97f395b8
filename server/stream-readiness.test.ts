import { describe, expect, it } from 'vitest'
import { sentenceOf } from '../common/app-error.ts'
import { ok } from '../common/result.ts'
import type { BrokerSync } from './setting-schemas.ts'
import { type ShardState, untouchedShard } from './store/shard-store.ts'
import { buildStreamReadiness } from './stream-readiness.ts'

describe('what readiness says of the streams', () => {
  const said = async (state: ShardState, fill = 0.5, sync: BrokerSync = 'always') => {
    const check = buildStreamReadiness({
      store: { shards: { loadShards: async () => [{ shard: 1, turn: 1, state }] } },
      broker: { ports: { countShards: () => 2, loadStreamFill: async (shard) => ok(shard === 1 ? fill : 0) } },
      sync,
    })
    const troubles = await check()
    expect(troubles.every(({ part, gravity }) => part === 'streams' && gravity === 'warning')).toBe(true)
    return troubles.map(({ error }) => sentenceOf(error))
  }
  const repair = { id: 'r', startedAt: 1 }
  const gap = { fromSeq: 4, toSeq: 9, foundAt: 1 }

  it.each([
    ['nothing where all is well', untouchedShard, 0.84, []],
    ['a full stream', untouchedShard, 0.86, ['The stream of shard 1 is 86 % full.']],
    [
      'a shard that is mended',
      { ...untouchedShard, repair: { ...repair, step: 'purged' as const } },
      0,
      ['Shard 1 is fenced: its stream is younger than the archive and is being mended (purged).'],
    ],
    ['nothing of one that is open again', { ...untouchedShard, repair: { ...repair, step: 'opened' as const } }, 0, []],
    ['nothing of a gap that was confirmed', { ...untouchedShard, gaps: [{ ...gap, confirmedAt: 2 }] }, 0, []],
  ])('is %s', async (_, state, fill, sentences) => {
    expect(await said(state, fill)).toEqual(sentences)
  })

  it('is what is lost, and what to do', async () => {
    const [sentence] = await said({ ...untouchedShard, gaps: [gap] })
    expect(sentence).toMatch(/^Shard 1 has lost what stood from 4 to 9: .* npm run confirm-members -- 1\.$/)
  })

  it('is a broker that does not sync always', async () => {
    expect(await said(untouchedShard, 0, '2s')).toEqual([
      'The broker syncs every 2s: a power cut loses what came since.',
    ])
  })
})
