import type { Announcement } from '../../../common/http-contract/announcement-contract.ts'
import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { ToldView } from '../../engine-contract.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildHintedAsk } from './hinted-ask.ts'

/**
 * What whoever runs the server tells: everybody, by `/sync`; and me alone, what was done about me and what became of my
 * reports. Asked for on each connection, and when a hint says so.
 */
export type ToldDesk = {
  onSync(sync: Pick<Sync, 'announcements'>): void
  onUp(): void
  onHint(): void
  stop(): void
}

type Telling = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance' | 'log'>
  readonly client: Pick<ControlPlaneClient, 'ownNotices' | 'reports'>
  readonly onTold: (told: ToldView) => void
}

/** Everybody on the server gets the hint of an announcement. */
const hintMs = 100
const hintSpreadMs = 500

const nothingTold: ToldView = { announcements: [], notices: [], outcomes: [] }

export function buildToldDesk({ deps, client, onTold }: Telling): ToldDesk {
  let told = nothingTold
  let isStopped = false

  function show(change: Partial<ToldView>) {
    if (isStopped) return
    told = { ...told, ...change }
    onTold(told)
  }
  const asking = buildHintedAsk(deps, async () => {
    const [notices, reports] = await Promise.all([client.ownNotices(), client.reports()])
    if (!notices.ok) deps.log(`notices: ${notices.error.code}`)
    if (!reports.ok) deps.log(`reports: ${reports.error.code}`)
    show({
      ...(notices.ok ? { notices: notices.value.toSorted((a, b) => b.at - a.at) } : {}),
      ...(reports.ok ? { outcomes: reports.value.filter(({ outcome }) => outcome !== undefined) } : {}),
    })
  })

  return {
    onSync({ announcements = [] }) {
      const newest = announcements.toSorted((a: Announcement, b: Announcement) => b.at - a.at)
      if (newest.length > 0 || told.announcements.length > 0) show({ announcements: newest })
    },
    onUp: () => void asking.refresh(),
    onHint() {
      if (!isStopped) asking.soon(hintMs, hintSpreadMs)
    },
    stop() {
      isStopped = true
      asking.callOff()
    },
  }
}
