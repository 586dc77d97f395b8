/** In single quotes, as a shell of Linux and macOS reads it: nothing inside means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** What posts words to a webhook, to be pasted into a terminal as it is. */
export function curlLine(url: string, words: string): string {
  return `curl -H 'content-type: application/json' -d ${quoted(JSON.stringify({ text: words }))} ${quoted(url)}`
}

/** Starts the bot that is an example, with a credentials file. */
export function exampleLine(server: string, file: string): string {
  return `NATTER_URL=${quoted(server)} NATTER_CREDS=${quoted(file)} node examples/node/echo-bot.mjs`
}
