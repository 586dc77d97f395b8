import './look/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { readWithEmoji } from './emoji/load-emoji.ts'
import { watchEngine } from './state/engine-link.ts'
import { startLanguage, watchLanguage } from './state/language-choice.ts'
import { readNoticesWith, watchNotices } from './state/notifications.ts'
import { ensureOfflineStart } from './state/offline-start.ts'
import { watchServerAddress } from './state/server-address.ts'
import { watchTheme } from './state/theme-choice.ts'
import { watchToday } from './state/use-today.ts'
import { watchAddress } from './state/view-store.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
watchTheme()
watchAddress()
watchToday()
watchLanguage()
watchEngine()
watchNotices()
void watchServerAddress()
readNoticesWith(readWithEmoji)
const app = createRoot(root)
void startLanguage().then(() =>
  app.render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
)
// Last: what this page itself still loads goes first.
addEventListener('load', () => ensureOfflineStart(location.protocol, navigator.serviceWorker))
