import { create } from 'zustand'
import { english } from '../../words/english-words.ts'
import { findLanguage, findLocale, isLanguage, type Language, languages } from '../../words/languages.ts'
import { loadWords } from '../../words/load-words.ts'
import { buildWords, type Words } from '../../words/words.ts'

/** What the browser says, until somebody chooses. */
export type LanguageChoice = Language | 'browser'

const key = 'natter.language'

type Spoken = { readonly choice: LanguageChoice; readonly say: Words }

export const useLanguage = create<Spoken>()(() => ({ choice: loadChoice(), say: buildWords('en', english) }))

/** How Natter says things: `say('rooms.new')`. Another language is another function, so whoever uses it draws anew. */
export function useWords(): Words {
  return useLanguage((state) => state.say)
}

/** For what is no component. Ask each time: it changes with the language. */
export function currentWords(): Words {
  return useLanguage.getState().say
}

/** Before the first paint, so that no page flashes in another language. English where the file cannot be had. */
export function startLanguage(): Promise<void> {
  return speak(loadChoice())
}

export function chooseLanguage(choice: LanguageChoice): Promise<void> {
  try {
    if (choice === 'browser') localStorage.removeItem(key)
    else localStorage.setItem(key, choice)
  } catch {
    // Storage is closed to this page: the choice holds until the window closes.
  }
  return speak(choice)
}

/** Follows the browser, and the choice made in another window. */
export function watchLanguage(): () => void {
  const onStored = (event: StorageEvent) => void (event.key === key && speak(loadChoice()))
  const onChanged = () => void speak(useLanguage.getState().choice)
  addEventListener('storage', onStored)
  addEventListener('languagechange', onChanged)
  return () => {
    removeEventListener('storage', onStored)
    removeEventListener('languagechange', onChanged)
  }
}

let wanted = 0

async function speak(choice: LanguageChoice): Promise<void> {
  wanted += 1
  const mine = wanted
  useLanguage.setState({ choice })
  const read = navigator.languages
  const language = choice === 'browser' ? findLanguage(read) : choice
  // Without its file Natter goes on in the language it speaks, and the next start tries again.
  const say = await loadWords(language, findLocale(language, read)).catch(() => currentWords())
  // Whoever chooses twice gets the second, whichever file comes first.
  if (mine !== wanted) return
  useLanguage.setState({ say })
  document.documentElement.lang = say.locale
  document.documentElement.dir = languages[say.language].direction
}

function loadChoice(): LanguageChoice {
  try {
    const stored = localStorage.getItem(key)
    return isLanguage(stored) ? stored : 'browser'
  } catch {
    return 'browser'
  }
}
