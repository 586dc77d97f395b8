// Runs before the first paint, so that no page flashes in the wrong theme. A file of its own because the content policy
// takes no inline scripts. state/theme-choice.ts keeps the choice and follows the system afterwards.
;(() => {
  let choice = null
  try {
    choice = localStorage.getItem('natter.theme')
  } catch {
    // Storage is closed to this page: the system's theme it is.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
