import type { Store } from '../store/store-port.ts'
import { type Finding, note, trouble, well } from './doctor-finding.ts'

/** Cuts that are looked at; more of them say the same. */
const mostCuts = 1_000

/** What the store says of itself, whether anything else runs or not. */
export async function checkStore(
  store: Pick<Store, 'kind' | 'ping'> & {
    readonly archive: Pick<Store['archive'], 'countSetAside'>
    readonly cuts: Pick<Store['cuts'], 'loadCuts' | 'loadNodes'>
    readonly shards: Pick<Store['shards'], 'loadShards'>
  },
): Promise<readonly Finding[]> {
  await store.ping()
  const [setAside, cuts, rows] = await Promise.all([
    store.archive.countSetAside(),
    store.cuts.loadCuts(mostCuts),
    store.shards.loadShards(),
  ])
  return [
    well(`store: ${store.kind} answers`),
    setAside === 0
      ? well('archive: nothing is set aside')
      : trouble(`archive: ${setAside} events are set aside`, 'npm run set-aside lists them with their reasons.'),
    cuts.length === 0
      ? well('credentials: no cut is pending')
      : trouble(
          `credentials: ${cuts.length} cuts are not confirmed by every server of the broker`,
          'Start the servers of the broker that are away; one that is gone for good is forgotten after a day.',
        ),
    ...rows.flatMap(({ shard, state: { gaps, repair, epoch } }) => [
      ...(epoch > 0 ? [note(`shard ${shard}: its past changed once (epoch ${epoch})`)] : []),
      ...(repair === undefined || repair.step === 'opened'
        ? []
        : [
            trouble(
              `shard ${shard}: fenced while it is mended (${repair.step})`,
              'Leave the server running: it goes on by itself. Its log names what stops it.',
            ),
          ]),
      ...gaps
        .filter(({ confirmedAt }) => confirmedAt === undefined)
        .map(({ fromSeq, toSeq }) =>
          trouble(
            `shard ${shard}: what stood from ${fromSeq} to ${toSeq} is lost, its rooms get no new credentials`,
            `Look through the members of its rooms, then: npm run confirm-members -- ${shard}`,
          ),
        ),
    ]),
  ]
}
