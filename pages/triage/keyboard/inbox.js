// --- on the page -----------------------------------------------------------------------------------
function wireUp(s) {
  const off = new AbortController(),
    on = (name, listen) => window.addEventListener(name, listen, {signal: off.signal})
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

// The page scrolls nothing: list and case fill what is left of the window.
function fit(s) {
  const main = document.querySelector("[data-testid=stMain]")
  const top = s.root.getBoundingClientRect().top + (main ? main.scrollTop : 0)
  s.root.style.height = `${Math.max(440, Math.floor(innerHeight - top - 14))}px`
}

// What somebody has decided outlives the element: were it mounted anew in the middle of a burst,
// a dialog that is open still speaks to the same list of decisions.
const STATES = (window[Symbol.for("evaldesk.queue")] ||= new Map())

export default function (component) {
  const {data, parentElement, setTriggerValue} = component
  const s = STATES.get(data.actor) || fresh(data.actor)
  STATES.set(data.actor, s)
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

function unmount(s) {
  if (s.unwire) s.unwire()
  s.unwire = null
}
