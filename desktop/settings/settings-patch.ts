import type { PersonSettings } from './person-settings.ts'

/** What the server keeps, with what newer clients have put beside what is known here. */
export type RawSettings = Readonly<Record<string, unknown>>

/**
 * A change of the settings: only what changes is named, `null` takes it away (RFC 7396). It is a function of whatever the
 * settings are by then, so that it can be made anew over what another device has set, wait on the disk, and go through a
 * message port.
 */
export type SettingsPatch = PatchOf<PersonSettings>
type PatchOf<T> = T extends string | number | boolean
  ? T
  : { readonly [Key in keyof T]?: PatchOf<NonNullable<T[Key]>> | null }

type RawPatch = Readonly<Record<string, unknown>>

/** The settings with the patch made. What it does not name stays the very same. */
export function applyPatch(settings: RawSettings, patch: SettingsPatch | RawPatch): RawSettings {
  const changed = new Map(Object.entries(settings))
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue
    if (value === null) changed.delete(key)
    else changed.set(key, isObject(value) ? applyPatch(objectOr(changed.get(key)), value) : value)
  }
  return Object.fromEntries(changed)
}

/**
 * One patch that does what both do, one after the other; undefined where one cannot: what was taken away and is set again
 * would let in what stood there before.
 */
export function joinPatches(first: SettingsPatch, second: SettingsPatch): SettingsPatch | undefined {
  return joinRaw(first, second)
}

function joinRaw(first: RawPatch, second: RawPatch): RawPatch | undefined {
  const joined = new Map(Object.entries(first))
  for (const [key, value] of Object.entries(second)) {
    if (value === undefined) continue
    const before = joined.get(key)
    const both = isObject(value) && before !== undefined ? isObject(before) && joinRaw(before, value) : value
    if (both === false || both === undefined) return undefined
    joined.set(key, both)
  }
  return Object.fromEntries(joined)
}

function isObject(value: unknown): value is RawPatch {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectOr(value: unknown): RawSettings {
  return isObject(value) ? value : {}
}
