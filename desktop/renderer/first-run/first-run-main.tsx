import '../look/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { desktopBridge } from '../state/desktop-link.ts'
import { startLanguage, watchLanguage } from '../state/language-choice.ts'
import { watchTheme } from '../state/theme-choice.ts'
import { FirstRun } from './FirstRun.tsx'

/** The desktop's first page, and that of another account: no engine runs here, and there is no server yet. */
const root = document.getElementById('root')
if (root === null) throw new Error('first-run.html has no #root')
watchTheme()
watchLanguage()
const bridge = desktopBridge()
const page = createRoot(root)
if (bridge === undefined) location.replace('/')
else {
  void startLanguage().then(() =>
    page.render(
      <StrictMode>
        <FirstRun bridge={bridge} />
      </StrictMode>,
    ),
  )
}
