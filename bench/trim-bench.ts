import { Registry } from 'prom-client'
import { streams } from '../common/subjects.ts'
import { startArchiver } from '../server/archiver/archiver-service.ts'
import { createUserId, openArchiverRig, quietLog } from '../server/rigs/archiver-test-rig.ts'
import { noFiles } from '../server/rigs/no-files.ts'
import { defaultStreamOptions } from '../server/streams/event-streams.ts'
import { buildTable, sayCount, sayRatio } from './figures.ts'

const messages = 24_000
const text = 'x'.repeat(1_500)
const saidAtOnce = 64
const roomy = 512 * 2 ** 20
/** A fifth of what is said: it is full again and again. */
const tight = 8 * 2 ** 20

/**
 * What it costs to say something into a shard that is always full, so that the archiver has to trim it under pressure,
 * against one that has room for all of it. A publish that is refused is said again, and counts as refused.
 */
export async function runTrimBench(): Promise<void> {
  const rows = [['', 'said and archived/s', ': roomy', 'refused', 'highest fill']]
  let roomyRate = 0
  for (const [name, maxBytes] of [
    ['a stream with room for all', roomy],
    ['one a fifth as large', tight],
  ] as const) {
    const { perSecond, refused, fill } = await measure(maxBytes)
    roomyRate ||= perSecond
    rows.push([
      name,
      sayCount(perSecond),
      sayRatio(perSecond / roomyRate),
      sayCount(refused),
      `${Math.round(fill * 100)} %`,
    ])
  }
  console.log(
    `\nTrimming under pressure, ${sayCount(messages)} messages of 1.5 kB into one shard (aim: at least 0.5×):`,
  )
  console.log(buildTable(rows))
}

async function measure(maxBytes: number) {
  const rig = await openArchiverRig('sqlite', { ...defaultStreamOptions, shards: 1, eventsMaxBytes: maxBytes })
  const archiver = await startArchiver({
    backbone: rig.backbone,
    store: rig.store,
    shards: 1,
    shardBytes: maxBytes,
    registry: new Registry(),
    log: quietLog,
    applySystemEvent: async () => {},
    onAdvanced: () => {},
    noteErased: async () => {},
    files: noFiles,
    isProvenForward: () => true,
    // All that is archived may go: as on a day on which nobody stops.
    ages: { keptMs: 3_600_000, pressedMs: 0, lastMs: 0 },
  })
  try {
    const ann = createUserId()
    const room = await rig.createRoom([{ user: ann, role: 'owner' }])
    let [next, refused, fill] = [0, 0, 0]
    const sayOn = async () => {
      while (next++ < messages) {
        for (let isSaid = false; !isSaid; ) {
          isSaid = await rig.say(room, ann, { kind: 'message.posted', text, format: 'plain' }).then(
            () => true,
            () => false,
          )
          if (isSaid) continue
          refused++
          await new Promise((again) => setTimeout(again, 20))
        }
      }
    }
    const info = async () => (await rig.broker.manager.streams.info(streams.events(0))).state
    const beganAt = performance.now()
    const looking = setInterval(() => {
      info().then(
        ({ bytes }) => {
          fill = Math.max(fill, bytes / maxBytes)
        },
        () => undefined,
      )
    }, 100)
    await Promise.all(Array.from({ length: saidAtOnce }, sayOn))
    const { last_seq: lastSeq } = await info()
    while ((await rig.store.archive.loadPosition(0)) < lastSeq) await new Promise((again) => setTimeout(again, 10))
    const seconds = (performance.now() - beganAt) / 1_000
    clearInterval(looking)
    return { perSecond: messages / seconds, refused, fill }
  } finally {
    await archiver.stop()
    await rig.close()
  }
}
