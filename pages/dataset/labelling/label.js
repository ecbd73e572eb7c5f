// One case at a time. A label counts as said at once; it stays on a list that is sent whole until
// the desk has answered for it, so nothing is lost when two are said within a blink.
const STATES = (window[Symbol.for("evaldesk.labels")] ||= new Map())
const PATIENCE_MS = 4000
const TYPING = "input,textarea,select,[contenteditable=true],[role=textbox],[role=combobox]"
const SHEET = [
  ["1 – 9", "Choose an answer"],
  ["↑ ↓", "Another question"],
  ["← →", "Another case"],
  ["Enter", "Save, and the next one"],
  ["N", "Write a note"],
  ["U", "Take back the last label, while it is hidden"],
  ["?", "These keys"]
]

const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (key === "onclick" || key === "oninput") node[key] = value
    else node.setAttribute(key, value === true ? "" : value)
  }
  node.append(...children.filter(child => child !== null && child !== undefined))
  return node
}
const named = () => crypto.getRandomValues(new Uint32Array(3)).join("-")
const of = row => `${row.task}/${row.case}`

function fresh() {
  return {pend: [], done: [], back: [], gone: new Set(), drafts: new Map(), at: 0, question: 0, wrong: "", data: null, sentAt: 0, seen: new Set()}
}

function rows(s) {
  const back = s.back.filter(row => !s.gone.has(of(row)))
  const known = new Set(back.map(of))
  return [...back, ...s.data.rows.filter(row => !known.has(of(row)) && !s.gone.has(of(row)))]
}

const current = s => rows(s)[s.at]

function draft(s, row) {
  const key = of(row)
  if (!s.drafts.has(key)) s.drafts.set(key, {answers: {...row.answers}, note: row.note || ""})
  return s.drafts.get(key)
}

// --- saying ----------------------------------------------------------------------------------
function send(s) {
  if (!s.pend.length) return
  s.sentAt = Date.now()
  s.say({actor: s.data.actor, desk: s.data.desk, actions: s.pend, at: named()})
}

function act(s, action) {
  s.pend.push({id: named(), ...action})
  send(s)
}

function hear(s) {
  for (const action of s.pend.filter(one => one.id in s.data.told)) {
    const refused = s.data.told[action.id]
    if (!refused) continue
    s.wrong = `${action.case}: ${refused}`
    s.done = s.done.filter(row => of(row) !== of(action))
    if (action.do === "label") s.back = s.back.filter(row => of(row) !== of(action))
    else s.gone.add(of(action))
  }
  s.pend = s.pend.filter(one => !(one.id in s.data.told))
  const waits = new Set(s.data.rows.map(of))
  if (!s.pend.length) s.back = s.back.filter(row => waits.has(of(row)) || s.gone.has(of(row)))
}

function save(s) {
  const row = current(s)
  if (!row) return
  const said = draft(s, row)
  const missing = s.data.questions.filter(one => one.decides && (said.answers[one.name] ?? "") === "")
  if (missing.length) {
    s.wrong = `Answer first: ${missing.map(one => one.text).join(" ")}`
    s.question = s.data.questions.indexOf(missing[0])
    return draw(s)
  }
  s.wrong = ""
  act(s, {do: "label", case: row.case, task: row.task, answers: said.answers, note: said.note})
  s.gone.add(of(row))
  s.done.push({...row, answers: said.answers, note: said.note})
  s.at = Math.max(0, Math.min(s.at, rows(s).length - 1))
  s.question = 0
  draw(s)
  tell(s, "Saved")
}

function undo(s) {
  const row = s.done.pop() || s.data.mine.find(one => !s.back.some(other => of(other) === of(one)))
  if (!row) return tell(s, "Nothing to take back")
  act(s, {do: "undo", case: row.case, task: row.task})
  s.gone.delete(of(row))
  s.drafts.delete(of(row))
  s.back = [row, ...s.back.filter(one => of(one) !== of(row))]
  s.at = s.question = 0
  s.wrong = ""
  draw(s)
  tell(s, "Taken back")
}

function choose(s, question, value) {
  const row = current(s)
  if (!row) return
  draft(s, row).answers[question.name] = value
  const place = s.data.questions.indexOf(question)
  s.question = Math.min(place + 1, s.data.questions.length - 1)
  s.wrong = ""
  draw(s)
}

const turn = (s, by) => {
  s.at = Math.max(0, Math.min(rows(s).length - 1, s.at + by))
  s.question = 0
  draw(s)
}

function ask(s, by) {
  s.question = Math.max(0, Math.min(s.data.questions.length - 1, s.question + by))
  draw(s)
  const field = s.$(`[data-question="${s.question}"] input`)
  if (field) field.focus()
}

function tell(s, words) {
  s.$("#live").textContent = ""
  s.$("#live").textContent = words
}

// --- drawing ---------------------------------------------------------------------------------
function draw(s) {
  const row = current(s)
  s.root.classList.toggle("empty", !row)
  s.$("#case").replaceChildren(...(row ? shown(s, row) : over(s)))
  s.$("#asked").replaceChildren(...(row ? s.data.questions.map((one, place) => asked(s, row, one, place)) : []))
  s.$("#foot").replaceChildren(...foot(s, row))
}

function shown(s, row) {
  const left = Math.max(rows(s).length, s.data.waiting - s.pend.length)
  return [
    el("p", {class: "muted"}, `${row.title} · ${row.task} · ${row.route} · ${left} left`),
    el("blockquote", {}, row.input),
    el("p", {class: "id"}, row.case)
  ]
}

