import './look/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { changeSettings, markAllRead, sendMessage } from './commands.ts'
import { readWithEmoji } from './emoji/load-emoji.ts'
import { watchEngine } from './state/engine-link.ts'
import { offerInstallation } from './state/installation.ts'
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
watchNotices({
  reply: (room, text) => void sendMessage(room, { text, format: 'plain' }),
  markRead: (room) => void markAllRead(room),
  quietForAnHour: () => void changeSettings({ notifications: { quietUntil: Date.now() + 3_600_000 } }),
})
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
offerInstallation(document)
