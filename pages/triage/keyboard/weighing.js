// Before an act on several cases is sent, the desk says what it would do: who moves, who stays
// and why, what it would have blocked, what would wake it up. Only those that are free are sent,
// by their ids and the versions on the screen; the others stay selected.
const SLOW_MS = 6000

function weighFor(s, rows, to, {yes, shown}) {
  const asked = ++s.n
  s.weigh = {asked, to, cases: rows.map(row => row.id)}
  s.weighing = {asked, found: null, shown: () => shown(), yes}
  if (yes) {
    yes.disabled = true
    // A desk that does not answer must not keep anybody from deciding: it judges when it is back.
    setTimeout(() => {
      if (s.weighing && s.weighing.asked === asked && !s.weighing.found) yes.disabled = false
    }, SLOW_MS)
  }
  send(s)
}

function hearWeighed(s, found) {
  if (!s.weighing || s.weighing.asked !== found.asked) return
  s.weigh = null
  s.weighing.found = found
  s.weighing.shown()
  const {yes} = s.weighing
  if (!yes) return
  s.$("#early").textContent = ""
  yes.disabled = !found.free.length
  const at = s.root.getRootNode().activeElement
  if (!at || !at.closest("input,textarea,select")) (yes.disabled ? yes.previousSibling : yes).focus()
}

// Those that would move; all of them when the desk has not answered.
function free(weighing, rows) {
  if (!weighing || !weighing.found || rows.length < 2) return rows
  const ids = new Set(weighing.found.free)
  return rows.filter(row => ids.has(row.id))
}

function askMove(s, rows, to) {
  const needsWhy = to === "blocking"
  const why = needsWhy ? h("input", {required: true, maxlength: 400, value: s.why, autofocus: true}) : null
  const effect = h(
    "div",
    {class: "weighed", "aria-live": "polite"},
    h("p", {class: "muted"}, "Asking what would change …")
  )
  const {yes} = ask(
    s,
    `Move ${many(rows.length, "case")} to ${NAMES[to]}`,
    [why && field("Why", why), effect],
    () => {
      const reason = why ? why.value.trim() : s.why
      if (why && !reason) return false
      move(s, to, {reason}, free(s.weighing, rows))
    },
    `Move ${many(rows.length, "case")}`
  )
  weighFor(s, rows, to, {
    yes,
    shown: () => {
      const n = s.weighing.found.free.length
      yes.textContent = n ? `Move ${many(n, "case")}` : "Nothing to move"
      effect.replaceChildren(...moving(s.weighing.found, rows, to))
    }
  })
}

function moving(found, rows, to) {
  const parts = [whoMoves(found, rows, to), listed(found, rows), whoStays(found)]
  if (found.effect) {
    const n = found.free.length
    if (!n) parts.push(h("p", {class: "effect"}, "Were all of them free:"))
    parts.push(...effects(found.effect, n !== 1).map(said => h("p", {class: "effect"}, said)))
  }
  return parts.filter(Boolean)
}

function whoMoves(found, rows, to) {
  const ids = new Set(found.free),
    from = new Map()
  for (const row of rows.filter(row => ids.has(row.id))) {
    const place = !row.state || row.state === "inbox" ? "the inbox" : row.state
    from.set(place, (from.get(place) || 0) + 1)
  }
  const places = [...from].map(([place, n]) => `${n} from ${place}`).join(", ")
  return h(
    "p",
    {},
    h("b", {}, `${found.free.length} of ${rows.length} will change`),
    places ? `: ${places} → ${to}.` : "."
  )
}

function listed(found, rows) {
  const ids = new Set(found.free)
  const line = row => {
    const moves = ids.has(row.id)
    const fate = h("span", {class: moves ? "fate" : "fate stays"}, moves ? "moves" : "stays")
    return h("li", {}, fate, h("span", {class: "tt", title: row.id}, row.title))
  }
  return h("ul", {class: "all", tabindex: 0, "aria-label": "Every selected case"}, rows.map(line))
}

function whoStays(found) {
  if (!found.refused) return null
  const lines = found.stays.map(({n, said: [what, way]}) =>
    h("li", {}, h("b", {}, `${n} × `), what, h("span", {class: "muted"}, ` ${way}`))
  )
  const told = `${many(found.refused, "case")} ${found.refused === 1 ? "stays" : "stay"} selected:`
  return h("div", {class: "stays"}, h("p", {}, told), h("ul", {}, lines))
}

// What would wake the dismissed cases up, in the numbers of their failure groups.
const SHOWN_GROUPS = 4
function dismissed({found}, rows, until) {
  const who = rows.length > 1 ? [whoMoves(found, rows, "dismissed"), listed(found, rows)] : []
  return [...who, whoStays(found), ...wakesUp(found.wakes, rows, until)].filter(Boolean)
}

function wakesUp(wakes, rows, until) {
  const [they, them] = rows.length > 1 ? ["They are", "them"] : ["It is", "it"]
  if (until === "date") return [h("p", {}, `${they} back on that day, whatever happens.`)]
  const lines = wakes
    .slice(0, SHOWN_GROUPS)
    .map(group => h("li", {}, `${group.group}: ${wakeWords(group, until)}`))
  const more = wakes.length - SHOWN_GROUPS
  if (more > 0) lines.push(h("li", {class: "muted"}, `and ${many(more, "further group")}`))
  return [h("p", {}, `What would wake ${them} up, by failure group:`), h("ul", {}, lines)]
}

function wakeWords(group, until) {
  const pace = group.recent
    ? `it had ${group.recent} a week over the last 4 weeks, at most ${group.busiest}`
    : `it had none in the last 4 weeks, at most ${group.busiest} a week before`
  if (until === "escalates") return `a week with more than ${group.limit} failures; ${pace}.`
  const more = Number(until)
  const weeks = group.recent
    ? `about ${many(Math.ceil(more / group.recent), "week")} at its pace`
    : "nobody can say when"
  return `failure number ${(group.failures + more).toLocaleString("en")} (now ${group.failures.toLocaleString("en")}), ${weeks}; ${pace}.`
}
