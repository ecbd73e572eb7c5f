// The right-hand side: one case with everything a person weighs before acting on it.
const section = (title, ...inside) => h("section", {}, h("h3", {}, title), inside)

function detail(row, glimpse, notices, act) {
  return [
    notices.map(notice => banner(notice, act)),
    header(row, glimpse, act),
    section("Input", h("div", {class: "input"}, glimpse ? glimpse.input : row.title)),
    texts(row, glimpse),
    glimpse ? more(row, glimpse) : h("p", {class: "muted"}, "Fetching what is known about it …")
  ].flat()
}

function header(row, glimpse, act) {
  const when = row.last ? ` · last seen ${row.last}` : ""
  const waits = row.waits === null ? "" : ` · waits ${row.waits ? many(row.waits, "day") : "since today"}`
  const mine = row.owner === act.me
  return h(
    "header",
    {},
    h(
      "div",
      {},
      h(
        "div",
        {class: "id"},
        h("a", {href: row.url, "data-ed-page": true}, row.id),
        ` · ${row.kind} · ${many(row.count, "failure")}${when}${waits}`
      ),
      h("h2", {}, row.title)
    ),
    h(
      "div",
      {class: "meta"},
      severity(row.severity, true),
      h("span", {class: "tag"}, row.route),
      row.state && row.state !== "inbox" && h("span", {class: "tag firm"}, capital(row.state)),
      h("span", {class: "tag"}, row.owner || "Unassigned"),
      dueMark(row.due, act.today),
      !mine && h("button", {type: "button", class: "act", "data-key": "A"}, "Take it", kbd("⇧A")),
      glimpse && glimpse.cost && h("span", {class: "tag"}, `${glimpse.cost} a failure`)
    ),
    row.woken && h("p", {class: "woken"}, `Dismissed, and back: ${row.woken}.`)
  )
}

const OUGHT = {
  refusal: "The model ought to refuse.",
  needs_human: "The model ought to hand over to a person."
}

function texts(row, glimpse) {
  const expected = (glimpse && glimpse.expected) || "",
    output = (glimpse && glimpse.output) || ""
  const [left, right] = expected && output ? difference(expected, output) : [[expected], [output]]
  const stated = glimpse && OUGHT[glimpse.behaviour]
  const wanted = expected
    ? left
    : [h("span", {class: "muted"}, stated || (glimpse ? "Nobody has stated it yet: press E." : "…"))]
  const said = output ? right : [h("span", {class: "muted"}, glimpse ? "Nothing was recorded." : "…")]
  return h(
    "section",
    {class: "two"},
    h(
      "div",
      {},
      h("h3", {}, "Expected ", row.expected && h("span", {class: "lab"}, row.expected)),
      stated && expected && h("div", {class: "ought"}, stated),
      h("div", {class: "out"}, wanted)
    ),
    h(
      "div",
      {},
      h("h3", {}, "Model output ", row.actual && h("span", {class: "lab bad"}, row.actual)),
      h("div", {class: "out"}, said)
    )
  )
}

function more(row, glimpse) {
  return [
    h(
      "section",
      {class: "two"},
      h("div", {}, h("h3", {}, "Before you act"), before(glimpse)),
      h(
        "div",
        {},
        h("h3", {}, "Recurrence by week"),
        weeks(glimpse.weeks),
        h("h3", {class: "next"}, "Results over runs"),
        strip(glimpse.runs)
      )
    ),
    h(
      "section",
      {class: "two"},
      h("div", {}, h("h3", {}, "Similar failing inputs"), similar(glimpse)),
      h("div", {}, h("h3", {}, "History"), decisions(glimpse.history))
    ),
    section(
      "Recorded with it",
      h(
        "dl",
        {class: "facts"},
        glimpse.facts.map(([name, value, href]) =>
          h("div", {}, h("dt", {}, name), h("dd", {}, outward(value, href)))
        )
      )
    )
  ]
}

// An id leads to the tool that knows it; the address was checked where it was made.
const outward = (value, href) =>
  href ? h("a", {href, target: "_blank", rel: "noopener noreferrer"}, value, " ↗") : value

function before(glimpse) {
  const lines = ["monitoring", "blocking"]
    .filter(to => glimpse.stand[to])
    .map(to => {
      const found = glimpse.stand[to]
      const what = found.length
        ? found.map(([said, way]) => h("li", {}, said, h("span", {class: "muted"}, ` ${way}`)))
        : [h("li", {class: "free"}, "Nothing stands in the way.")]
      return h("div", {class: "stand"}, h("b", {}, capital(to)), h("ul", {}, what))
    })
  return [
    lines,
    effects(glimpse.effect, false).map(said => h("p", {class: "effect"}, said)),
    h("p", {class: "effect"}, `Dismissed, it sleeps ${glimpse.wake}, unless you say otherwise.`)
  ]
}

