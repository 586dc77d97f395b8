import type { Edge } from './import-check.ts'
import type { Violation } from './repo-tree.ts'

/** Every group of files that import each other round in a circle (types count): one violation a group, with one way round. */
export function checkCycles(edges: readonly Edge[]): Violation[] {
  const targets = new Map<string, string[]>()
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to])
  const state = new Map<string, 'open' | 'done'>()
  const trail: string[] = []
  const violations: Violation[] = []
  const visit = (file: string) => {
    state.set(file, 'open')
    trail.push(file)
    for (const next of targets.get(file) ?? []) {
      const seen = state.get(next)
      if (seen === 'open') violations.push(describeCycle(trail.slice(trail.indexOf(next))))
      else if (seen === undefined) visit(next)
    }
    trail.pop()
    state.set(file, 'done')
  }
  for (const file of targets.keys()) if (!state.has(file)) visit(file)
  return violations
}

function describeCycle(files: readonly string[]): Violation {
  const [first = ''] = files
  return {
    file: first,
    rule: 'no cycles, types included',
    found: `imports itself: ${[...files, first].join(' → ')}`,
    remedy: 'move what both sides need into a file of its own that imports neither',
  }
}
