/**
 * Ends this process when the supervisor that started it is gone, however it went (kill -9 closes the channel too): first by SIGTERM, so that
 * the process drains as always, then by force. Does nothing in a process that was started alone.
 */
export function exitWithParent(): void {
  if (process.send === undefined) return
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), 12_000).unref()
    process.kill(process.pid, 'SIGTERM')
  })
  // The channel is only watched: it must not keep alive a process that has nothing else to do.
  process.channel?.unref()
}
