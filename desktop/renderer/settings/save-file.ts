/** Long enough for the browser, or a person who is asked where to, to have begun. */
const keptMs = 600_000

/** Gives a file to whoever sits here, as the browser or the desktop does that. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), keptMs)
}
