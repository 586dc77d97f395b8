/** The last lines that the shell has said, for a person to send. Counts, codes and names of channels; no words of theirs. */
export type ShellLog = {
  log(line: string): void
  text(): string
}

const mostLines = 2_000
const mostCharacters = 300

export function buildShellLog(now: () => Date, print: (line: string) => void): ShellLog {
  const lines: string[] = []
  return {
    log(line) {
      const said = `${now().toISOString()} ${withoutSecrets(line).slice(0, mostCharacters)}`
      lines.push(said)
      if (lines.length > mostLines) lines.shift()
      print(said)
    },
    text: () => `${lines.join('\n')}\n`,
  }
}

/** What looks like a token, a seed or somebody's folder has no business in a log that is sent. */
function withoutSecrets(line: string): string {
  return line
    .replace(/\bSU[A-Z2-7]{56}\b/g, '(seed)')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '(token)')
    .replace(/[\w-]{40,}/g, '(secret)')
    .replace(/((?:\/(?:home|Users)\/)|(?:[A-Z]:\\Users\\))[^/\\\s]+/g, '$1(person)')
    .replace(/[\r\n]+/g, ' ')
}
