// The small forms that a key opens; Escape closes them, Enter says yes.
const field = (label, control) => h("label", {}, h("span", {}, label), control)

function ask(s, title, body, done, verb = "Save") {
  const box = s.$("dialog"),
    form = h("form", {method: "dialog"})
  const buttons = h(
    "div",
    {class: "ways"},
    h(
      "button",
      {type: "button", class: "act", onclick: () => box.close()},
      done === null ? "Close" : "Cancel"
    ),
    done && h("button", {type: "submit", class: "act pri"}, verb)
  )
  form.append(h("h2", {id: "asked"}, title), ...body, buttons)
  form.onsubmit = event => {
    event.preventDefault()
    if (done && done() !== false) box.close()
  }
  form.onkeydown = event => {
    if (event.key === "Enter" && event.ctrlKey) form.requestSubmit()
  }
  box.replaceChildren(form)
  box.onclose = () => s.$("#list").focus({preventScroll: true})
  box.showModal()
  const first = form.querySelector("[autofocus],input,textarea,select")
  if (first) first.focus()
}

const about = rows => (rows.length === 1 ? rows[0].title : many(rows.length, "case"))

function preview(rows, what) {
  const shown = rows.slice(0, 6).map(row => h("li", {}, row.title))
  const rest = rows.length > 6 ? [h("li", {class: "muted"}, `and ${rows.length - 6} more`)] : []
  return h("div", {class: "preview"}, h("p", {}, what), h("ul", {}, shown, rest))
}

function askDismiss(s, rows, done) {
  const reason = h("input", {required: true, maxlength: 400, value: s.why, autofocus: true})
  const until = h(
    "select",
    {},
    h("option", {value: "escalates"}, "it escalates (its group has an unusual week)"),
    h("option", {value: "+10"}, "10 more failures"),
    h("option", {value: "+100"}, "100 more failures"),
    h("option", {value: "date"}, "a date")
  )
  const day = h("input", {type: "date", "aria-label": "Until which day"})
  day.hidden = true
  until.onchange = () => {
    day.hidden = until.value !== "date"
  }
  const glimpse = rows.length === 1 && s.glimpses.get(rows[0].id)
  const wakes = glimpse ? h("p", {class: "muted"}, `“Escalates” means: it sleeps ${glimpse.wake}.`) : null
  ask(
    s,
    `Dismiss ${about(rows)}`,
    [
      field("Why", reason),
      field("Until", until),
      day,
      wakes,
      rows.length > 1 && preview(rows, "These will be dismissed:")
    ].filter(Boolean),
    () => {
      const when = until.value === "date" ? day.value : until.value
      if (!reason.value.trim() || !when) return false
      done(reason.value.trim(), when)
    },
    "Dismiss"
  )
}

function askOwner(s, rows, done) {
  const names = h(
    "datalist",
    {id: "owners"},
    s.data.owners.map(name => h("option", {value: name}))
  )
  const owner = h("input", {
    list: "owners",
    maxlength: 80,
    value: rows[0].owner || s.data.actor,
    autofocus: true
  })
  ask(
    s,
    `Assign ${about(rows)}`,
    [field("Owner", owner), names, h("p", {class: "muted"}, "Empty takes the owner away.")],
    () => done({owner: owner.value.trim() || null}),
    "Assign"
  )
  owner.select()
}

function askSeverity(s, rows, done) {
  const cost = h("input", {
    type: "number",
    min: 0,
    step: "any",
    placeholder: "as its kind costs",
    inputmode: "decimal"
  })
  const stated = level => ({
    severity: level,
    ...(cost.value === "" ? {} : {cost_of_failure: Number(cost.value)})
  })
  const pick = level => {
    done(stated(level))
    s.$("dialog").close()
  }
  const choices = SEVERITIES.map((level, n) =>
    h(
      "button",
      {type: "button", class: "act", onclick: () => pick(level), autofocus: n === 0},
      severity(level, true),
      kbd(`${n + 1}`)
    )
  )
  ask(
    s,
    `Severity of ${about(rows)}`,
    [h("div", {class: "choices"}, choices), field("Cost of one failure, USD", cost)],
    null
  )
  s.$("dialog").querySelector("form").onkeydown = event => {
    if (event.target === cost || !SEVERITIES[event.key - 1]) return
    event.preventDefault()
    pick(SEVERITIES[event.key - 1])
  }
  choices[0].focus()
}

function askExpected(s, rows, done) {
  const glimpse = s.glimpses.get(rows[0].id) || {}
  const options = [
    ["answer", "answer as written below"],
    ["refusal", "refuse"],
    ["needs_human", "hand over to a person"]
  ]
  const behaviour = h(
    "select",
    {},
    options.map(([value, label]) =>
      h("option", {value, selected: value === (glimpse.behaviour || "answer")}, label)
    )
  )
  const answer = h("textarea", {rows: 5, autofocus: true, maxlength: 20000})
  answer.value = (rows.length === 1 && glimpse.expected) || ""
  const told = h("p", {class: "bad", role: "alert"})
  ask(
    s,
    `What ought the model to do? ${about(rows)}`,
    [
      field("It ought to", behaviour),
      field("Expected answer", answer),
      told,
      h("p", {class: "muted"}, "Ctrl+Enter saves.")
    ],
    () => {
      const text = answer.value.trim()
      if (behaviour.value === "answer" && !text) {
        told.textContent = "An expected answer needs its text."
        return false
      }
      done({behaviour: behaviour.value, expected: behaviour.value === "answer" ? text : null})
    }
  )
}

function askWhy(s) {
  const why = h("input", {maxlength: 400, value: s.why, autofocus: true})
  ask(
    s,
    "Why",
    [
      field("Reason for the next moves", why),
      h("p", {class: "muted"}, "It goes with every move until you change it; a move to blocking needs one.")
    ],
    () => {
      s.why = why.value.trim()
      drawBar(s)
    },
    "Keep"
  )
}

const SHEET = [
  ["j  k", "next, previous"],
  ["x", "select; then the act is for all selected"],
  ["b  m  l", "to blocking, monitoring, backlog"],
  ["d", "dismiss, until when"],
  ["e", "state the expected behaviour"],
  ["s", "severity and cost of failure"],
  ["a", "assign an owner"],
  ["w", "why: the reason for the next moves"],
  ["z", "take the last decision back"],
  ["o", "open the case’s page"],
  ["/", "search"],
  ["esc", "put messages away, clear the selection"],
  ["?", "this sheet"]
]

function sheet(s) {
  const rows = SHEET.map(([keys, what]) =>
    h(
      "div",
      {},
      h(
        "dt",
        {},
        keys.split("  ").map(key => kbd(key))
      ),
      h("dd", {}, what)
    )
  )
  ask(s, "Keys", [h("dl", {class: "sheet"}, rows)], null)
}
