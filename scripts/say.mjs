// What the scripts tell a person: one short line a step, with the time it took, and a sign of life while it lasts.

const PROGRESS_EVERY_MS = 5_000

// A terminal that has been closed must not turn our last words into a crash.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

export const seconds = (ms) => `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`

export function say(line) {
  process.stdout.write(`${line}\n`)
}

export function complain(line) {
  process.stderr.write(`${line}\n`)
}

/** A failure whose message is all a person needs: no stack is shown for it. */
export class PlainError extends Error {}

/**
 * Runs one long step. `work` is given `note(text)`, which replaces what is shown in the next progress line;
 * what `work` returns is returned.
 */
export async function step(title, work) {
  const startedAt = Date.now()
  let latest = ''
  say(`• ${title} …`)
  const timer = setInterval(() => {
    say(`  … ${title.toLowerCase()}, ${seconds(Date.now() - startedAt)}${latest ? `: ${latest}` : ''}`)
  }, PROGRESS_EVERY_MS)
  try {
    const result = await work((text) => {
      latest = text
    })
    say(`  done in ${seconds(Date.now() - startedAt)}`)
    return result
  } finally {
    clearInterval(timer)
  }
}

/** Runs a script's main function: exit code from its answer, a plain message for a plain failure, a stack for a bug. */
export async function runMain(main) {
  try {
    const code = await main()
    process.exitCode = typeof code === 'number' ? code : 0
  } catch (error) {
    complain(error instanceof PlainError ? error.message : String(error?.stack ?? error))
    process.exitCode = 1
  }
}

/** Whether this module is the one Node was started with. */
export function isMain(moduleUrl) {
  const entry = process.argv[1]
  return entry !== undefined && fileName(moduleUrl) === fileName(entry)
}

const fileName = (path) => path.split(/[\\/]/).at(-1)
