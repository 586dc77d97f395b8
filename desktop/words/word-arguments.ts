// Written by `npm run words` from en.json: the messages that take values, and what each of them is.
import type { Tag, Text } from './message-values.ts'

export interface WordArguments {
  'about.add-people-to': { room: Text }
  'about.add-person': { name: Text }
  'about.ban-lifted': { name: Text }
  'about.ban-question': { name: Text }
  'about.banned-by': { name: Text }
  'about.banned-by-on': { date: Text; name: Text }
  'about.came': { used: number }
  'about.came-of': { used: number; uses: number }
  'about.close-means': { unsent: number }
  'about.close-question': { room: Text }
  'about.hand-over-question': { name: Text }
  'about.in-span': { span: Text }
  'about.leave-question': { room: Text }
  'about.lift-ban-of': { name: Text }
  'about.link-by': { name: Text }
  'about.link-until': { time: Text }
  'about.look-for': { handle: Text }
  'about.mute-for': { span: Text }
  'about.nobody-called': { count: number; words: Text }
  'about.not-added': { name: Text; reason: Text }
  'about.only-owner': { room: Text }
  'about.remove-means': { room: Text }
  'about.remove-question': { name: Text }
  'about.slow-mode-of': { span: Text }
  'about.some-invited': { count: number }
  'about.what-may': { name: Text }
  'about.you': { name: Text }
  'account-invites.came': { used: number }
  'account-invites.came-of': { used: number; uses: number }
  'accounts.name': { name: Text; server: Text }
  'accounts.remove-question': { server: Text }
  'accounts.remove-stays': { server: Text }
  'accounts.remove-unheard': { server: Text }
  'accounts.remove-unsent': { count: number }
  'admin.account-made-before': { name: Text }
  'admin.account-ready': { name: Text }
  'admin.archive-behind': { messages: number; shards: number }
  'admin.archive-lag': { count: number }
  'admin.ask-cap': { name: Text }
  'admin.ask-close': { name: Text }
  'admin.ask-delete': { name: Text }
  'admin.ask-demote': { name: Text }
  'admin.ask-many-sign-out': { count: number }
  'admin.ask-many-suspend': { count: number }
  'admin.ask-promote': { name: Text }
  'admin.ask-reset-code': { name: Text }
  'admin.ask-restore': { name: Text }
  'admin.ask-retention': { name: Text }
  'admin.ask-sign-out': { name: Text }
  'admin.ask-suspend': { name: Text }
  'admin.chosen': { count: number }
  'admin.claims-filling': { percent: Text }
  'admin.code-means': { name: Text; until: Text }
  'admin.code-title': { name: Text }
  'admin.day-count': { count: number; day: Text }
  'admin.days': { count: number }
  'admin.devices-count': { count: number }
  'admin.done-cap': { name: Text }
  'admin.done-close': { name: Text }
  'admin.done-delete': { name: Text }
  'admin.done-demote': { name: Text }
  'admin.done-many-sign-out': { count: number }
  'admin.done-many-suspend': { count: number }
  'admin.done-promote': { name: Text }
  'admin.done-reset-code': { name: Text }
  'admin.done-restore': { name: Text }
  'admin.done-retention': { name: Text }
  'admin.done-sign-out': { name: Text }
  'admin.done-suspend': { name: Text }
  'admin.files-size': { count: number; size: Text }
  'admin.happens-devices': { count: number }
  'admin.messages-before': { all: number; yesterday: number }
  'admin.names-and-more': { count: number; names: Text }
  'admin.open-reports': { count: number }
  'admin.owns-alone': { name: Text; rooms: Text }
  'admin.people-active': { day: number; week: number }
  'admin.revocations-of': { count: number; most: number }
  'admin.setup-means': { name: Text; until: Text }
  'admin.storage-files': { files: Text }
  'admin.stream-filling': { percent: Text }
  'admin.streams-fill': { count: number; percent: Text }
  'admin.suspended-count': { count: number }
  'admin.what-with': { name: Text }
  'admin.you-handle': { handle: Text }
  'announcing.since': { time: Text }
  'announcing.until': { time: Text }
  'app.many-new': { count: number }
  'app.server-newer': { server: Text }
  'app.server-older': { server: Text }
  'app.title': { room: Text; server: Text }
  'attach.added': { count: number }
  'attach.caption-of': { name: Text }
  'attach.count': { count: number }
  'attach.drop': { room: Text }
  'attach.keys-move': { keys: Text }
  'attach.moved': { count: Text; place: Text }
  'attach.no-folders': { count: number; names: Text }
  'attach.no-room': { limit: Text; used: Text }
  'attach.original': { name: Text }
  'attach.part': { part: number }
  'attach.progress': { name: Text }
  'attach.ready': { size: Text }
  'attach.remove': { name: Text }
  'attach.removed': { name: Text }
  'attach.send-without': { name: Text }
  'attach.sent-of': { sent: Text; size: Text }
  'attach.size-and': { about: Text; size: Text }
  'attach.sum': { count: number; size: Text }
  'attach.tile': { about: Text; count: Text; name: Text; place: Text }
  'attach.time-left': { part: Text; time: Text }
  'attach.too-large': { limit: Text }
  'attach.too-many': { count: number; limit: Text }
  'audit.about': { name: Text }
  'audit.announcement-created': { who: Text }
  'audit.announcement-removed': { who: Text }
  'audit.bot-created': { who: Text }
  'audit.bot-credentials-issued': { who: Text; whom: Text }
  'audit.bot-key-revoked': { who: Text; whom: Text }
  'audit.bot-removed': { who: Text; whom: Text }
  'audit.ends-after': { span: Text }
  'audit.for-uses': { count: number }
  'audit.invite-created': { who: Text }
  'audit.invite-removed': { who: Text }
  'audit.last': { days: number }
  'audit.other-act': { what: Text; who: Text }
  'audit.report-read': { who: Text }
  'audit.report-resolved': { who: Text }
  'audit.room-changed': { who: Text; whom: Text }
  'audit.room-deleted': { who: Text; whom: Text }
  'audit.room-named': { name: Text }
  'audit.setting': { name: Text; value: Text }
  'audit.settings-changed': { who: Text }
  'audit.token-created': { what: Text; who: Text }
  'audit.token-named': { name: Text }
  'audit.token-removed': { what: Text; who: Text }
  'audit.user-changed': { who: Text; whom: Text }
  'audit.user-created': { who: Text }
  'audit.user-deleted': { who: Text; whom: Text }
  'audit.user-demoted': { who: Text; whom: Text }
  'audit.user-promoted': { who: Text; whom: Text }
  'audit.user-reset-code-made': { who: Text; whom: Text }
  'audit.user-restored': { who: Text; whom: Text }
  'audit.user-signed-out': { who: Text; whom: Text }
  'audit.user-suspended': { who: Text; whom: Text }
  'audit.webhook-created': { who: Text; whom: Text }
  'audit.webhook-removed': { who: Text; whom: Text }
  'audit.webhook-rotated': { who: Text; whom: Text }
  'bots.add-to-room': { handle: Text }
  'bots.file-for': { name: Text }
  'bots.good-until': { date: Text }
  'bots.keys-of': { name: Text }
  'bots.made-by': { maker: Text }
  'bots.maker-is-blocked': { name: Text }
  'bots.remove-question': { name: Text }
  'bots.removed': { name: Text }
  'bots.since': { date: Text }
  'bots.told-once': { date: Text }
  'composer.call-means': { count: number }
  'composer.characters': { count: number; limit: number }
  'composer.here-means': { count: number }
  'composer.here-some': { count: number; of: number }
  'composer.hint': { enter: Text; keys: Text }
  'composer.hint-edit': { enter: Text; keys: Text }
  'composer.message': { room: Text }
  'composer.paste-too-long': { count: number; limit: number }
  'composer.reply-to': { name: Text }
  'composer.send-to-here': { count: number }
  'composer.slow-mode': { left: Text }
  'composer.those-here': { count: number }
  'composer.too-long': { count: number; limit: number }
  'composer.with-key': { does: Text; key: Text }
  'conversation.again-in': { seconds: number }
  'conversation.gone-sentence': { room: Text }
  'conversation.gone-title': { room: Text }
  'conversation.history-coming': { b: Tag; span: Tag }
  'conversation.muted-here': { time: Text }
  'conversation.muted-until': { time: Text }
  'conversation.not-loaded-because': { reason: Text }
  'conversation.people-and-bots': { bots: number; people: Text }
  'conversation.people-and-topic': { people: Text; topic: Text }
  'conversation.people-here': { here: number; people: Text }
  'conversation.show-unsent': { count: number }
  'conversation.taken-out-by': { name: Text }
  'conversation.time-there': { time: Text }
  'conversation.unsent': { count: number }
  'conversation.write-again-in': { left: Text }
  'conversation.you-blocked': { name: Text }
  'coverage.archive-behind': { seq: Text }
  'coverage.before': { seq: Text }
  'coverage.behind': { head: Text }
  'coverage.between': { from: Text; to: Text }
  'coverage.differs': { here: number; there: number }
  'coverage.heard': { seq: Text }
  'coverage.same': { count: number }
  'coverage.title-part': { from: Text; to: Text }
  'coverage.title-whole': { seq: Text }
  'demo.enter': { name: Text }
  'demo.means': { password: Text }
  'depart.goes-unsent': { count: number }
  'depart.owner-only': { count: number }
  'depart.sure-erase': { handle: Text }
  'depart.sure-keep': { handle: Text }
  'depart.who-gets': { room: Text }
  'desktop.account-unread': { count: number }
  'desktop.add-word': { word: Text }
  'desktop.http-means': { url: Text }
  'desktop.tray-for-you': { count: number }
  'desktop.tray-unread': { count: number }
  'desktop.update-found': { version: Text }
  'desktop.update-ready': { version: Text }
  'desktop.update-title': { version: Text }
  'erasures.done-at': { when: Text }
  'error-once.rate-limited': { seconds: number }
  'export.files-size': { count: number; size: Text }
  'export.saved': { size: Text }
  'export.so-far': { size: Text }
  'export.so-far-of': { all: Text; size: Text }
  'export.title': { room: Text }
  'export.too-often': { minutes: number }
  'first-run.answers-in': { ms: number }
  'first-run.authority-chosen': { subject: Text }
  'first-run.here-runs': { name: Text }
  'forward.all-files': { count: number }
  'forward.author-means': { name: Text }
  'forward.done': { count: number }
  'forward.most': { count: number }
  'forward.no-more': { count: number }
  'forward.not-to': { names: Text; reason: Text }
  'inbox.called-all': { b: Tag; name: Text }
  'inbox.in-thread': { b: Tag; name: Text }
  'inbox.in-thread-others': { b: Tag; name: Text; others: number }
  'inbox.mentioned': { b: Tag; name: Text }
  'inbox.reacted': { b: Tag; emoji: Text; name: Text }
  'inbox.reacted-others': { b: Tag; emoji: Text; name: Text; others: number }
  'inbox.replied': { b: Tag; name: Text }
  'invite.by': { handle: Text; name: Text }
  'invite.for-an-account': { server: Text }
  'invite.join-on': { room: Text; server: Text }
  'invite.members': { count: number }
  'invite.on-server': { server: Text }
  'invite.to-room': { name: Text; room: Text }
  'invite.to-server': { name: Text; server: Text }
  'kept.for': { span: Text }
  'kept.of-server': { server: Text }
  'kept.words-go': { days: number }
  'lens.answered': { refused: number; surprises: number }
  'lens.any-could-come': { until: Text }
  'lens.bot-of': { maker: 'other' | 'you'; name: Text }
  'lens.card': { bots: number; count: number }
  'lens.could-come': { count: number; until: Text }
  'lens.devices': { count: number }
  'lens.keys': { count: number }
  'lens.links': { count: number }
  'lens.on-devices': { devices: number; people: number }
  'lens.only-reads': { devices: Text }
  'lens.sentence': { bots: number; people: number; services: number }
  'lens.show-all': { count: number }
  'lens.via-accepted': { date: Text; name: Text; who: 'other' | 'self' | 'you' }
  'lens.via-added': { date: Text; name: Text; who: 'other' | 'self' | 'you' }
  'lens.via-invite': { date: Text; name: Text; who: 'other' | 'self' | 'you' }
  'lens.via-made': { date: Text; name: Text; who: 'other' | 'self' | 'you' }
  'lens.via-public': { date: Text; who: 'other' | 'self' | 'you' }
  'lens.when-and-where': { place: Text; time: Text }
  'look.again-in': { seconds: number }
  'look.unread': { count: Text }
  'look.unread-for-you': { count: Text }
  'media.at-of': { at: Text; length: Text }
  'media.film': { name: Text }
  'media.how-far': { name: Text }
  'media.name-by': { by: Text; name: Text }
  'media.nothing-found': { words: Text }
  'media.open-more': { count: number; name: Text }
  'media.open-picture': { name: Text }
  'media.pause': { name: Text }
  'media.pictures': { count: number }
  'media.place': { count: number; place: number }
  'media.play': { name: Text }
  'media.save': { name: Text }
  'media.size-and-kind': { kind: Text; size: Text }
  'media.sound': { length: Text; name: Text }
  'media.speed': { speed: Text }
  'media.times': { speed: Text }
  'media.told-by': { by: Text; told: Text; when: Text }
  'message.about-person': { name: Text }
  'message.answers': { name: Text; text: Text }
  'message.at': { time: Text }
  'message.by': { name: Text }
  'message.by-bot': { name: Text }
  'message.file': { name: Text; size: Text }
  'message.forwarded-from': { name: Text }
  'message.more-names': { count: number }
  'message.react-with': { emoji: Text; name: Text }
  'message.reactions-full': { count: number }
  'message.read-by': { count: Text }
  'message.removed-by': { name: Text }
  'message.those-here': { count: number }
  'notices.as-all': { level: Text }
  'notices.hour': { day: Text; from: Text }
  'notices.level-of': { level: Text; room: Text }
  'notices.no-longer': { name: Text }
  'notices.quiet-now-means': { time: Text }
  'notices.remove-word': { word: Text }
  'notices.span': { from: Text; to: Text }
  'notices.test-shown': { ms: number }
  'notices.until': { time: Text }
  'notification.author-in': { name: Text; room: Text }
  'notification.in-rooms': { count: number; rooms: number }
  'notification.many-in': { count: Text; room: Text }
  'notification.new': { count: number }
  'people.asked': { name: Text }
  'people.asked-at': { date: Text }
  'people.asked-into': { date: Text; room: Text }
  'people.asking': { name: Text }
  'people.block-name': { name: Text }
  'people.block-question': { name: Text }
  'people.blocked-now': { name: Text }
  'people.blocked-since': { date: Text }
  'people.count': { count: number }
  'people.declined': { name: Text }
  'people.ended': { name: Text }
  'people.find-handle': { handle: Text }
  'people.hours-ahead': { hours: number }
  'people.hours-behind': { hours: number }
  'people.in-already': { name: Text }
  'people.invites-you': { room: Text }
  'people.is-blocked': { name: Text }
  'people.last-here': { when: Text }
  'people.local-time': { city: Text; time: Text }
  'people.more': { name: Text }
  'people.more-requests': { count: number }
  'people.open-asked': { count: number }
  'people.report-name': { name: Text }
  'people.rooms-together': { count: number }
  'people.share-rooms': { count: number }
  'people.status-until': { status: Text; when: Text }
  'people.take-off': { name: Text }
  'people.unblocked': { name: Text }
  'pins.count': { count: Text }
  'queue.decided': { name: Text }
  'queue.decided-by': { done: Text; name: Text; time: Text }
  'queue.files': { count: number }
  'queue.from': { names: Text }
  'queue.mute-means': { name: Text; where: Text }
  'queue.others': { count: number }
  'queue.person-in': { name: Text; room: Text }
  'queue.person-not-told': { name: Text }
  'queue.person-told': { name: Text }
  'queue.reason-alone': { reason: Text }
  'queue.reason-in': { reason: Text; room: Text }
  'queue.reason-of': { kind: 'invite' | 'other' | 'request'; reason: Text }
  'queue.remove-means': { where: Text }
  'queue.report-about': { name: Text }
  'queue.reporters-told': { count: number; names: Text }
  'queue.room-named': { room: Text }
  'queue.suspend-means': { name: Text }
  'queue.suspend-question': { name: Text }
  'queue.words': { words: Text }
  'reacted.with': { emoji: Text; name: Text }
  'report.of-invite': { name: Text }
  'report.of-message': { name: Text }
  'report.of-request': { name: Text }
  'report.of-user': { name: Text }
  'reset.remembered': { button: Tag }
  'rooms.draft': { text: Text }
  'rooms.handle-in': { handle: Text; room: Text }
  'rooms.join-room': { room: Text }
  'rooms.key-choose': { down: Text; up: Text }
  'rooms.key-close': { key: Text }
  'rooms.key-go': { key: Text }
  'rooms.members': { count: number }
  'rooms.no-public-called': { words: Text }
  'rooms.not-sent': { text: Text }
  'rooms.one-typing': { name: Text }
  'rooms.said-by': { name: Text; text: Text }
  'rooms.you-said': { text: Text }
  'saved.count': { count: number }
  'saved.none-hint': { key: Text }
  'saved.not-asked': { why: Text }
  'search.before': { date: Text }
  'search.context-not-loaded': { reason: Text }
  'search.for': { words: Text }
  'search.found': { count: number }
  'search.found-more': { count: number }
  'search.from-person': { name: Text }
  'search.in-room': { room: Text }
  'search.key-back': { key: Text }
  'search.key-next': { down: Text; up: Text }
  'search.place-of': { count: number; place: number }
  'search.place-of-more': { count: number; place: number }
  'search.searched-kept': { date: Text }
  'search.searched-some': { all: number; rooms: number }
  'search.since': { date: Text }
  'search.with': { what: Text }
  'search.without': { filter: Text }
  'server-set.days': { days: number }
  'server-set.goes-about': { messages: number }
  'server-set.goes-at-most': { messages: number }
  'server-set.goes-for-good': { days: number }
  'server-set.keep-question': { days: number }
  'server-set.kept-days': { days: number }
  'server-set.number-between': { max: number; min: number }
  'settings.app-version': { version: Text }
  'settings.clear-room': { room: Text }
  'settings.device-out': { device: Text }
  'settings.email-sent': { email: Text }
  'settings.export-saved': { size: Text }
  'settings.export-so-far': { size: Text }
  'settings.kept-size': { count: number; size: Text }
  'settings.maybe-changed': { reason: Text }
  'settings.others-out': { count: number }
  'settings.report-of': { kind: 'message' | 'other' | 'request' | 'user' }
  'settings.room-cleared': { room: Text }
  'settings.server-version': { version: Text }
  'settings.sign-out-device': { device: Text }
  'settings.sign-out-means': { handle: Text; server: Text }
  'settings.sign-out-others': { count: number }
  'settings.sign-out-others-question': { count: number }
  'settings.sign-out-unsent': { count: number }
  'settings.signed-in': { when: Text }
  'settings.status-now': { status: Text }
  'settings.time-zone-here': { zone: Text }
  'sign-in.been-here': { button: Tag }
  'sign-in.new-here': { button: Tag }
  'sign-in.on-server': { server: Text }
  'sign-in.suspended-because': { reason: Text }
  'sign-in.to-server': { server: Text }
  'thread.answers': { count: number }
  'thread.last': { time: Text }
  'thread.new': { count: number }
  'thread.not-loaded': { reason: Text }
  'timeline.added': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.admins-post': { by: 'other' | 'you'; name: Text }
  'timeline.all-post': { by: 'other' | 'you'; name: Text }
  'timeline.archived-room': { by: 'other' | 'you'; name: Text }
  'timeline.banned': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.begun-on': { date: Text }
  'timeline.came-by-accepted': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.came-by-invite': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.changed-room': { by: 'other' | 'you'; name: Text }
  'timeline.changes': { count: number }
  'timeline.count-new': { count: Text }
  'timeline.direct-since': { date: Text }
  'timeline.joined': { by: 'other' | 'you'; name: Text }
  'timeline.left': { by: 'other' | 'you'; name: Text }
  'timeline.made-admin': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.made-listener': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.made-member': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.made-owner': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.made-private': { by: 'other' | 'you'; name: Text }
  'timeline.made-public': { by: 'other' | 'you'; name: Text }
  'timeline.made-room': { by: 'other' | 'you'; name: Text }
  'timeline.made-room-on': { by: 'other' | 'you'; date: Text; name: Text }
  'timeline.many-joined': { count: number; first: Text }
  'timeline.many-left': { count: number; first: Text }
  'timeline.muted': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.muted-until': { by: 'other' | 'you'; name: Text; time: Text; to: 'other' | 'you'; whom: Text }
  'timeline.named': { by: 'other' | 'you'; name: Text; room: Text }
  'timeline.named-and-set': { by: 'other' | 'you'; name: Text; room: Text; topic: Text }
  'timeline.named-and-took-topic': { by: 'other' | 'you'; name: Text; room: Text }
  'timeline.new-since': { time: Text }
  'timeline.one-typing': { b: Tag; name: Text }
  'timeline.removed': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.restored-room': { by: 'other' | 'you'; name: Text }
  'timeline.set-picture': { by: 'other' | 'you'; name: Text }
  'timeline.set-topic': { by: 'other' | 'you'; name: Text; topic: Text }
  'timeline.several-typing': { b: Tag }
  'timeline.shows-all': { by: 'other' | 'you'; name: Text }
  'timeline.shows-joined': { by: 'other' | 'you'; name: Text }
  'timeline.slow-off': { by: 'other' | 'you'; name: Text }
  'timeline.slow-on': { by: 'other' | 'you'; name: Text; span: Text }
  'timeline.start-of': { room: Text }
  'timeline.took-picture': { by: 'other' | 'you'; name: Text }
  'timeline.took-topic': { by: 'other' | 'you'; name: Text }
  'timeline.two-typing': { b: Tag; first: Text; second: Text }
  'timeline.unbanned': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'timeline.unmuted': { by: 'other' | 'you'; name: Text; to: 'other' | 'you'; whom: Text }
  'tokens.ready': { name: Text }
  'tokens.remove-named': { name: Text }
  'tokens.remove-question': { name: Text }
  'tokens.removed': { name: Text }
  'told.more': { count: number }
  'trace.acknowledged': { ms: number }
  'trace.archived-lacks': { head: Text }
  'trace.archived-not-yet': { head: Text }
  'trace.archived-told': { head: Text }
  'trace.moved': { seq: Text }
  'trace.next-try': { time: Text }
  'trace.read-by': { names: Text }
  'trace.read-earlier': { names: Text }
  'trace.read-unknown': { names: Text }
  'trace.stored-at': { seq: Text; time: Text }
  'trace.tries': { count: number }
  'trace.waits-behind': { count: number }
  'trace.waits-files': { count: number }
  'trace.was-stored': { seq: Text }
  'trace.written-elsewhere': { time: Text }
  'trace.written-here': { time: Text }
  'update.failed': { version: Text; why: Text }
  'update.found': { size: number; version: Text }
  'update.found-packages': { version: Text }
  'update.loading': { share: number; version: Text }
  'update.loading-of': { version: Text }
  'update.not-through': { version: Text }
  'update.ready': { version: Text }
  'webhooks.address-of': { name: Text }
  'webhooks.by': { date: Text; name: Text }
  'webhooks.by-you': { date: Text }
  'webhooks.hello': { name: Text }
  'webhooks.remove-question': { name: Text }
  'webhooks.removed': { name: Text }
  'webhooks.rotate-question': { name: Text }
  'webhooks.told-once': { name: Text }
  'why.blocked': { name: Text }
  'why.first-contact': { name: Text }
  'why.level-not': { level: Text }
  'why.level-told': { level: Text }
  'why.muted': { room: Text; time: Text }
  'why.named-word': { word: Text }
  'why.person': { name: Text }
  'why.place': { count: number; index: number }
  'why.quiet-now': { time: Text }
  'why.room-all': { room: Text }
  'why.room-mentions': { room: Text }
  'why.room-none': { room: Text }
}
