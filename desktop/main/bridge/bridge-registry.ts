import { z } from 'zod'
import type { RoomId } from '../../../common/ids.ts'
import { isAppUrl } from '../serving/app-scheme.ts'

/** Whose page it is that asks. `room`: a window that shows this room alone. */
export type BridgeCaller =
  | { readonly kind: 'account'; readonly account: string; readonly room?: RoomId }
  | { readonly kind: 'set-up' }

export type BridgeEvent = {
  readonly senderFrame: Pick<Electron.WebFrameMain, 'url' | 'parent'> | null
  readonly sender: object
}

export type RegistryPorts = {
  readonly ipc: { handle(channel: string, listener: (event: BridgeEvent, ...values: unknown[]) => unknown): void }
  /** The page of a window of ours, or nothing. */
  readonly callerOf: (sender: object) => BridgeCaller | undefined
  readonly log: (line: string) => void
}

export type BridgeRegistry = {
  /**
   * Only `from` these pages, and only what `schema` lets through: unknown keys are refused and lengths capped there. What
   * is refused rejects at the caller, without a reason: our own page never hears it.
   */
  handle<Value, Kind extends BridgeCaller['kind']>(
    channel: string,
    rule: { readonly from: readonly Kind[]; readonly schema: z.ZodType<Value> },
    act: (value: Value, caller: Extract<BridgeCaller, { readonly kind: Kind }>, sender: object) => unknown,
  ): void
}

/** For functions that take nothing. */
export const nothing = z.undefined()

/** Main's side of the bridge: what a page says is checked like anything that comes over a wire. */
export function buildBridgeRegistry({ ipc, callerOf, log }: RegistryPorts): BridgeRegistry {
  return {
    handle(channel, { from, schema }, act) {
      ipc.handle(channel, (event, ...values) => {
        // First of all, and before anything is awaited: after a navigation the frame is somebody else's, or gone.
        const frame = event.senderFrame
        const isMainFrame = frame !== null && frame.parent === null
        const caller = isMainFrame && isAppUrl(frame.url) ? callerOf(event.sender) : undefined
        const isAsked = caller !== undefined && values.length <= 1 && (from as readonly string[]).includes(caller.kind)
        const value = isAsked ? schema.safeParse(values[0]) : undefined
        if (value?.success !== true) {
          log(`refused a call on ${channel}`)
          throw new Error('refused')
        }
        return act(value.data, caller as never, event.sender)
      })
    },
  }
}
