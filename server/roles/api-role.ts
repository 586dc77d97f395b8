import { addApi } from '../build-app.ts'
import type { Services } from '../build-services.ts'
import type { ApiServer } from '../plugins/api-server.ts'
import type { RoleContext, ServerRole } from './server-role.ts'

const repairEveryMs = 15_000
const retainEveryMs = 60_000
const pruneEveryMs = 3_600_000
/** What was removed is gone within two. */
const sweepEveryMs = 1_000
const sayHeadEveryMs = 60_000

/** The calls of `/api/v1` and the web app, and the end of what a crash left of them. Signs people in without the broker. */
export const apiRole: ServerRole = {
  starts: 'at-once',
  start: async ({ app, config, secrets, services, broker, version }) => {
    await addApi(app, { config, secrets, services, version })
    let isStopped = false
    let timer: NodeJS.Timeout | undefined
    let repairing: Promise<void> = Promise.resolve()
    const prune = () =>
      services.sessions
        .prune()
        .then(services.pruneMail)
        .catch((err: unknown) => app.log.warn({ err }, 'expired sign-ins could not be forgotten; tried again'))
    const pruneTimer = setInterval(prune, pruneEveryMs)
    const sweeping = startSweeping(services.files, (err) => {
      app.log.warn({ err }, 'files that nobody has any more could not be removed; tried again')
    })
    const headTimer = watchAuditHead(services.audit, app.log)
    /** As soon as the broker can be asked, and from time to time: another copy may have crashed. */
    function repair(): void {
      repairing = services
        .repair()
        .then(({ finished, unreadable }) => {
          if (finished > 0) app.log.info({ finished }, 'finished changes of rooms that were left half-way')
          if (unreadable > 0) app.log.warn({ unreadable }, 'changes of rooms are pending that this version cannot read')
        })
        .catch((err: unknown) => app.log.warn({ err }, 'changes of rooms could not be looked through; tried again'))
        .then(() => {
          if (!isStopped) timer = setTimeout(repair, repairEveryMs)
        })
    }
    let retainTimer: NodeJS.Timeout | undefined
    let retaining: Promise<void> = Promise.resolve()
    /** A few seconds at a time; sooner again while there is more. */
    function retain(): void {
      retaining = services.retention
        .pass()
        .then((pass) => {
          if (pass !== undefined && pass.messages > 0) app.log.info(pass, 'removed messages that were kept long enough')
          if (pass !== undefined && pass.failed > 0)
            app.log.warn(pass, 'old messages could not be removed; tried again')
          return pass !== undefined && pass.messages > 0
        })
        .catch((err: unknown) => {
          app.log.warn({ err }, 'old messages could not be looked for; tried again')
        })
        .then((isMore) => {
          if (!isStopped) retainTimer = setTimeout(retain, isMore === true ? 1_000 : retainEveryMs)
        })
    }
    void broker.up.then((backbone) => {
      if (backbone === undefined || isStopped) return
      repair()
      retain()
    })
    return {
      stop: async () => {
        isStopped = true
        clearTimeout(timer)
        clearTimeout(retainTimer)
        clearInterval(pruneTimer)
        clearInterval(headTimer)
        await sweeping.stop()
        await Promise.all([repairing, retaining])
      },
    }
  },
}

/** One after the other: a storage that is slow is not asked twice at once. */
function startSweeping({ sweeper }: RoleContext['services']['files'], onFault: (fault: unknown) => void) {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let expiresAt = 0
  const round = async () => {
    try {
      await sweeper.removeGoing()
      if (Date.now() < expiresAt) return
      await sweeper.expire()
      expiresAt = Date.now() + pruneEveryMs
    } catch (fault) {
      onFault(fault)
    }
  }
  const next = () => {
    running = round().then(() => {
      if (!isStopped) timer = setTimeout(next, sweepEveryMs)
    })
  }
  let running: Promise<void> = Promise.resolve()
  next()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** Where the audit log ends, each minute in which that changed: whoever cuts its end off has to find every log it was said in. */
function watchAuditHead(audit: Services['audit'], log: ApiServer['log']): NodeJS.Timeout {
  let said: string | undefined
  const say = async () => {
    const head = await audit.loadHead()
    if (head === undefined || head.digest === said) return
    said = head.digest
    log.info({ seq: head.seq, digest: head.digest }, 'the audit log ends here')
  }
  return setInterval(() => {
    say().catch((err: unknown) => log.warn({ err }, 'the end of the audit log could not be read; tried again'))
  }, sayHeadEveryMs)
}
