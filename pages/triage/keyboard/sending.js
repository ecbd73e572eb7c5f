// The queue. A key changes what is seen at once; the decision goes on a list that is sent whole
// until the server has answered for it. The list is kept for this tab, so that a reload or a lost
// connection sends it again: each decision carries a name of its own and is recorded once.
const NAMES = {blocking: "Blocking", monitoring: "Monitoring", backlog: "Backlog", dismissed: "Dismissed"}
const PATIENCE_MS = 4000,
  AHEAD = 12,
  NEAR_END = 30,
  TOLD = 6,
  LOADS = 8

const random = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(6)), byte => byte.toString(16).padStart(2, "0")).join("")

function fresh(desk, actor) {
  const s = {
    rows: [],
    nodes: new Map(),
    i: 0,
    sel: new Set(),
    pend: [],
    undo: [],
    gone: new Set(),
    epoch: null,
    after: null,
    total: 0,
    glimpses: new Map(),
    stale: new Set(), // glimpses that an act of ours has overtaken: shown until the new one is here
    notices: [],
    client: random(), // of this load of the page: a tab that is duplicated gets another
    n: 0,
    own: [], // what this tab was called before it was loaded anew, and how far it had counted
    desk,
    actor,
    msg: 0, // the last message
    sentAt: 0,
    dirty: false,
    why: "",
    drawn: null,
    weigh: null, // a question to the desk, until it is answered
    weighing: null, // what the open dialog asked, and the answer
    heardAt: Date.now(),
    lost: 0,
    root: null,
    unwire: null,
    place: `evaldesk.inbox.${desk}.${actor}`
  }
  try {
    const kept = JSON.parse(sessionStorage.getItem(s.place) || "{}")
    s.pend = kept.pend || []
    s.undo = kept.undo || []
    s.own = kept.own || []
  } catch {
    /* what is unreadable cannot be sent */
  }
  s.dirty = s.pend.length > 0
  return s
}

function keep(s) {
  try {
    const own = (s.n ? [...s.own, [s.client, s.n]] : s.own).slice(-LOADS)
    sessionStorage.setItem(s.place, JSON.stringify({pend: s.pend, undo: s.undo.slice(-50), own}))
  } catch {
    /* a full or forbidden store: the list still lives in the page */
  }
}

// --- talking to the server -------------------------------------------------------------------
const wire = ({act, do: verb, cases, to, reason, until, values, undoes}) => ({
  act,
  do: verb,
  cases,
  to,
  reason,
  until,
  values,
  undoes
})
const waits = s => s.sentAt && Date.now() - s.sentAt < PATIENCE_MS

function wanted(s) {
  const near = s.rows
    .slice(s.i, s.i + AHEAD)
    .map(row => row.id)
    .filter(id => !s.glimpses.has(id) || s.stale.has(id))
  const urgent = near.length && (near[0] === s.rows[s.i].id || near.length >= AHEAD / 2)
  return urgent ? near : []
}

function send(s, also = {}) {
  if (also.text !== undefined) s.text = also.text
  if (waits(s) && !also.now) {
    s.dirty = true
    return
  }
  const after = s.after && s.i > s.rows.length - NEAR_END ? s.after : null
  s.msg = Date.now()
  s.sentAt = s.msg
  s.dirty = false
  s.last = s.n
  s.say({
    msg: s.msg,
    actor: s.actor,
    desk: s.desk,
    own: s.own,
    have: s.epoch,
    actions: s.pend.map(wire),
    want: wanted(s),
    after,
    text: s.text === undefined ? null : s.text,
    weigh: s.weigh
  })
}

// Whoever leaves the page takes the timer along: what no message holds yet goes at once.
function sendRest(s) {
  if (s.unwire && s.pend.length && s.last !== s.n) send(s, {now: true})
}

// Twice a second: send again what has no answer, and say so when it takes long.
function beat(s) {
  const since = s.pend.length ? Math.max(s.heardAt, s.pend[0].since || 0) : Infinity
  const lost = Date.now() - since > PATIENCE_MS ? s.pend.length : 0
  if (lost !== s.lost) {
    s.lost = lost
    drawLost(s)
  }
  if ((s.pend.length || s.dirty || s.weigh) && !waits(s)) send(s)
}

function look(s) {
  clearTimeout(s.looking)
  s.looking = setTimeout(() => {
    if (wanted(s).length || (s.after && s.i > s.rows.length - NEAR_END)) send(s)
  }, 40)
}

// --- what the server said ----------------------------------------------------------------------
function hear(s, data) {
  s.data = data
  s.heardAt = Date.now()
  if (data.rows && data.epoch !== s.epoch) replaceRows(s, data)
  if (data.page && JSON.stringify(data.page.asked) === JSON.stringify(s.after)) appendRows(s, data.page)
  if (data.odd) giveUp(s, data.odd)
  for (const outcome of data.outcomes) settle(s, outcome)
  for (const [id, glimpse] of Object.entries(data.glimpses)) {
    s.glimpses.set(id, glimpse)
    s.stale.delete(id)
  }
  if (data.weighed) hearWeighed(s, data.weighed)
  if (data.heard === s.msg) {
    s.sentAt = 0
    if (s.text === data.text) s.text = undefined
  }
  if (data.heard === null) s.sentAt = 0
  keep(s)
}

// What the desk cannot read it will not read the next time either.
function giveUp(s, odd) {
  s.notices.unshift({
    title: odd,
    not: `${many(s.pend.length, "decision")} of this tab could not be stored.`,
    objections: [],
    keep: "Understood"
  })
  s.pend = []
  s.undo = []
}