// What the last judged releases would have met, in sentences; `several` cases stand for "they".
function effects(effect, several) {
  const [it, them, asks] = several ? ["they", "them", "they ask"] : ["it", "it", "it asks"]
  const n = effect.releases
  if (!n) return ["No release was judged yet, so nobody can tell what it would have stopped."]
  const last = n === 1 ? "the one judged release" : `the last ${n} judged releases`
  if (effect.unasked === n)
    return [`In blocking: ${last} never ran ${them} on what ${asks} now, so nobody can tell.`]
  const blocked = effect.blocked.length ? `${effect.blocked.length} (${effect.blocked.join(", ")})` : "none"
  const known = effect.unasked || effect.partly.length ? `, as far as ${it} ran,` : ""
  const said = [`In blocking, ${it} would have blocked${known} ${blocked} of ${last}.`]
  if (effect.held.length) said.push(`Held open as flaky or errored: ${effect.held.join(", ")}.`)
  if (effect.anyway.length) said.push(`Red anyway: ${effect.anyway.join(", ")}.`)
  if (effect.unasked)
    said.push(`${many(effect.unasked, "release")} never ran ${them} on what ${asks} now.`)
  if (effect.partly.length) {
    const gaps = effect.partly.map(([run, unasked, of]) => `${unasked} of ${of} in ${run}`)
    said.push(`Some never ran, and nobody can tell of those: ${gaps.join(", ")}.`)
  }
  return said
}

function weeks(found) {
  if (!found.length) return h("p", {class: "muted"}, "No failure carries a time.")
  const most = Math.max(...found.map(([, n]) => n))
  const said = found.map(([week, n]) => `${week}: ${n}`).join(", ")
  const bars = found.map(([week, n]) => {
    const bar = h("i", {title: `Week of ${week}: ${n}`})
    bar.style.height = n ? `${Math.max(8, (100 * n) / most)}%` : "2px"
    return bar
  })
  return h(
    "div",
    {class: "weeks"},
    h("div", {class: "bars-w", role: "img", "aria-label": `Failures by week. ${said}`}, bars),
    h("small", {}, `${found[0][0]} – ${found[found.length - 1][0]}, at most ${most} a week`)
  )
}

function strip(runs) {
  if (!runs.length) return h("p", {class: "muted"}, "Never run.")
  return h(
    "ol",
    {class: "strip"},
    runs.map(run =>
      h("li", {class: `t-${run.outcome}`, title: run.title}, h("span", {class: "vh"}, run.title))
    )
  )
}

function decisions(found) {
  if (!found.length) return h("p", {class: "muted"}, "Nothing was decided about it yet.")
  return found.map(one =>
    h(
      "div",
      {class: "hist"},
      h("span", {class: "hd"}),
      h(
        "div",
        {},
        h("b", {}, one.who),
        ` ${one.what}`,
        one.why && h("div", {}, `“${one.why}”`),
        h("small", {}, one.when)
      )
    )
  )
}

// What was not done, and why: it stays until somebody has read it.
function banner(notice, act) {
  const lines = notice.objections.map(([said, way]) =>
    h("li", {}, said, h("span", {class: "muted"}, ` ${way}`))
  )
  return h(
    "div",
    {class: "conflict", role: "alert"},
    h("span", {class: "ci", "aria-hidden": "true"}, "!"),
    h(
      "div",
      {class: "told"},
      h("b", {}, notice.title),
      h("div", {}, notice.not),
      lines.length ? h("ul", {}, lines) : null
    ),
    h(
      "div",
      {class: "ways"},
      notice.again &&
        h("button", {type: "button", class: "act", onclick: () => act.again(notice)}, notice.again),
      h("button", {type: "button", class: "act", onclick: () => act.dropNotice(notice)}, notice.keep)
    )
  )
}

function emptyDetail(searching) {
  return h(
    "div",
    {class: "empty"},
    h("div", {class: searching ? "big none" : "big", "aria-hidden": "true"}, searching ? "0" : "✓"),
    h("h2", {}, searching ? "Nothing matches" : "Everything here is sorted"),
    h(
      "p",
      {},
      searching
        ? "No waiting failure carries these words. Press / to search for others."
        : "New failures come with the next import; Z takes the last decision back."
    )
  )
}
