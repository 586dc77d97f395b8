import { MongoClient } from 'mongodb'

/**
 * For tests: every command that any client of this process sends from now on, by the driver's own monitoring, with what it
 * is about and whose rows it asks for; for those clients that connect afterwards. Returns the end of it, which those that
 * are connected do not hear.
 */
export function watchMongoCommands(onCommand: (name: string, subject: string, owner: string) => void): () => void {
  const { connect } = MongoClient.prototype
  MongoClient.prototype.connect = function connectWatched() {
    Object.assign(this, { monitorCommands: true })
    this.on('commandStarted', ({ commandName, command }) => {
      const subject: unknown = command[commandName]
      const { owners }: { readonly owners?: unknown } = Object(command.filter)
      onCommand(commandName, typeof subject === 'string' ? subject : '', typeof owners === 'string' ? owners : '')
    })
    return connect.call(this)
  }
  return () => {
    MongoClient.prototype.connect = connect
  }
}