function over(s) {
  const words = s.pend.length ? "Saving …" : "Nothing waits for your label."
  return [el("p", {class: "over"}, words), s.done.length ? el("p", {class: "muted"}, "U takes the last one back.") : null].filter(Boolean)
}

function asked(s, row, question, place) {
  const said = draft(s, row).answers[question.name]
  const id = `q-${question.name}`
  const answers = question.options.length ? question.options.map((one, n) => option(s, question, one, n, said)) : [number(s, row, question, said)]
  return el(
    "section",
    {class: place === s.question ? "on" : "", "data-question": place},
    el("p", {id, class: "q"}, question.text, question.decides ? null : el("span", {class: "muted"}, " if you can say")),
    el("div", {role: question.options.length ? "radiogroup" : "group", "aria-labelledby": id, class: "opts"}, ...answers)
  )
}

function option(s, question, one, n, said) {
  return el(
    "button",
    {
      type: "button", role: "radio", "aria-checked": said === one.value ? "true" : "false", class: "opt",
      onclick: () => choose(s, question, one.value)
    },
    el("kbd", {"aria-hidden": "true"}, String(n + 1)),
    el("span", {}, el("b", {}, one.value.replaceAll("_", " ")), one.meaning ? el("small", {}, one.meaning) : null)
  )
}

function number(s, row, question, said) {
  return el("input", {
    type: "number", step: "any", min: question.low, max: question.high, value: said ?? "", "aria-label": question.text,
    oninput: event => (draft(s, row).answers[question.name] = event.target.value)
  })
}

function foot(s, row) {
  const wrong = s.wrong ? el("p", {class: "wrong", role: "alert"}, s.wrong) : null
  const keys = el("button", {type: "button", class: "act", onclick: () => sheet(s)}, "Keys", el("kbd", {"aria-hidden": "true"}, "?"))
  const back = el("button", {type: "button", class: "act", onclick: () => undo(s)}, "Take back", el("kbd", {"aria-hidden": "true"}, "U"))
  if (!row) return [wrong, el("div", {class: "bar"}, back, keys)].filter(Boolean)
  const note = el("input", {
    id: "note", "aria-label": "Note", placeholder: "A note for whoever compares the labels", value: draft(s, row).note,
    oninput: event => (draft(s, row).note = event.target.value)
  })
  const saved = el("button", {type: "button", class: "act pri", onclick: () => save(s)}, "Save and next", el("kbd", {"aria-hidden": "true"}, "↵"))
  return [wrong, note, el("div", {class: "bar"}, saved, back, keys)].filter(Boolean)
}

function sheet(s) {
  const dialog = s.$("dialog")
  const lines = SHEET.flatMap(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])
  dialog.replaceChildren(el("h2", {}, "Keys"), el("dl", {}, ...lines), el("button", {type: "button", class: "act", onclick: () => dialog.close()}, "Close"))
  if (!dialog.open) dialog.showModal()
}

// --- keys ------------------------------------------------------------------------------------
const KEYS = {
  arrowdown: s => ask(s, 1),
  arrowup: s => ask(s, -1),
  arrowright: s => turn(s, 1),
  arrowleft: s => turn(s, -1),
  enter: save,
  u: undo,
  n: s => s.$("#note") && s.$("#note").focus(),
  "?": sheet
}

function pressed(s, event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  const from = event.composedPath()[0]
  if (s.$("dialog").open || document.querySelector("[role=dialog]")) return
  if (from.closest && from.closest(TYPING)) return typed(s, event, from)
  if (event.key === "Enter" && from.closest && from.closest("button,a,summary")) return // it is pressed itself
  const question = s.data.questions[s.question]
  const option = question && /^[1-9]$/.test(event.key) ? question.options[Number(event.key) - 1] : null
  const key = KEYS[event.key.toLowerCase()]
  if (!option && !key) return
  if (event.repeat && !event.key.startsWith("Arrow")) return
  event.preventDefault()
  if (option) choose(s, question, option.value)
  else key(s)
}

// While somebody types in a field of ours only Enter and Escape mean something.
function typed(s, event, from) {
  if (!s.root.contains(from)) return
  if (event.key === "Escape") from.blur()
  if (event.key !== "Enter" || event.repeat) return
  event.preventDefault()
  from.blur()
  save(s)
}

export default function (component) {
  const {data, parentElement, setTriggerValue} = component
  const whose = JSON.stringify([data.desk, data.actor, data.task])
  const s = STATES.get(whose) || fresh()
  STATES.set(whose, s)
  s.data = data
  s.root = parentElement.querySelector("#lb")
  s.$ = selector => s.root.querySelector(selector)
  s.say = message => setTriggerValue("say", message)
  hear(s)
  s.at = Math.max(0, Math.min(s.at, rows(s).length - 1))
  const typing = s.root.getRootNode().activeElement
  if (!(typing && typing.matches && typing.matches("input") && s.root.contains(typing))) draw(s)
  const off = new AbortController()
  window.addEventListener("keydown", event => pressed(s, event), {signal: off.signal})
  window.addEventListener("beforeunload", event => s.pend.length && event.preventDefault(), {signal: off.signal})
  const timer = setInterval(() => s.pend.length && Date.now() - s.sentAt > PATIENCE_MS && send(s), 1000)
  return () => {
    off.abort()
    clearInterval(timer)
  }
}
