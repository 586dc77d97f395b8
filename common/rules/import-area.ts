/** What of the repository belongs together, and what it may see. */
export interface Area {
  readonly name: string
  /** Folders (ending in `/`) and files that belong to it. The longest that fits a path decides. */
  readonly at: readonly string[]
  /** Areas it may import, besides itself. */
  readonly imports: readonly string[]
  /** Packages it may import; `node:*` is all of Node, `@scope/*` all of a scope. */
  readonly packages: readonly string[]
  /** Areas of which it may import types only. */
  readonly typeImports?: readonly string[]
  /** Whether it may load what the build made. */
  readonly mayLoadBuild?: true
  /** Whether it may compute what it imports: what was built, once more and as new. */
  readonly mayComputeImports?: true
  /** Packages of which it may import types only. */
  readonly typePackages?: readonly string[]
}

// `nats` and `nats.ws` are npm aliases of the maintained releases by the same authors (decision 1).
export const nats = ['nats', '@nats-io/jetstream', '@nats-io/nkeys']
export const metrics = ['prom-client']
export const fastify = ['fastify', 'fastify-type-provider-zod', '@fastify/*']
