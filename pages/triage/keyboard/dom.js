// Building blocks. Text from outside only ever becomes a text node.
const h = (name, props, ...children) => {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue
    if (key.startsWith("on")) element[key] = value
    else element.setAttribute(key, value === true ? "" : value)
  }
  element.append(
    ...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false)
  )
  return element
}

const kbd = key => h("kbd", {"aria-hidden": "true"}, key.toUpperCase())

const SEVERITIES = ["low", "medium", "high", "critical"]

const severity = (level, word) => {
  const of = SEVERITIES.indexOf(level) + 1
  if (!of) return h("span", {class: "muted"}, word ? "Severity not stated" : "")
  const bars = h(
    "span",
    {class: "bars", "aria-hidden": "true"},
    SEVERITIES.map(() => h("i"))
  )
  return h(
    "span",
    {class: `sev of-${of}`, title: `Severity: ${level}`},
    bars,
    h("span", {class: word ? "" : "vh"}, capital(level))
  )
}

const capital = word => (word ? word[0].toUpperCase() + word.slice(1) : "")
const many = (n, one) => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`

const initials = name => {
  const parts = name.split(/[\s._@-]+/).filter(Boolean)
  const two = parts.length > 1 ? parts[0][0] + parts[parts.length - 1][0] : name.slice(0, 2)
  return two.toUpperCase()
}

// Days are ISO dates, so that they compare as text; "overdue" is a shape and a word.
const dayOf = iso => new Date(`${iso}T00:00:00Z`)
const dayWords = iso =>
  dayOf(iso).toLocaleDateString("en-GB", {day: "numeric", month: "short", timeZone: "UTC"})
const daysBetween = (from, to) => Math.round((dayOf(to) - dayOf(from)) / 86400000)

const dueMark = (due, today) => {
  if (!due) return null
  if (due >= today) return h("span", {class: "due"}, due === today ? "due today" : `due ${dayWords(due)}`)
  const late = many(daysBetween(due, today), "day")
  return h(
    "span",
    {class: "due late", title: `It was due on ${due}`},
    h("span", {"aria-hidden": "true"}, "▲ "),
    `overdue ${late}`
  )
}

// Word by word, by the longest common subsequence; texts that are long, or share no word, come
// back as they are.
const COMPARE_LIMIT = 700
const words = text => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) || []

function lengths(a, b) {
  const table = Array.from({length: a.length + 1}, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1])
    }
  }
  return table
}

function difference(expected, actual) {
  const a = words(expected),
    b = words(actual)
  if (a.length > COMPARE_LIMIT || b.length > COMPARE_LIMIT) return [[expected], [actual]]
  const table = lengths(a, b),
    left = [],
    right = []
  let i = 0,
    j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      left.push(["same", a[i++]])
      right.push(["same", b[j++]])
    } else if (j >= b.length || (i < a.length && table[i + 1][j] >= table[i][j + 1]))
      left.push(["del", a[i++]])
    else right.push(["ins", b[j++]])
  }
  const alike = left.some(([kind, text]) => kind === "same" && text.trim())
  return alike ? [marked(left), marked(right)] : [[expected], [actual]]
}

// Neighbouring words with the same fate, and the spaces between them, are marked in one piece.
function marked(parts) {
  const pieces = []
  for (const [kind, text] of parts) {
    const last = pieces[pieces.length - 1]
    if (last && last[0] === kind) last[1] += text
    else pieces.push([kind, text])
  }
  return pieces.map(([kind, text]) => (kind === "same" || !text.trim() ? text : h(kind, {}, text)))
}
