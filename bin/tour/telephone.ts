import type { Guide } from './guide.ts'

const OFFICE = '+4930901820'

/** The agent dials on the simulated telephone, and the seller answers; answers how to hang up. */
export async function talk({ stop, sandbox }: Guide, { callId, number }: { callId: string; number: string }) {
  const workflow = `call/${callId}`
  const card = { method: 'GET', path: `/v1/calls/${callId}` } as const
  const { pbxCallId } = await stop({
    name: 'the agent dials',
    request: { method: 'POST', path: '/phone/dial', body: { from: OFFICE, to: number }, base: sandbox },
    expect: 201,
    summary: (body) => `telephone call ${body.pbxCallId}`,
    workflow,
  })
  await stop({
    name: 'the telephone reports that the seller answered',
    request: card,
    until: (body) => body.status === 'in_call',
    summary: (body) => `the call is ${body.status}`,
    workflow,
  })

  return async function hangUp(): Promise<void> {
    await stop({
      name: 'they hang up',
      request: { method: 'POST', path: `/phone/calls/${pbxCallId}/hangup`, base: sandbox },
      summary: () => 'no limit was set to the talk',
      workflow,
    })
    await stop({
      name: 'the agent writes up the call',
      request: card,
      until: (body) => body.status === 'wrap_up',
      summary: (body) => `the call is ${body.status}`,
      workflow,
    })
  }
}
