// Meeting mode in the browser: its keys, its clocks, and a screen that shows what was decided on others.
// A key presses the button that stands on the page, and only the one of the item that is shown:
// every button carries the number of its item, so that a quick hand never settles another one.
const PATIENCE_MS = 5000
const OUTCOMES = { d: "decided", t: "discussed", l: "deferred", x: "no-action" }
const OPENING = { a: "promise", p: "present", m: "minutes", q: "close" }
const OF_THE_ITEM = ["promise"]
const TYPING = "input,textarea,select,[contenteditable=true],[role=textbox],[role=combobox]"
const FIELD = "input:not([type=hidden]):not([role=combobox]):not([type=checkbox]),textarea"

let told = null // what stands on the page: told anew with every run
let at = 0 // where the hand is: ahead of the page while that is on its way
let away = 0 // since when
let busy = false // an outcome is on its way
let asked = 0 // the key that was pressed last
let skew = 0 // of this machine's clock
let sheet = null
let live = null
let go = () => {}
let beat = null

const FRESH = ":not([data-stale=true] *)" // what an earlier run has left is about to go
const quiet = () => !document.querySelector("[role=dialog]") && !document.activeElement?.closest?.(TYPING)

// Wait until `find` finds something, then do `then` with it; a later key takes its place.
function soon(find, then) {
  const mine = ++asked
  const until = Date.now() + PATIENCE_MS
  const look = () => {
    if (mine !== asked) return
    const found = find()
    if (found) then(found)
    else if (Date.now() < until) setTimeout(look, 30)
  }
  look()
}

const button = (name) => () => told.at === at && document.querySelector(`.st-key-ed-meet-${name} button${FRESH}`)
const press = (name, then = () => {}) =>
  soon(button(name), (found) => {
    if (found.disabled) return
    found.click()
    then()
  })
const intoTheForm = () => soon(() => document.querySelector(`[role=dialog] :is(${FIELD})`), (field) => field.focus())

function turn(by) {
  const next = Math.max(0, Math.min(told.items.length - 1, at + by))
  if (next === at) return
  at = next
  away = Date.now()
  go({ item: told.items[at], n: away })
}

function settle(outcome) {
  if (busy) return
  press(`${outcome}-${at}`, () => (busy = true))
}

// The next item that nobody has settled, from here on and then from the top.
function skip() {
  const n = told.items.length
  for (let by = 1; by < n; by++) if (!told.settled.includes((at + by) % n)) return turn(((at + by) % n) - at)
}

const follow = (which) => document.querySelector(which)?.click()
const KEYS = {
  j: () => turn(1),
  arrowright: () => turn(1),
  arrowdown: () => turn(1),
  k: () => turn(-1),
  arrowleft: () => turn(-1),
  arrowup: () => turn(-1),
  s: skip,
  n: () => soon(() => document.querySelector(`.st-key-ed-meet-note-${at} :is(${FIELD})${FRESH}`), (field) => field.focus()),
  e: () => soon(() => told.at === at && document.querySelector("[data-ed-evidence]"), (link) => link.click()),
  b: () => follow("[data-ed-back]"),
  escape: () => follow("[data-ed-leave]"),
  "?": () => sheet.showModal(),
}
for (const [key, outcome] of Object.entries(OUTCOMES)) KEYS[key] = () => settle(outcome)
for (const [key, form] of Object.entries(OPENING))
  KEYS[key] = () => press(OF_THE_ITEM.includes(form) ? `${form}-${at}` : form, intoTheForm)
for (let n = 1; n <= 9; n++) KEYS[n] = () => press(`act-${at}-${n}`, intoTheForm)
const SCROLLING = ["arrowdown", "arrowup"]
const REPEATABLE = ["j", "k", "arrowright", "arrowleft", ...SCROLLING]

function keyOf(event) {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return null
  const { key, code } = event
  if (event.shiftKey && key !== "?") return null
  const latin = key.length === 1 && key.charCodeAt(0) > 127 && /^Key([A-Z])$/.exec(code)
  return (latin ? latin[1] : key).toLowerCase()
}

function pressed(event) {
  if (event.defaultPrevented || !told || sheet.open) return
  const from = event.composedPath()[0]
  const key = keyOf(event)
  if (from.closest?.(TYPING)) {
    // Out of the note, so that the next key counts; what was typed stays.
    if (key === "escape" && !document.querySelector("[role=dialog]")) from.blur()
    return
  }
  if (document.querySelector("[role=dialog]")) return
  const act = key && Object.hasOwn(KEYS, key) && KEYS[key]
  if (!act || (event.repeat && !REPEATABLE.includes(key))) return
  if (SCROLLING.includes(key) && scrolls()) return
  event.preventDefault()
  act()
}

// On a page that is longer than the window the arrows up and down move that.
function scrolls() {
  const main = document.querySelector("[data-testid=stMain]")
  return main && main.scrollHeight > main.clientHeight + 8
}

const two = (n) => String(n).padStart(2, "0")
function lasted(seconds) {
  const s = Math.max(0, Math.floor(seconds))
  const hours = Math.floor(s / 3600)
  const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
  return hours ? `${hours}:${rest}` : rest
}

function tick() {
  const now = (Date.now() + skew) / 1000
  for (const clock of document.querySelectorAll("[data-ed-since]"))
    clock.textContent = lasted(now - Number(clock.dataset.edSince))
  if (away && Date.now() - away > PATIENCE_MS) [at, away] = [told.at, 0]
  const room = document.querySelector("[data-ed-room]")?.dataset.edRoom
  // Whoever types or decides is left in peace.
  if (room && room !== told.room && quiet() && !away) {
    away = Date.now()
    go({ item: null, n: away })
  }
}

function hear(data) {
  const shown = told?.item
  told = data
  busy = false
  skew = data.now * 1000 - Date.now()
  if (!away || data.at === at || data.heard === away) [at, away] = [data.at, 0]
  if (shown === data.item) return
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
  live.textContent = data.said
  inSight(data.at)
}

// On a phone the agenda is as long as it is, and the page stays where the item is.
function scrollWithin(list, line) {
  const [box, own] = [list.getBoundingClientRect(), line.getBoundingClientRect()]
  if (own.bottom > box.bottom) list.scrollTop += own.bottom - box.bottom
  else if (own.top < box.top) list.scrollTop += own.top - box.top
}

// The agenda beside the item, which is drawn a moment later, shows the line of the item.
function inSight(item) {
  const until = Date.now() + PATIENCE_MS
  const look = () => {
    const line = document.querySelectorAll(".meet-agenda li")[item]
    if (line?.classList.contains("here")) scrollWithin(line.closest(".meet-agenda"), line)
    else if (told?.at === item && Date.now() < until) setTimeout(look, 100)
  }
  look()
}

export default function ({ data, parentElement, setTriggerValue }) {
  sheet = parentElement.querySelector("dialog")
  live = parentElement.querySelector("[role=status]")
  sheet.querySelector("button").onclick = () => sheet.close()
  go = (where) => setTriggerValue("go", where)
  hear(data)
  window.addEventListener("keydown", pressed)
  clearInterval(beat)
  beat = setInterval(tick, 500)
  tick()
  return () => {
    window.removeEventListener("keydown", pressed)
    clearInterval(beat)
    told = null
    at = away = 0
  }
}