function replaceRows(s, data) {
  const here = s.rows[s.i],
    same = s.scope === data.scope
  s.scope = data.scope
  s.epoch = data.epoch
  s.after = data.after
  s.total = data.total
  s.gone = new Set(s.pend.filter(item => item.do === "move").flatMap(item => item.cases.map(([id]) => id)))
  for (const item of s.pend) if (item.do === "undo") for (const id of item.back || []) s.gone.delete(id)
  const listed = new Set(data.rows.map(row => row.id))
  const ticked = s.rows.filter(row => s.sel.has(row.id) && !listed.has(row.id) && !s.gone.has(row.id))
  s.rows = data.rows.filter(row => !s.gone.has(row.id))
  s.total -= data.rows.length - s.rows.length
  if (same) s.rows.push(...ticked) // selected further down than the first page of the list
  s.nodes.clear()
  s.glimpses.clear()
  deselectMissing(s)
  const at = here ? s.rows.findIndex(row => row.id === here.id) : -1
  // The same list anew must not take the case away that somebody looks at, deep in it.
  if (here && at < 0 && same && !s.gone.has(here.id)) s.rows.unshift(here)
  s.i = Math.max(0, at)
}

// An act is for the selected cases: when some are out of sight, it must not quietly be for others.
function deselectMissing(s) {
  const left = [...s.sel].filter(id => s.rows.some(row => row.id === id))
  const dropped = s.sel.size - left.length
  s.sel = new Set(left)
  if (!dropped) return
  s.notices.unshift({
    title: `${many(dropped, "selected case")} ${dropped === 1 ? "is" : "are"} not in this list.`,
    not: `${dropped === 1 ? "It is" : "They are"} no longer selected.`,
    objections: [],
    keep: "Understood"
  })
}

function appendRows(s, page) {
  const known = new Set(s.rows.map(row => row.id))
  s.rows.push(...page.rows.filter(row => !known.has(row.id) && !s.gone.has(row.id)))
  s.after = page.after
}

function settle(s, outcome) {
  const item = s.pend.find(one => one.act === outcome.act)
  if (!item) return
  s.pend = s.pend.filter(one => one !== item)
  const done = new Set(outcome.done)
  if (item.do === "describe") for (const [id] of item.cases) s.stale.add(id)
  const failed =
    item.do === "undo" ? Boolean(outcome.conflict || outcome.said) : item.cases.some(([id]) => !done.has(id))
  if (!failed) return
  rollBack(s, item, done, outcome)
  const told = noticesOf(item, outcome)
  s.notices.unshift(...told)
  if (told.length) tell(s, told[0].title) // the success that was painted must not stand beside it
  s.refused = !done.size
  s.notices.length = Math.min(s.notices.length, 40)
  if (item.do !== "undo") leaveDone(s, item.act, done)
}

// What stayed was not moved, so taking the act back, or failing to, does not move it either.
function leaveDone(s, act, done) {
  if (!done.size) s.undo = s.undo.filter(one => one.act !== act)
  for (const one of s.undo.filter(found => found.act === act)) {
    one.cases = one.cases.filter(([id]) => done.has(id))
    one.rows = one.rows.filter(row => done.has(row.id))
  }
  for (const one of s.pend.filter(found => found.undoes === act))
    one.back = (one.back || []).filter(id => done.has(id))
}

function rollBack(s, item, done, outcome) {
  if (item.do === "undo") return takeOut(s, new Set(item.back || []))
  const now = outcome.conflict
  const left = (item.rows || []).filter(one => !done.has(one.id))
  for (const [n, row] of left.entries()) {
    const same = now && now.case === row.id
    putBack(s, same ? {...row, state: now.state, version: now.version} : row, item.at + n)
    s.glimpses.delete(row.id)
    s.nodes.delete(row.id)
  }
}

const titleOf = (item, id) => (item.rows.find(row => row.id === id) || {title: id}).title

const AGAIN = {
  move: item => `Move to ${item.to} all the same`,
  describe: () => "State it all the same"
}

function noticesOf(item, outcome) {
  const wish =
    item.do === "move" ? `The move to ${item.to}` : item.do === "undo" ? "The undo" : "What you stated"
  const of = item.cases.length > 1 ? ` of ${item.cases.length} cases` : ""
  const found = outcome.refused.map(one => ({
    case: one.case,
    title: `${wish} was refused: ${titleOf(item, one.case)}`,
    not: "It stays where it was.",
    objections: one.objections,
    keep: "Understood",
    item: null
  }))
  if (outcome.conflict) {
    const c = outcome.conflict
    const stood = (item.rows || []).find(row => row.id === c.case)
    const gone = (c.state || "inbox") !== ((stood && stood.state) || "inbox")
    found.push({
      case: c.case,
      title: `${c.by} ${c.what} at ${c.at}.`,
      not: `${wish}${of} was not done.`,
      objections: [],
      keep: gone && c.state ? `Keep ${c.state}` : "Understood",
      gone,
      again: AGAIN[item.do] ? AGAIN[item.do](item) : null,
      item
    })
  }
  if (outcome.said)
    found.push({
      case: item.cases[0] ? item.cases[0][0] : "",
      title: outcome.said,
      not: `${wish}${of} was not done.`,
      objections: [],
      keep: "Understood",
      item: null
    })
  return found
}
