import { connectBackbone } from '../server/nats/broker-connection.ts'
import { startTestNats } from '../server/rigs/nats-test-server.ts'
import { ensureStreams } from '../server/streams/ensure-streams.ts'
import { defaultStreamOptions } from '../server/streams/event-streams.ts'
import type { OpenChat } from './chat-under-test.ts'
import { measureLatency, measureThroughput } from './delivery-loop.ts'
import { buildTable, medianOf, middleOf, type Spread, sayCount, sayMs, sayRatio } from './figures.ts'
import { openFloorChat } from './floor-chat.ts'
import { openNatterChat } from './natter-chat.ts'
import { startPipeline } from './peers/pipeline-chat.ts'
import { startPlainNats } from './plain-nats.ts'

type Contender = { readonly name: string; readonly open: OpenChat }

const rounds = 3
const roomSizes = [2, 20, 100]

/**
 * Delivery against the floor and the peer. The contenders take turns inside each round, so that whatever else the
 * machine does hits all of them; the middle round counts.
 */
export async function runDeliveryBench(): Promise<void> {
  const broker = await startTestNats()
  const floor = await startPlainNats('always')
  const pipelines = [await startPipeline('lean'), await startPipeline('bullmq')]
  const backbone = await connectBackbone({ servers: broker.tcpUrl, keys: broker.keys, name: 'bench' })
  if (!backbone.ok) throw new Error(backbone.error.code, { cause: backbone.error.cause })
  const ensured = await ensureStreams(backbone.value, defaultStreamOptions)
  if (!ensured.ok) throw new Error(ensured.error.code, { cause: ensured.error.cause })
  const contenders: Contender[] = [
    { name: 'bare nats-server, nothing stored', open: openFloorChat(floor, 'bare') },
    { name: 'floor: JetStream and republish', open: openFloorChat(floor, 'stored') },
    { name: 'Natter: the path', open: openNatterChat(broker, 'path') },
    { name: 'Natter: and all clients in one process', open: openNatterChat(broker, 'clients') },
    ...pipelines.flatMap((pipeline) => ('open' in pipeline ? [pipeline] : [])),
  ]
  for (const pipeline of pipelines)
    if ('skipped' in pipeline) console.log(`${pipeline.name}: skipped, ${pipeline.skipped}`)
  try {
    for (const members of roomSizes) {
      console.log(`\nA room of ${members}, sync always:`)
      console.log(await compare(contenders, members))
    }
  } finally {
    await backbone.value.close()
    await broker.stop()
    await floor.stop()
    for (const pipeline of pipelines) if ('stop' in pipeline) await pipeline.stop()
  }
}

async function compare(contenders: readonly Contender[], members: number): Promise<string> {
  const spreads = contenders.map((): Spread[] => [])
  const rates = contenders.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [at, { open }] of contenders.entries()) {
      spreads[at]?.push(await measureLatency(open, members, members === 100 ? 150 : 400))
      rates[at]?.push(await measureThroughput(open, members, 2_000))
    }
  }
  const floorAt = 1
  const floorP50 = middleOf(spreads[floorAt] ?? []).p50
  const floorRate = medianOf(rates[floorAt] ?? [])
  return buildTable([
    ['', 'p50 ms', 'p95', 'p99', 'p50 : floor', 'messages/s', 'rate : floor'],
    ...contenders.map(({ name }, at) => {
      const spread = middleOf(spreads[at] ?? [])
      const rate = medianOf(rates[at] ?? [])
      return [
        name,
        sayMs(spread.p50),
        sayMs(spread.p95),
        sayMs(spread.p99),
        sayRatio(spread.p50 / floorP50),
        sayCount(rate),
        sayRatio(rate / floorRate),
      ]
    }),
  ])
}
