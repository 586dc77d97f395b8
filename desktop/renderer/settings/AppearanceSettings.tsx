import { languages } from '../../words/languages.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import { chooseLanguage, type LanguageChoice, useLanguage, useWords } from '../state/language-choice.ts'
import { chooseTheme, type ThemeChoice, useThemeChoice } from '../state/theme-choice.ts'
import { ChoiceRow } from './ChoiceRow.tsx'

const themes = {
  system: 'settings.theme-system',
  light: 'settings.theme-light',
  dark: 'settings.theme-dark',
} as const satisfies Readonly<Record<ThemeChoice, PlainKey>>

export function AppearanceSettings() {
  const say = useWords()
  const theme = useThemeChoice((state) => state.choice)
  const language = useLanguage((state) => state.choice)
  return (
    <>
      <ChoiceRow<ThemeChoice>
        title={say('settings.theme')}
        words={say('settings.kept-here')}
        value={theme}
        choices={(Object.keys(themes) as ThemeChoice[]).map((value) => ({ value, name: say(themes[value]) }))}
        onChoose={chooseTheme}
      />
      <ChoiceRow<LanguageChoice>
        title={say('settings.language')}
        words={say('settings.kept-here')}
        value={language}
        choices={[
          { value: 'browser', name: say('settings.language-browser') },
          ...(Object.keys(languages) as (keyof typeof languages)[]).map((value) => ({
            value,
            name: languages[value].name,
            lang: value,
          })),
        ]}
        onChoose={(choice) => void chooseLanguage(choice)}
      />
    </>
  )
}
