/**
 * What can be wrong with the local store. `full`: no room for more. `gone`: the browser has taken it away, or never let
 * us have it. `stale`: a newer engine writes here now. `newer`: a newer version of the app has been here. `blocked`: a page
 * of an older version does not let go. `other`: one write failed, for a reason that says nothing about the next one.
 */
export type DiskFault = 'full' | 'gone' | 'stale' | 'newer' | 'blocked' | 'other'

export class DiskFaultError extends Error {
  readonly fault: DiskFault
  constructor(fault: DiskFault, cause?: unknown) {
    super(`the local store: ${fault}`, { cause })
    this.name = 'DiskFaultError'
    this.fault = fault
  }
}

const faultsByName: Readonly<Record<string, DiskFault>> = {
  QuotaExceededError: 'full',
  InvalidStateError: 'gone',
  UnknownError: 'gone',
  NotFoundError: 'gone',
  SecurityError: 'gone',
  VersionError: 'newer',
}

/** The one place that reads the browser's own names of faults. */
export function faultOf(cause: unknown): DiskFault {
  if (cause instanceof DiskFaultError) return cause.fault
  const name = typeof cause === 'object' && cause !== null && 'name' in cause ? String(cause.name) : ''
  return faultsByName[name] ?? 'other'
}
