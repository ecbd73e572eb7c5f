// --- on the page -----------------------------------------------------------------------------------
function wireUp(s) {
  const off = new AbortController(),
    on = (name, listen, also) => window.addEventListener(name, listen, {signal: off.signal, ...also})
  s.root.onclick = event => clicked(s, event)
  s.$("#back").onclick = () => closeCase(s)
  s.$("#search").onkeydown = event => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return
    event.preventDefault()
    if (event.key === "Enter") search(s, event.target.value.trim())
    s.$("#list").focus({preventScroll: true})
  }
  on("resize", () => fit(s))
  on("keydown", event => pressed(s, event))
  on("popstate", () => location.hash !== "#case" && s.root.classList.remove("open"))
  on("click", event => leaving(s, event), {capture: true})
  on("popstate", () => sendRest(s), {capture: true})
  on("beforeunload", () => sendRest(s))
  on("online", () => {
    s.sentAt = 0
    send(s)
  })
  const timer = setInterval(() => beat(s), 500)
  s.unwire = () => {
    off.abort()
    clearInterval(timer)
    clearTimeout(s.looking)
  }
}

function search(s, text) {
  s.sentAt = 0 // an answer that is still on its way is about the old list
  send(s, {text})
}

// A link is followed once everything is stored. A server that is asked for another page no longer
// hears what was said on this one, so it would wait, unseen, until somebody comes back.
const LEAVING_MS = 5000

function leaving(s, event) {
  const link = event.composedPath().find(node => node.tagName === "A")
  const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
  if (!link || elsewhere || link === s.leaving || link.target === "_blank") return
  if (!s.pend.length || link.dataset.alike) return
  event.preventDefault()
  event.stopImmediatePropagation()
  sendRest(s)
  follow(s, link, Date.now() + LEAVING_MS)
}

function follow(s, link, latest) {
  clearTimeout(s.following)
  if (s.pend.length && Date.now() < latest) {
    s.following = setTimeout(() => follow(s, link, latest), 30)
    return
  }
  if (!link.isConnected) return location.assign(link.href)
  s.leaving = link
  link.click()
  s.leaving = null
}

// The page scrolls nothing: list and case fill what is left of the window.
function fit(s) {
  const main = document.querySelector("[data-testid=stMain]")
  const top = s.root.getBoundingClientRect().top + (main ? main.scrollTop : 0)
  s.root.style.height = `${Math.max(440, Math.floor(innerHeight - top - 14))}px`
}

// What somebody has decided outlives the element: were it mounted anew in the middle of a burst,
// a dialog that is open still speaks to the same list of decisions.
// Each person and each desk has a list of its own; only one of them is on the page and hears keys.
const STATES = (window[Symbol.for("evaldesk.queue")] ||= guarded(new Map()))

// What is not stored yet is kept in this tab, and is gone when the tab is closed.
function guarded(states) {
  window.addEventListener("beforeunload", event => {
    if ([...states.values()].some(s => s.pend.length)) event.preventDefault()
  })
  return states
}

export default function (component) {
  const {data, parentElement, setTriggerValue} = component
  const whose = JSON.stringify([data.desk, data.actor])
  const s = STATES.get(whose) || fresh(data.desk, data.actor)
  STATES.set(whose, s)
  for (const other of STATES.values()) if (other !== s) putAside(other)
  const root = parentElement.querySelector("#ix")
  const mounted = s.root !== root || s.unwire === null
  s.say = message => setTriggerValue("say", message)
  s.root = root
  s.$ = selector => s.root.querySelector(selector)
  if (mounted) mount(s)
  const box = s.$("#search"),
    older = s.epoch
  hear(s, data)
  if (older !== s.epoch && s.root.getRootNode().activeElement !== box) box.value = data.text || ""
  s.drawn = !mounted && older === s.epoch ? s.drawn : null
  fit(s)
  draw(s)
  if (mounted && document.activeElement === document.body) s.$("#list").focus({preventScroll: true})
  if (s.epoch === null || s.dirty || (s.pend.length && older !== s.epoch)) send(s)
  return () => s.root === root && unmount(s)
}

function mount(s) {
  unmount(s)
  s.nodes.clear()
  s.sentAt = 0 // what was asked before may never be answered here
  wireUp(s)
}

// The list on the page is somebody else's from now on: a dialog about a row of this one goes too.
function putAside(s) {
  if (s.unwire && s.$("dialog").open) s.$("dialog").close()
  unmount(s)
}

function unmount(s) {
  if (s.unwire) s.unwire()
  s.unwire = null
}
