// Forms that speak JSON to the sandbox, and parts of the page (#live, #clock) that stay fresh.

const BLANK_IS_NOTHING = ['number', 'optional']

function fieldOf({ value, dataset: { type } }) {
  if (type === 'boolean') return value === 'true'
  return type === 'number' ? Number(value) : value.trim()
}

document.addEventListener('submit', async (event) => {
  const form = event.target
  const { method, url, confirm: question } = form.dataset
  if (!method) return
  event.preventDefault()
  if (question && !window.confirm(question)) return
  const fields = {}
  let target = url
  for (const input of form.querySelectorAll('[name]')) {
    if (target.includes(`{${input.name}}`)) target = target.replace(`{${input.name}}`, encodeURIComponent(input.value.trim()))
    else if (input.value.trim() !== '' || !BLANK_IS_NOTHING.includes(input.dataset.type)) fields[input.name] = fieldOf(input)
  }
  const body = Object.keys(fields).length > 0 ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) } : {}
  const output = form.querySelector('output')
  try {
    const response = await fetch(target, { method, ...body })
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}))
      output.textContent = problem.detail ?? `failed (${response.status})`
      return
    }
    if (output) output.textContent = ''
    if (form.closest('details')) location.reload()
    else await refresh(true)
  } catch {
    output.textContent = 'the sandbox does not answer'
  }
})

async function refresh(always) {
  const live = document.getElementById('live')
  // Not under the hands of somebody who is about to press a button in it.
  if (!live || (!always && (document.hidden || live.contains(document.activeElement)))) return
  const response = await fetch(location.href)
  if (!response.ok) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  for (const id of ['live', 'clock']) {
    const [shown, fresh] = [document.getElementById(id), page.getElementById(id)]
    if (shown && fresh && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh)
  }
}

if (document.getElementById('live')) setInterval(() => refresh(false).catch(() => {}), 2000)
