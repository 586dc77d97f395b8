/** A node of a parsed file, as far as the rules look at it. */
export type AnyNode = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number }

export const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

type Visit = (node: AnyNode, parent: AnyNode | undefined, key: string) => void

/** Every node, with the one it stands in and under which name. */
export function walk(value: unknown, parent: AnyNode | undefined, key: string, visit: Visit): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, parent, key, visit)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const node = isNode(value) ? value : undefined
  if (node) visit(node, parent, key)
  for (const [childKey, child] of Object.entries(value)) {
    if (typeof child === 'object' && child !== null) walk(child, node ?? parent, node ? childKey : key, visit)
  }
}
