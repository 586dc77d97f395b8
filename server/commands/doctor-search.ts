import type { Store } from '../store/store-port.ts'
import { type Finding, note, trouble, well } from './doctor-finding.ts'

/** Whether what is archived can be found. Changes nothing. */
export async function checkSearch({ search, shards }: Pick<Store, 'search' | 'shards'>): Promise<readonly Finding[]> {
  const archived = await shards.loadPlaces()
  const places = await search.loadPlaces()
  const { entries, messages, isSound } = await search.count()
  const help = 'npm run rebuild-search makes it anew, while the server runs or not.'
  if (!isSound) return [trouble('search: the index is damaged', help)]
  const rows = [...archived.keys()].map((shard) => places.get(shard)?.place)
  if (archived.size > 0 && rows.every((place) => place === undefined))
    return [note('search: nothing is in the index yet; a server with the role search fills it')]
  if (rows.some((place) => place === undefined || place.backlog !== undefined))
    return [note(`search: the index is being filled, ${entries} of ${messages} messages are in it`)]
  const lag = [...archived].reduce(
    (sum, [shard, { seq }]) => sum + Math.max(0, seq - (places.get(shard)?.place?.seq ?? 0)),
    0,
  )
  if (lag === 0 && entries !== messages)
    return [trouble(`search: ${entries} messages can be found, and there are ${messages}`, help)]
  return [
    lag > 1_000 ? note(`search: the index is ${lag} events behind`) : well(`search: ${entries} messages can be found`),
  ]
}
