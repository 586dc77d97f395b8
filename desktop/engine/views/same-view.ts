/** Whether two views show the same. Plain data only; what is one object is the same without a look. */
export function isSameView(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return false
  if (Array.isArray(before) !== Array.isArray(after)) return false
  const keys = Object.keys(before)
  if (keys.length !== Object.keys(after).length) return false
  return keys.every(
    (key) => Object.hasOwn(after, key) && isSameView(before[key as keyof object], after[key as keyof object]),
  )
}
