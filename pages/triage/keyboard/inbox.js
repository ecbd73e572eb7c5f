// --- keys ----------------------------------------------------------------------------------------
function step(s, by) {
  s.i = Math.max(0, Math.min(s.rows.length - 1, s.i + by))
  draw(s)
}

function tick(s, row) {
  if (!row) return
  if (!s.sel.delete(row.id)) s.sel.add(row.id)
  draw(s)
}

const withRows = (s, ask, done) => {
  const rows = chosen(s)
  if (rows.length) ask(s, rows, (...said) => done(rows, ...said))
}
const stating = (s, form) =>
  withRows(s, form, (rows, values) => {
    describe(s, values, rows)
  })

const KEYS = {
  j: s => step(s, 1),
  arrowdown: s => step(s, 1),
  k: s => step(s, -1),
  arrowup: s => step(s, -1),
  x: s => tick(s, s.rows[s.i]),
  b: s => move(s, "blocking"),
  m: s => move(s, "monitoring"),
  l: s => move(s, "backlog"),
  d: s => withRows(s, askDismiss, (rows, reason, until) => move(s, "dismissed", {reason, until}, rows)),
  e: s => stating(s, askExpected),
  s: s => stating(s, askSeverity),
  a: s => stating(s, askOwner),
  z: undo,
  w: askWhy,
  "/": s => {
    s.$("#search").focus()
    s.$("#search").select()
  },
  "?": sheet,
  o: s => {
    const link = s.$("#det .id a")
    if (link) link.click()
  },
  escape: s => {
    if (s.notices.length) s.notices = []
    else s.sel.clear()
    s.root.classList.remove("open")
    draw(s)
  }
}
const REPEATABLE = ["j", "k", "arrowdown", "arrowup"]

function pressed(s, event) {
  const from = event.composedPath()[0]
  const typing =
    from.closest &&
    from.closest("input,textarea,select,[contenteditable=true],[role=textbox],[role=combobox]")
  if (typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (s.$("dialog").open || document.querySelector("[role=dialog]")) return
  const key = event.key.toLowerCase(),
    act = Object.hasOwn(KEYS, key) && KEYS[key]
  if (!act || (event.repeat && !REPEATABLE.includes(key))) return
  event.preventDefault()
  act(s)
}

function clicked(s, event) {
  const button = event.target.closest("[data-key]")
  if (button) return KEYS[button.dataset.key](s)
  const node = event.target.closest(".row")
  if (!node) return undefined
  const n = s.rows.findIndex(row => row.id === node.dataset.case)
  if (event.target.closest(".box")) return tick(s, s.rows[n])
  s.i = n
  s.root.classList.add("open")
  return draw(s)
}

function wireUp(s) {
  s.root.onclick = event => clicked(s, event)
  s.$("#back").onclick = () => s.root.classList.remove("open")
  s.$("#search").onkeydown = event => {
    if (event.key !== "Enter" && event.key !== "Escape") return
    event.preventDefault()
    if (event.key === "Enter") search(s, event.target.value.trim())
    s.$("#list").focus({preventScroll: true})
  }
  s.fit = () => fit(s)
  window.addEventListener("resize", s.fit)
  s.listen = event => pressed(s, event)
  window.addEventListener("keydown", s.listen)
  s.timer = setInterval(() => {
    if ((s.pend.length || s.dirty) && !waits(s)) send(s)
  }, 500)
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

const STATES = new WeakMap()

export default function (component) {
  const {data, parentElement, setTriggerValue} = component
  const known = STATES.get(parentElement)
  const s = known || fresh(data.actor)
  s.say = message => setTriggerValue("say", message)
  s.root = parentElement.querySelector("#ix")
  s.$ = selector => s.root.querySelector(selector)
  if (!known) {
    STATES.set(parentElement, s)
    wireUp(s)
  }
  const box = s.$("#search"),
    older = s.epoch
  hear(s, data)
  if (older !== s.epoch && s.root.getRootNode().activeElement !== box) box.value = data.text || ""
  s.drawn = known && older === s.epoch ? s.drawn : null
  fit(s)
  draw(s)
  if (!known && document.activeElement === document.body) s.$("#list").focus({preventScroll: true})
  if (s.epoch === null || s.dirty || (s.pend.length && older !== s.epoch)) send(s)
  return () => {
    window.removeEventListener("keydown", s.listen)
    window.removeEventListener("resize", s.fit)
    clearInterval(s.timer)
    clearTimeout(s.looking)
    STATES.delete(parentElement)
  }
}
