import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import { backoffMs } from '../../../common/backoff.ts'
import type { SettingsAnswer } from '../../../common/http-contract/profile-contract.ts'
import { maxSettingsBytes, settingsAnswerSchema } from '../../../common/http-contract/profile-contract.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { PersonSettings } from '../../settings/person-settings.ts'
import { startSettings } from '../../settings/person-settings.ts'
import type { RawSettings, SettingsPatch } from '../../settings/settings-patch.ts'
import { applyPatch, joinPatches } from '../../settings/settings-patch.ts'
import { parseSettings } from '../../settings/settings-schema.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import { isFinal } from '../control-plane/final-refusal.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { SettingsStore } from '../local-store/fact-store.ts'

/**
 * What somebody has set for all their devices: what the server keeps, on disk too, and over it what was changed here and is
 * still on its way. A change is shown at once; where another device was first it is made anew over what that one set;
 * without a connection it waits, through a new start too.
 */
export type SettingsKeeper = {
  restore(): Promise<void>
  current(): PersonSettings
  /** Of what the server keeps, as far as it is known here. */
  version(): number
  /** Resolves once the server has it, or it is kept for later; where the server does not take it, it is undone. */
  change(patch: SettingsPatch): Promise<Result<null>>
  /** Some device has changed them. */
  hint(): void
  /** What `/sync` says: there is a connection, and this is what the server has. */
  onVersion(version: number): void
  /** Resolves when what was changed is on disk. */
  flush(): Promise<void>
  stop(): void
}

type Keeping = {
  readonly deps: Pick<EngineDeps, 'clock' | 'chance'>
  readonly client: Pick<ControlPlaneClient, 'settings' | 'putSettings'>
  readonly store: SettingsStore
  readonly onSettings: (settings: PersonSettings) => void
  readonly onFault: (cause: unknown) => void
}

const hintMs = 200

export function buildSettingsKeeper({ deps, client, store, onSettings, onFault }: Keeping): SettingsKeeper {
  const { clock, chance } = deps
  let kept: SettingsAnswer = { version: 0, settings: {} }
  /** Made here, in their order: those under way, and those after them. */
  let sending: readonly SettingsPatch[] = []
  let waiting: readonly SettingsPatch[] = []
  let whoWaits: ((answer: Result<null>) => void)[] = []
  let current = startSettings
  let wantsFetch = false
  let isRunning = false
  let stopped = false
  let tries = 0
  let cancel: (() => void) | undefined
  let isWriteDue = false
  let written: Promise<unknown> = Promise.resolve()

  const changed = (base: RawSettings, patches: readonly SettingsPatch[]) => patches.reduce(applyPatch, base)

  function show() {
    current = parseSettings(changed(kept.settings, [...sending, ...waiting]))
    if (!stopped) onSettings(current)
  }
  function write() {
    // After the end the disk is closed; what was taken meanwhile is made once more over itself.
    if (stopped || isWriteDue) return
    isWriteDue = true
    // Whatever changes until the write before it is done goes with this one.
    written = written.then(async () => {
      isWriteDue = false
      await store.putSettings({ ...kept, changes: [...sending, ...waiting] }).catch(onFault)
    })
  }
  function take(answer: SettingsAnswer) {
    kept = { version: answer.version, settings: answer.settings }
    show()
    write()
  }
  function later(ms: number) {
    cancel?.()
    cancel = clock.after(ms, () => {
      cancel = undefined
      void run()
    })
  }

  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    try {
      while (!stopped && (wantsFetch || sending.length + waiting.length > 0)) {
        const isDone = wantsFetch ? await fetchNow() : await sendNow()
        if (!isDone) return
      }
    } finally {
      isRunning = false
    }
  }

  async function fetchNow(): Promise<boolean> {
    wantsFetch = false
    const answer = await client.settings()
    if (answer.ok) {
      take(answer.value)
      return true
    }
    wantsFetch = true
    // What was changed meanwhile is kept for later, which is all that its window waits for.
    for (const tell of whoWaits.splice(0)) tell(ok(null))
    return giveWay(answer.error)
  }

  async function sendNow(): Promise<boolean> {
    const tellers = whoWaits
    whoWaits = []
    sending = [...sending, ...waiting]
    waiting = []
    const answer = await client.putSettings({ version: kept.version, settings: changed(kept.settings, sending) })
    if (answer.ok) {
      tries = 0
      sending = []
      take(answer.value)
      for (const tell of tellers) tell(ok(null))
      return true
    }
    const { error } = answer
    if (error.code === 'settings-changed') {
      whoWaits = [...tellers, ...whoWaits]
      const newer = settingsAnswerSchema.safeParse(error.more?.newer)
      if (newer.success) take(newer.data)
      else wantsFetch = true
      if (++tries < 3) return true
      // Two devices that go on changing them don't hold each other up for ever: the one that lost waits its turn, and who
      // asked is not kept waiting for it.
      for (const tell of whoWaits.splice(0)) tell(ok(null))
      return giveWay(error)
    }
    if (isFinal(error)) {
      sending = []
      show()
      write()
      for (const tell of tellers) tell(err(error))
      return true
    }
    for (const tell of tellers) tell(ok(null))
    return giveWay(error)
  }

  function giveWay({ retryAfterMs = 0 }: AppError): false {
    tries++
    later(Math.max(retryAfterMs, backoffMs(tries, chance(), { firstMs: 1_000 })))
    return false
  }

  return {
    async restore() {
      const record = await store.loadSettings()
      if (record === undefined) return
      kept = { version: record.version, settings: record.settings }
      waiting = [...record.changes, ...waiting]
      show()
    },
    current: () => current,
    version: () => kept.version,
    change(patch) {
      const wanted = changed(kept.settings, [...sending, ...waiting, patch])
      if (JSON.stringify(wanted).length > maxSettingsBytes) return Promise.resolve(err(appError('request-too-large')))
      const last = waiting.at(-1)
      const joined = last === undefined ? undefined : joinPatches(last, patch)
      waiting = joined === undefined ? [...waiting, patch] : [...waiting.slice(0, -1), joined]
      show()
      write()
      return new Promise((tell) => {
        whoWaits.push(tell)
        void run()
      })
    },
    hint() {
      wantsFetch = true
      if (!stopped && cancel === undefined) later(hintMs * (1 + chance()))
    },
    onVersion(version) {
      if (version !== kept.version) wantsFetch = true
      if (wantsFetch || sending.length + waiting.length > 0) {
        tries = 0
        void run()
      }
    },
    flush: () => written.then(() => {}),
    stop() {
      stopped = true
      cancel?.()
      for (const tell of whoWaits) tell(ok(null))
      whoWaits = []
    },
  }
}
