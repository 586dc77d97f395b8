import { create } from 'zustand'

/** Light, dark, or whatever the system says. The first paint is decided by public/choose-theme.js, with the same key. */
export type ThemeChoice = 'system' | 'light' | 'dark'

const key = 'natter.theme'
const systemIsDark = '(prefers-color-scheme: dark)'

export const useThemeChoice = create<{ readonly choice: ThemeChoice }>()(() => ({ choice: loadChoice() }))

export function chooseTheme(choice: ThemeChoice): void {
  useThemeChoice.setState({ choice })
  try {
    if (choice === 'system') localStorage.removeItem(key)
    else localStorage.setItem(key, choice)
  } catch {
    // Storage is closed to this page: the choice holds until the window closes.
  }
  showTheme()
}

/** Follows the system, and the choice made in another window. */
export function watchTheme(): () => void {
  const system = matchMedia(systemIsDark)
  const onStored = (event: StorageEvent) => {
    if (event.key !== key) return
    useThemeChoice.setState({ choice: loadChoice() })
    showTheme()
  }
  showTheme()
  system.addEventListener('change', showTheme)
  addEventListener('storage', onStored)
  return () => {
    system.removeEventListener('change', showTheme)
    removeEventListener('storage', onStored)
  }
}

function showTheme(): void {
  const { choice } = useThemeChoice.getState()
  const isDark = choice === 'dark' || (choice === 'system' && matchMedia(systemIsDark).matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  showBarColour()
}

/** The bar of an installed app is of the page's colour, whichever theme was chosen. */
function showBarColour(): void {
  const bar = document.querySelector('meta[name=theme-color]')
  const colour = getComputedStyle(document.documentElement).getPropertyValue('--bg').trim()
  if (colour !== '') bar?.setAttribute('content', colour)
}

function loadChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}
