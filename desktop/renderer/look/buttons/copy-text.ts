/** Whether it is where it can be pasted from: a page that is not secure, or a person who said no, does not let it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
